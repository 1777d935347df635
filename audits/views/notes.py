"""Pages of note sheets: the list of an audit, the sheet itself, its head."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from audits import permissions
from audits.forms import notes as forms
from audits.models import AuditNote, InternalAudit, NoteLine
from audits.services.notes import (
    note_delete,
    note_delete_refusal,
    note_line_remove,
    note_save,
    notes_make,
    sheets_refusal,
)
from audits.views.note_form import BLANK, save_rows, sheet_rows
from qms.history import HistoryEntry
from qms.http import AgencyRequest
from qms.views.base import Action, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import RowDelete


def load_audit(pk: int) -> InternalAudit:
    audit: InternalAudit = get_object_or_404(InternalAudit.objects.all(), pk=pk)
    return audit


class NoteList(QmsView):
    """The sheets of an audit with what is written, one's own first."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        audit = load_audit(pk)
        notes = list(
            AuditNote.objects.for_list().filter(audit=audit).order_by("slot__day", "slot__starts_at", "pk")
        )
        findings = dict(
            audit.findings.filter(note_line__isnull=False)
            .values_list("note_line__sheet")
            .annotate(Count("pk"))
        )
        mine = request.user.person.pk if request.user.person else None
        rows = [
            {"note": note, "findings": findings.get(note.pk, 0), "mine": is_of(note, mine)} for note in notes
        ]
        rows.sort(key=lambda row: not row["mine"])
        context = {
            "title": f"Phiếu ghi chép – {audit}",
            "audit": audit,
            "rows": rows,
            "written": sum(note.written_rows for note in notes),
            "lines": sum(note.line_rows for note in notes),
            "actions": self._actions(audit),
        }
        return render(request, "audits/note_list.html", context)

    def _actions(self, audit: InternalAudit) -> list[Action]:
        if not self.request.user.can(permissions.RECORD, audit):
            return []
        url = reverse("audits:note_make", args=[audit.pk])
        return [Action("Lập phiếu", url, "primary", disabled_reason=sheets_refusal(audit, self.request.user))]


def is_of(note: AuditNote, person: int | None) -> bool:
    return person is not None and note.auditor is not None and note.auditor.person_id == person


class NoteMake(QmsView):
    """Make the sheets that the schedule asks for."""

    permission = permissions.RECORD

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        return self._page(load_audit(pk), forms.MakeForm())

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        audit, form = load_audit(pk), forms.MakeForm(request.POST)
        if not form.is_valid():
            return self._page(audit, form, status=422)
        try:
            made = notes_make(audit=audit, template=form.cleaned_data["template"], actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(audit, form, status=422)
        said = (
            f"Đã lập {made} phiếu ghi chép." if made else "Mỗi buổi, mỗi đơn vị đã có phiếu; không lập thêm."
        )
        messages.success(request, said)
        return redirect("audits:note_list", audit.pk)

    def _page(self, audit: InternalAudit, form: forms.MakeForm, status: int = 200) -> HttpResponse:
        context = {
            "title": f"Lập phiếu ghi chép – {audit}",
            "audit": audit,
            "form": form,
            "refusal": sheets_refusal(audit, self.request.user),
            "slots": audit.slots.count(),
            "may_edit": self.request.user.can(permissions.EDIT, audit),
            "submit_label": "Lập phiếu",
            "cancel_url": reverse("audits:note_list", args=[audit.pk]),
        }
        return render(self.request, "audits/note_make.html", context, status=status)


class NoteDetail(RecordDetail):
    """The sheet. Scripts save each row by itself (NoteLineSave); without them the form saves all rows."""

    permission = permissions.VIEW
    write_permission = permissions.RECORD
    model = AuditNote
    groups = ()
    template = "audits/note_detail.html"

    def get_queryset(self) -> Any:
        return AuditNote.objects.select_related("audit", "slot", "unit__unit", "auditor__person")

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        return self._page(get_object_or_404(self.get_queryset(), pk=pk), {})

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        note = get_object_or_404(self.get_queryset(), pk=pk)
        if not self.may_write(note):
            return self._page(note, {}, status=403)
        problems = save_rows(note, request)
        if problems:
            return self._page(self.get_queryset().get(pk=pk), problems, status=422)
        messages.success(request, "Đã lưu phiếu.")
        return redirect(note.get_absolute_url())

    def _page(self, note: AuditNote, problems: dict[str, dict[str, Any]], status: int = 200) -> HttpResponse:
        rendered_at = (
            timezone.now()
        )  # before the rows are read: what is saved later than this is newer than the page
        context = self.get_context(note)
        context["rendered_at"] = milliseconds(rendered_at)
        context["rows"] = sheet_rows(note, problems)
        context["blank"] = BLANK
        context["problems"] = len(problems)
        response = render(self.request, self.template, context, status=status)
        response["Cache-Control"] = "no-store"  # a kept copy is the worker's, under its user
        response["X-Qms-User"] = str(self.request.user.pk)
        return response

    def get_context(self, obj: Any) -> dict[str, Any]:
        may_write = self.may_write(obj)
        refusal = obj.writing_refusal(self.request.user) if may_write else ""
        return super().get_context(obj) | {
            "title": f"Phiếu ghi chép – {obj.unit}",
            "breadcrumbs": [
                {"label": str(obj.audit), "url": obj.audit.get_absolute_url()},
                {"label": "Phiếu ghi chép", "url": reverse("audits:note_list", args=[obj.audit_id])},
            ],
            "writable": may_write and not refusal,
            "writing_refusal": refusal,
            "same_slot": self._same_slot(obj),
            "find_url": reverse("audits:finding_add", args=[obj.audit_id]),
        }

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = obj.writing_refusal(self.request.user)
        head = Action(
            "Sửa phần đầu phiếu", reverse("audits:note_edit", args=[obj.pk]), disabled_reason=refusal
        )
        return [head, Action("Xóa phiếu", reverse("audits:note_delete", args=[obj.pk]), "quiet")]

    def _same_slot(self, obj: AuditNote) -> list[AuditNote]:
        return list(
            AuditNote.objects.for_list().filter(slot=obj.slot_id).order_by("unit__position", "pk")[:12]
        )


def milliseconds(at: Any) -> int:
    return int(at.timestamp() * 1000)


class NoteEdit(RecordEdit):
    permission = permissions.RECORD
    model = AuditNote
    form_class = forms.NoteForm
    list_url_name = "audits:audit_list"

    def save(self, form: Any, expected_version: int | None) -> Any:
        return note_save(note=form.instance, actor=self.request.user, expected_version=expected_version)


class NoteDelete(RecordDelete):
    permission = permissions.RECORD
    model = AuditNote
    list_url_name = "audits:audit_list"

    def refusal(self, obj: Any) -> str:
        return note_delete_refusal(obj, self.request.user)

    def remove(self, obj: Any) -> None:
        note_delete(note=obj, actor=self.request.user)

    def success_url(self, obj: Any) -> str:
        return reverse("audits:note_list", args=[obj.audit_id])


class NoteLineDelete(RowDelete):
    """Without scripts; with them a row asks on the sheet."""

    permission = permissions.RECORD
    model = NoteLine

    def remove(self, obj: Any) -> None:
        note_line_remove(sheet=obj.sheet, key=obj.key, expected_version=None, actor=self.request.user)


def last_hand(line: NoteLine) -> str:
    """Who wrote the row last, for the choice between two texts."""
    entry = HistoryEntry.objects.of(line).order_by("-sequence").only("actor_name", "agency_id").first()
    return entry.actor_name if entry else ""
