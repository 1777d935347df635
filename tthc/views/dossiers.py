"""Pages of the dossier statistics and of digitisation."""

from typing import Any

from django.urls import reverse

from qms.checks import CheckResult
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.checks import sums as checks
from tthc.enums import Origin
from tthc.filters.statistics import StatisticsFilter
from tthc.forms.yearly import DigitisationForm, DossierStatisticsForm
from tthc.models import DigitisationStatistics, DossierStatistics
from tthc.statistics import presentations


def findings_panel(results: list[CheckResult]) -> Panel:
    """What the checks say of this one record."""
    return Panel(
        "Kiểm tra số liệu", "tthc/_partials/findings.html", {"findings": [_without_link(r) for r in results]}
    )


def _without_link(result: CheckResult) -> CheckResult:
    """The record's own page needs no link to itself."""
    return CheckResult(result.severity, result.message)


class DossierList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DossierStatistics
    title = "Thống kê hồ sơ"
    intro = "Mỗi cấp, mỗi kỳ một bản nhập tay và một bản tính từ hồ sơ; báo cáo năm dùng kỳ dài nhất của từng cấp."
    of_year = True
    filterset_class = StatisticsFilter
    columns = (
        Column("level", "Cấp", sort="sort_key"),
        Column("part", "Lĩnh vực, đơn vị", value=lambda row: ", ".join(row.part) or "Toàn cấp"),
        Column("period", "Kỳ thống kê", sort="period_from"),
        Column("origin", "Cách có số liệu", sort="origin"),
        Column("total", "Tổng hồ sơ", css="num"),
        Column("resolved", "Đã giải quyết", sort="resolved", css="num"),
        Column("late", "Quá hạn", sort="late", css="num"),
        Column("residual", "Chênh", css="num"),
    )
    add_url_name = "tthc:dossier_statistics_add"
    add_label = "Nhập thống kê hồ sơ"
    empty_text = "Chưa có thống kê hồ sơ của năm này. Lấy số từ phần mềm Một cửa, mỗi cấp một bản."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("field", "unit")


class EnteredOnly:
    """Computed counts change with the dossiers, not by hand."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(origin=Origin.ENTERED)  # type: ignore[misc]


class DossierDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DossierStatistics
    groups = (("", ("level", "field", "unit", "period_told", "origin", "source", "inherited")),)
    edit_url_name = "tthc:dossier_statistics_edit"
    delete_url_name = "tthc:dossier_statistics_delete"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("field", "unit")

    def may_write(self, obj: DossierStatistics) -> bool:
        return obj.origin == Origin.ENTERED and super().may_write(obj)

    def get_context(self, obj: DossierStatistics) -> dict[str, Any]:
        """The tables are for everyone, so they do not wait for the right to write."""
        context = super().get_context(obj)
        if obj.field_id is None and obj.unit_id is None:
            tables = Action("Bảng theo lĩnh vực, đơn vị", reverse("tthc:statistics_tables", args=[obj.pk]))
            context["actions"] = [*context["actions"], tables]
        return context

    def get_panels(self, obj: DossierStatistics) -> list[Panel]:
        template = "tthc/_partials/numbers.html"
        fine = {"lines": presentations.fine_lines(obj)}
        folded = {
            "lines": presentations.folded_lines(obj),
            "note": "Trả lại và hủy, rút tính vào đúng hạn; tạm dừng tính vào đang giải quyết trong hạn.",
        }
        return [
            findings_panel([checks.balance_of(obj), *checks.dossier_sums(obj)]),
            Panel("Theo báo cáo gửi Sở KH&CN", template, fine),
            Panel("Theo Biểu II.06a/VPCP/KSTT", template, folded),
        ]

    def _label(self, name: str) -> str:
        return "Kỳ thống kê" if name == "period_told" else super()._label(name)

    def _value(self, obj: DossierStatistics, name: str) -> str:
        """A record of the whole level has no field and no unit; nothing of it is missing."""
        told = super()._value(obj, name)
        return told or ("tất cả" if name in ("field", "unit") else "")


class DossierEdit(EnteredOnly, RecordEdit):
    permission = permissions.EDIT
    model = DossierStatistics
    form_class = DossierStatisticsForm
    list_url_name = "tthc:dossier_overview"
    add_title = "Nhập thống kê hồ sơ"


class DossierDelete(EnteredOnly, RecordDelete):
    permission = permissions.EDIT
    model = DossierStatistics
    list_url_name = "tthc:dossier_overview"


class DigitisationList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DigitisationStatistics
    title = "Số hóa hồ sơ"
    of_year = True
    columns = (
        Column("level", "Cấp", sort="sort_key"),
        Column("origin", "Cách có số liệu", sort="origin"),
        Column("received", "Tiếp nhận", sort="received", css="num"),
        Column("some_components", "Có số hóa thành phần", css="num"),
        Column("full_components", "Số hóa đầy đủ", css="num"),
        Column("resolved", "Đã giải quyết", sort="resolved", css="num"),
        Column("result_digitised", "Có số hóa kết quả", css="num"),
    )
    add_url_name = "tthc:digitisation_add"
    add_label = "Nhập số liệu số hóa"
    empty_text = "Chưa có số liệu số hóa của năm này. Mỗi cấp nhập một bản."


class DigitisationDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DigitisationStatistics
    groups = (("", ("level", "origin")),)
    edit_url_name = "tthc:digitisation_edit"
    delete_url_name = "tthc:digitisation_delete"

    def may_write(self, obj: DigitisationStatistics) -> bool:
        return obj.origin == Origin.ENTERED and super().may_write(obj)

    def get_panels(self, obj: DigitisationStatistics) -> list[Panel]:
        results = list(checks.digitisation_sums(obj))
        lines = {"lines": presentations.digitisation_lines(obj)}
        panels = [findings_panel(results)] if results else []
        return [*panels, Panel("Số liệu, tỷ lệ", "tthc/_partials/numbers.html", lines)]


class DigitisationEdit(EnteredOnly, RecordEdit):
    permission = permissions.EDIT
    model = DigitisationStatistics
    form_class = DigitisationForm
    list_url_name = "tthc:dossier_overview"
    add_title = "Nhập số liệu số hóa"


class DigitisationDelete(EnteredOnly, RecordDelete):
    permission = permissions.EDIT
    model = DigitisationStatistics
    list_url_name = "tthc:dossier_overview"
