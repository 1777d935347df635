"""Pages of the catalogue: fields of state management, administrative procedures."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from qms.forms import RecordForm
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import rows_panel
from qms.views.tables import EXPORT_LIMIT, XLSX, Column, RecordList
from tthc import permissions
from tthc.catalogue.exports import catalogue_xlsx
from tthc.filters.catalogue import ProcedureFilter
from tthc.forms.catalogue import FieldForm, ProcedureForm
from tthc.models import AdministrativeProcedure, Field
from tthc.services.procedures import procedure_save
from tthc.views.serving import documents_panel


class FieldList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = Field
    title = "Lĩnh vực"
    intro = "Lĩnh vực quản lý nhà nước; thủ tục, thống kê hồ sơ và phiếu đánh giá gom theo lĩnh vực."
    columns = (Column("name", "Tên lĩnh vực", sort="sort_key"),)
    add_url_name = "tthc:field_add"
    add_label = "Thêm lĩnh vực"
    empty_text = "Chưa có lĩnh vực nào. Nhập danh mục TTHC thì các lĩnh vực tự có theo."


class FieldDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = Field
    groups = (("", ("name",)),)
    edit_url_name = "tthc:field_edit"
    delete_url_name = "tthc:field_delete"
    attachable = False
    shown = 20

    def get_panels(self, obj: Field) -> list[Panel]:
        url = f"{reverse('tthc:procedure_list')}?field={obj.pk}"
        rows = AdministrativeProcedure.objects.filter(field=obj).order_by("sort_key")[: self.shown + 1]
        context = {"procedures": rows[: self.shown], "more": len(rows) > self.shown, "url": url}
        return [Panel("Thủ tục hành chính", "tthc/_partials/field_procedures.html", context)]


class FieldEdit(RecordEdit):
    permission = permissions.EDIT
    model = Field
    form_class = FieldForm
    list_url_name = "tthc:field_list"
    add_title = "Thêm lĩnh vực"


class FieldDelete(RecordDelete):
    permission = permissions.EDIT
    model = Field
    list_url_name = "tthc:field_list"


class ProcedureList(RecordList):
    """Ordered by the one column that is indexed: a province's catalogue is long."""

    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = AdministrativeProcedure
    title = "Danh mục TTHC"
    columns = (
        Column("full_code", "Mã TTHC", sort="sort_key"),
        Column("name", "Tên thủ tục"),
        Column("field", "Lĩnh vực"),
        Column("level", "Cấp"),
        Column("time_label", "Thời hạn"),
        Column("online_level", "Mức DVC"),
        Column("standing", "Hiệu lực"),
    )
    filterset_class = ProcedureFilter
    add_url_name = "tthc:procedure_add"
    add_label = "Thêm thủ tục"
    empty_text = "Chưa có thủ tục nào. Nhập danh mục từ tệp Excel kèm quyết định công bố của tỉnh."

    def get_queryset(self) -> Any:
        return AdministrativeProcedure.objects.for_list()

    def get_actions(self) -> list[Action]:
        """The list that the province sends comes first; one procedure by hand is the exception."""
        offers = [Action("Lĩnh vực", reverse("tthc:field_list"))]
        if not self.request.user.can(permissions.EDIT):
            return offers
        send = Action("Nhập danh mục từ Excel", reverse("tthc:catalogue_import"), "primary")
        adding = [Action(action.label, action.url) for action in super().get_actions()]
        return [send, *adding, *offers]

    def _export(self, rows: Any) -> HttpResponse:
        """With every column, so that what was mended in Excel comes back in through the import."""
        return as_file(catalogue_xlsx(rows[:EXPORT_LIMIT]), self.request.year)


def as_file(content: bytes, year: int) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="danh-muc-tthc-{year}.xlsx"'
    return response


class ProcedureDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = AdministrativeProcedure
    groups = (
        ("", ("full_code", "name", "field", "level", "competent_agency")),
        (
            "Giải quyết",
            (
                "receiving_unit", "resolving_unit", "time_label", "time_note",
                "online_level", "non_territorial", "fee",
            ),
        ),
        ("Công bố, phạm vi", ("decision", "in_force_from", "in_force_to", "in_scope", "scope_reason")),
    )  # fmt: skip
    edit_url_name = "tthc:procedure_edit"
    delete_url_name = "tthc:procedure_delete"
    labels = {"full_code": "Mã TTHC", "time_label": "Thời hạn giải quyết"}  # noqa: RUF012

    def get_queryset(self) -> Any:
        return AdministrativeProcedure.objects.for_detail()

    def get_panels(self, obj: AdministrativeProcedure) -> list[Panel]:
        return [documents_panel(obj, self.may_write(obj)), self._changes(obj)]

    def _changes(self, obj: AdministrativeProcedure) -> Panel:
        rows = list(obj.changes.select_related("decision", "procedure", "successor").order_by("changed_on"))
        url = f"{reverse('tthc:change_add')}?procedure={obj.pk}"
        return rows_panel(
            "Thay đổi",
            (
                Column("kind", "Loại"),
                Column("changed_on", "Từ ngày", css="date"),
                Column("decision", "Theo quyết định"),
                Column("successor", "Thay bằng"),
            ),
            rows,
            url_prefix="tthc:change",
            add=Action("Ghi thay đổi", url) if self.may_write(obj) else None,
            empty_text="Chưa ghi sửa đổi, thay thế hay bãi bỏ nào.",
            opens=True,
        )

    def _label(self, name: str) -> str:
        return self.labels.get(name) or super()._label(name)

    def _state(self, obj: AdministrativeProcedure) -> dict[str, str]:
        ended = obj.in_force_to is not None and obj.in_force_to < datetime.date(self.request.year, 12, 31)
        return {"label": obj.standing or "Đang hiệu lực", "css": "plain" if ended else "ok"}


class ProcedureEdit(RecordEdit):
    permission = permissions.EDIT
    model = AdministrativeProcedure
    form_class = ProcedureForm
    list_url_name = "tthc:procedure_list"
    add_title = "Thêm thủ tục hành chính"

    def save(self, form: RecordForm, expected_version: int | None) -> AdministrativeProcedure:
        return procedure_save(form.instance, actor=self.request.user, expected_version=expected_version)


class ProcedureDelete(RecordDelete):
    permission = permissions.EDIT
    model = AdministrativeProcedure
    list_url_name = "tthc:procedure_list"
