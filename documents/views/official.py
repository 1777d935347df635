"""Pages of official documents."""

from typing import Any

from django.contrib import messages

from documents import permissions
from documents.filters import OfficialFilter
from documents.forms import OfficialDocumentForm
from documents.models import OfficialDocument, ProcedureUpdate
from documents.services import official_delete, official_save
from documents.views.updates import updates_panel
from qms.forms import RecordForm
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList


class OfficialList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = OfficialDocument
    title = "Văn bản"
    intro = "Quyết định, kế hoạch, thông báo, công văn mà các mục khác dẫn tới."
    columns = (
        Column("symbol", "Số, ký hiệu", sort="number"),
        Column("kind", "Loại", sort="kind"),
        Column("subject", "Trích yếu", sort="sort_key"),
        Column("issued_on", "Ngày", sort="issued_on", css="date"),
        Column("issuer", "Cơ quan ban hành", sort="issuer"),
    )
    filterset_class = OfficialFilter
    default_sort = "-issued_on"
    add_url_name = "documents:official_add"
    add_label = "Nhập văn bản"
    empty_text = "Chưa có văn bản nào. Nhập kế hoạch, quyết định của năm trước; các mục khác dẫn tới chúng."


class OfficialDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = OfficialDocument
    groups = (("", ("kind", "symbol", "issued_on", "issuer", "subject", "signer", "effective_on")),)
    edit_url_name = "documents:official_edit"
    delete_url_name = "documents:official_delete"

    def get_panels(self, obj: Any) -> list[Panel]:
        panel = updates_panel(obj, may_write=self.may_write(obj))
        return [panel] if panel else []

    def get_actions(self, obj: Any) -> list[Action]:
        """A locked entry keeps its buttons, with the reason beside them."""
        actions = super().get_actions(obj)
        return [Action(action.label, action.url, action.style, obj.locked) for action in actions]

    def _label(self, name: str) -> str:
        return "Số, ký hiệu" if name == "symbol" else super()._label(name)


class OfficialEdit(RecordEdit):
    permission = permissions.EDIT
    model = OfficialDocument
    form_class = OfficialDocumentForm
    list_url_name = "documents:official_list"
    add_title = "Nhập văn bản"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        document: Any = form.instance
        saved = official_save(document, actor=self.request.user, expected_version=expected_version)
        if "effective_on" in form.changed_data and (
            count := ProcedureUpdate.objects.filter(law=saved).open().count()
        ):
            sentence = f"Hạn của {count} tài liệu chờ cập nhật đã tính lại theo ngày có hiệu lực mới."
            messages.info(self.request, sentence)
        return saved


class OfficialDelete(RecordDelete):
    permission = permissions.EDIT
    model = OfficialDocument
    list_url_name = "documents:official_list"

    def refusal(self, obj: Any) -> str:
        return obj.locked or super().refusal(obj)

    def remove(self, obj: Any) -> None:
        official_delete(obj, actor=self.request.user)
