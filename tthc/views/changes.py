"""Pages of the year's changes of TTHC."""

from typing import Any

from django.contrib import messages

from qms.forms import RecordForm
from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.filters.catalogue import ChangeFilter
from tthc.forms.catalogue import ChangeForm
from tthc.models import ProcedureChange
from tthc.services.changes import change_delete, change_save, last_day


class ChangeList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ProcedureChange
    title = "Thay đổi TTHC"
    intro = (
        "Thủ tục được ban hành mới, sửa đổi, thay thế, bãi bỏ trong năm theo quyết định công bố. "
        "Nguồn chỉ ghi số lượng thì ghi một dòng cho mỗi loại, kể cả 0."
    )
    of_year = True
    columns = (
        Column("told", "Thủ tục", lambda row: row.told, sort="sort_key"),
        Column("kind", "Loại thay đổi"),
        Column("count", "Số TTHC", css="num"),
        Column("changed_on", "Từ ngày", css="date"),
        Column("decision", "Theo quyết định"),
    )
    filterset_class = ChangeFilter
    add_url_name = "tthc:change_add"
    add_label = "Ghi thay đổi"
    empty_text = "Chưa ghi thay đổi nào của năm này. Năm không có thay đổi thì ghi 0 cho từng loại."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("procedure", "decision")


class ChangeDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ProcedureChange
    groups = (("", ("kind", "procedure", "successor", "count", "changed_on", "decision", "note")),)
    edit_url_name = "tthc:change_edit"
    delete_url_name = "tthc:change_delete"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("procedure", "successor", "decision")

    def get_actions(self, obj: ProcedureChange) -> list[Action]:
        if obj.procedure is None:
            return super().get_actions(obj)
        return [*super().get_actions(obj), Action("Mở thủ tục", obj.procedure.get_absolute_url())]


class ChangeEdit(RecordEdit):
    permission = permissions.EDIT
    model = ProcedureChange
    form_class = ChangeForm
    list_url_name = "tthc:change_list"
    add_title = "Ghi thay đổi TTHC"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("procedure", "successor", "decision")

    def save(self, form: RecordForm, expected_version: int | None) -> ProcedureChange:
        saved = change_save(form.instance, actor=self.request.user, expected_version=expected_version)
        if (day := last_day(saved)) is not None:
            messages.info(self.request, f"{saved.procedure}: hết hiệu lực sau ngày {day:%d/%m/%Y}.")
        return saved


class ChangeDelete(RecordDelete):
    permission = permissions.EDIT
    model = ProcedureChange
    list_url_name = "tthc:change_list"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("procedure")

    def remove(self, obj: ProcedureChange) -> None:
        change_delete(obj, actor=self.request.user)
