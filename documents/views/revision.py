"""Pages of revisions: form, detail with its steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from documents import permissions
from documents.forms import RevisionForm
from documents.models import ControlledDocument, Revision
from documents.papers import marking
from documents.services import (
    content_refusal,
    revision_create,
    revision_delete,
    revision_draft,
    revision_update,
)
from documents.views.controlled import STATE_CSS
from qms.http import AgencyRequest
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep

# shown only when there is something to show: most revisions never have them
RARE = ("ended_on", "planned_on", "kept_on_paper", "reason", "review_due_on", "change_summary")
LABELS = {"number_label": "Lần ban hành/sửa đổi"}


class RevisionDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.DRAFT
    model = Revision
    template = "documents/revision_detail.html"
    groups = (
        (
            "",
            (
                "document",
                "number_label",
                "change_summary",
                "effective_on",
                "ended_on",
                "planned_on",
                "kept_on_paper",
                "reason",
            ),
        ),
        ("Trách nhiệm", ("author", "reviewer", "reviewed_on", "approver", "approved_on", "review_due_on")),
    )
    step_url_name = "documents:revision_step"
    state_css = STATE_CSS

    def get_queryset(self) -> Any:
        return super().get_queryset().for_detail()

    def get_context(self, obj: Any) -> dict[str, Any]:
        context = super().get_context(obj)
        found = marking(obj)
        context["field_groups"] = self._groups(context["field_groups"])
        context["marking"] = found.text if found and obj.has_ended else ""
        context["document_url"] = obj.document.get_absolute_url()
        if not obj.is_editable:
            context["attachments_add_url"] = ""
        return context

    def _groups(self, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
        rare = {self._label(name) for name in RARE}
        return [
            {
                **group,
                "fields": [(label, value) for label, value in group["fields"] if value or label not in rare],
            }
            for group in groups
        ]

    def get_actions(self, obj: Any) -> list[Action]:
        if not obj.is_editable:
            return []
        refusal = content_refusal(obj, self.request.user)
        return [
            Action("Sửa nội dung", reverse("documents:revision_edit", args=[obj.pk]), "secondary", refusal),
            Action("Xóa", reverse("documents:revision_delete", args=[obj.pk]), "secondary", refusal),
        ]

    def get_panels(self, obj: Any) -> list[Panel]:
        return [Panel("Nội dung", "documents/_partials/content.html", {"revision": obj})]

    def _label(self, name: str) -> str:
        return LABELS.get(name) or super()._label(name)


class RevisionEdit(RecordEdit):
    """`parent`: the document whose next revision is begun."""

    document: ControlledDocument

    permission = permissions.DRAFT
    model = Revision
    form_class = RevisionForm
    list_url_name = "documents:controlled_list"
    add_title = "Soạn thảo tài liệu"

    def new_object(self, parent: int | None) -> Revision:
        document: ControlledDocument = get_object_or_404(ControlledDocument.objects.all(), pk=parent)
        self.document = document
        self.add_title = f"Soạn thảo: {document}"
        return revision_draft(document, self.request.user)

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        """What may not be written is said before anything is typed."""
        obj = self.get_object(pk, parent)
        if refusal := content_refusal(obj, request.user):
            messages.error(request, refusal)
            return redirect(obj.get_absolute_url() if obj.pk else obj.document.get_absolute_url())
        return super().get(request, pk, parent)

    def cancel_url(self) -> str:
        return self.document.get_absolute_url()

    def save(self, form: Any, expected_version: int | None) -> Revision:
        revision, upload = form.instance, form.cleaned_data.get("upload")
        actor = self.request.user
        if revision.pk:
            return revision_update(
                revision=revision, actor=actor, expected_version=expected_version, upload=upload
            )
        given = {name: form.cleaned_data[name] for name in form.Meta.fields}
        return revision_create(document=revision.document, actor=actor, upload=upload, **given)


class RevisionDelete(RecordDelete):
    permission = permissions.DRAFT
    model = Revision
    list_url_name = "documents:controlled_list"

    def get(self, request: AgencyRequest, pk: int, error: str = "") -> HttpResponse:
        revision = get_object_or_404(Revision.objects.all(), pk=pk)
        if not error and (refusal := content_refusal(revision, request.user)):
            messages.error(request, refusal)
            return redirect(revision.get_absolute_url())
        return super().get(request, pk, error)

    def remove(self, obj: Revision) -> None:
        revision_delete(revision=obj, actor=self.request.user)

    def success_url(self, obj: Revision) -> str:
        return obj.document.get_absolute_url()


class RevisionStep(RecordStep):
    permission = permissions.VIEW
    model = Revision
