"""Pages of controlled documents: the master list, a document with its revisions."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from documents import permissions
from documents.enums import RevisionState
from documents.filters import ControlledFilter
from documents.forms import ControlledDocumentForm
from documents.models import ControlledDocument, Revision
from documents.services import revision_refusal
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList

STATE_CSS = {
    RevisionState.DRAFT.value: "plain",
    RevisionState.IN_REVIEW.value: "info",
    RevisionState.CHANGES_REQUESTED.value: "warn",
    RevisionState.APPROVED.value: "info",
    RevisionState.EFFECTIVE.value: "ok",
    RevisionState.SUPERSEDED.value: "plain",
    RevisionState.WITHDRAWN.value: "late",
}


def current(row: Any) -> str:
    return f"{row.current_number:02d}" if row.current_number else ""


def standing(row: Any) -> str:
    """“Đang hiệu lực”, with what is being drafted beside it."""
    words = ["Đang hiệu lực" if row.current_number else "Chưa có hiệu lực"]
    if row.open_number:
        words.append(f"lần {row.open_number:02d}: {RevisionState(row.open_state).label.lower()}")
    if row.current_review_due_on and row.current_review_due_on < timezone.localdate():
        words.append("quá hạn soát xét")
    return "; ".join(words)


class ControlledList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ControlledDocument
    title = "Danh mục tài liệu"
    intro = (
        "Sổ tay, quy trình, hướng dẫn, biểu mẫu của hệ thống quản lý chất lượng và lần ban hành đang dùng."
    )
    columns = (
        Column("code", "Mã hiệu", sort="sort_key"),
        Column("title", "Tên tài liệu", sort="title"),
        Column("kind", "Loại"),
        Column("current_number", "Lần", current, sort="current_number", css="num"),
        Column("current_effective_on", "Hiệu lực từ", sort="current_effective_on", css="date"),
        Column("unit", "Đơn vị chủ trì", sort="unit__sort_key"),
        Column("standing", "Tình trạng", standing),
    )
    filterset_class = ControlledFilter
    add_url_name = "documents:controlled_add"
    add_label = "Thêm tài liệu"
    empty_text = "Chưa có tài liệu nào. Bắt đầu từ sổ tay chất lượng và các quy trình hệ thống."

    def get_queryset(self) -> Any:
        return ControlledDocument.objects.for_list()

    def get_actions(self) -> list[Action]:
        return [*super().get_actions(), Action("Bộ tài liệu", reverse("documents:set_list"))]


class ControlledDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ControlledDocument
    groups = (("", ("code", "title", "kind", "field_name", "unit", "review_months")),)
    edit_url_name = "documents:controlled_edit"
    delete_url_name = "documents:controlled_delete"
    attachable = False

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def _state(self, obj: Any) -> dict[str, str]:
        return {"label": standing(obj), "css": "ok" if obj.current_number else "plain"}

    def get_context(self, obj: Any) -> dict[str, Any]:
        context = super().get_context(obj)
        context["subtitle"] = obj.get_kind_display()
        context["actions"] = [*self._read(obj), *self._new_revision(obj), *context["actions"]]
        return context

    def _read(self, obj: Any) -> list[Action]:
        """What most people come for: the text in force."""
        pk = Revision.objects.effective().filter(document=obj).values_list("pk", flat=True).first()
        url = reverse("documents:revision_detail", args=[pk]) if pk else ""
        return [Action("Đọc bản đang hiệu lực", url, "primary")] if url else []

    def _new_revision(self, obj: Any) -> list[Action]:
        user = self.request.user
        if not user.can(permissions.DRAFT):
            return []
        label = "Soạn lần sửa đổi mới" if obj.current_number else "Soạn nội dung"
        url = reverse("documents:revision_add", args=[obj.pk])
        style = "secondary" if obj.current_number else "primary"
        return [Action(label, url, style, revision_refusal(obj, user))]

    def get_actions(self, obj: Any) -> list[Action]:
        """Drafting comes first on this page; changing the master list's line is the lesser thing."""
        return [Action(action.label, action.url) for action in super().get_actions(obj)]

    def get_panels(self, obj: Any) -> list[Panel]:
        rows = Revision.objects.filter(document=obj).for_detail().order_by("-number")
        lines = [{"revision": row, "css": STATE_CSS[row.state]} for row in rows]
        return [Panel("Các lần ban hành, sửa đổi", "documents/_partials/revisions.html", {"rows": lines})]


class ControlledEdit(RecordEdit):
    permission = permissions.EDIT
    model = ControlledDocument
    form_class = ControlledDocumentForm
    list_url_name = "documents:controlled_list"
    add_title = "Thêm tài liệu"


class ControlledDelete(RecordDelete):
    permission = permissions.EDIT
    model = ControlledDocument
    list_url_name = "documents:controlled_list"
