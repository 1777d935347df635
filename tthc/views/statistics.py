"""The year's period, statistics typed beside computed, tables by field and by unit, charts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from qms.dates import slashed
from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.models import Job
from qms.views.base import Action, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.enums import Level, Origin
from tthc.forms.statistics import PeriodForm
from tthc.models import DossierStatistics, ReportingPeriod
from tthc.querysets import yearly as querysets
from tthc.services import statistics as service
from tthc.statistics import breakdown, charts, inheritance
from tthc.statistics.comparison import Comparison, comparisons
from tthc.statistics.periods import Period, period_of
from tthc.statistics.xlsx import workbook_response


class PeriodList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ReportingPeriod
    title = "Kỳ báo cáo năm"
    intro = "Từ ngày nào đến ngày nào thì tính vào năm; năm không ghi kỳ thì tính theo năm dương lịch."
    default_sort = "-year"
    columns = (
        Column("year", "Năm", sort="year"),
        Column("period_from", "Từ ngày", css="date"),
        Column("period_to", "Đến ngày", css="date"),
    )
    add_url_name = "tthc:period_add"
    add_label = "Ghi kỳ của năm đang xem"
    empty_text = "Chưa ghi kỳ báo cáo của năm nào: mỗi năm tính từ 01/01 đến 31/12."


class PeriodDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ReportingPeriod
    groups = (("", ("year", "period_from", "period_to")),)
    edit_url_name = "tthc:period_edit"
    delete_url_name = "tthc:period_delete"


class PeriodEdit(RecordEdit):
    permission = permissions.EDIT
    model = ReportingPeriod
    form_class = PeriodForm
    list_url_name = "tthc:period_list"
    add_title = "Ghi kỳ báo cáo năm"
    job: Job | None = None

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        self.job = service.period_save(
            form.instance, actor=self.request.user, expected_version=expected_version
        )
        return form.instance

    def success_url(self, obj: Any) -> str:
        return reverse("qms:job", args=[self.job.pk]) if self.job else super().success_url(obj)


class PeriodDelete(RecordDelete):
    permission = permissions.EDIT
    model = ReportingPeriod
    list_url_name = "tthc:period_list"

    def remove(self, obj: Any) -> None:
        service.period_delete(obj, actor=self.request.user)


class StatisticsRefresh(QmsView):
    permission = permissions.EDIT

    def post(self, request: AgencyRequest) -> HttpResponse:
        return redirect("qms:job", service.refresh_start(request.year, actor=request.user).pk)


class StatisticsCompare(QmsView):
    """What was typed, what the dossiers say, the difference; and what predecessors left."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        period = period_of(request.agency, request.year)
        found = comparisons(request.year)
        context = {
            "title": "Đối chiếu số nhập tay, số tính từ hồ sơ",
            "period": f"{slashed(period.first)} – {slashed(period.last)}" if period else "",
            "period_url": reverse("tthc:period_list"),
            "period_add_url": self._period_add_url(request),
            "comparisons": found,
            "inheritance": self._inheritance(period, found),
            "actions": self._actions(),
        }
        return render(request, "tthc/statistics_compare.html", context)

    def _period_add_url(self, request: AgencyRequest) -> str:
        """Empty where the year has its period, or without the right to enter it."""
        free = not ReportingPeriod.objects.filter(year=request.year).exists()
        return reverse("tthc:period_add") if free and request.user.can(permissions.EDIT) else ""

    def _actions(self) -> list[Action]:
        if not self.request.user.can(permissions.EDIT):
            return []
        return [Action("Tính lại", reverse("tthc:statistics_refresh"), "primary", method="post")]

    def _inheritance(self, period: Period | None, found: list[Comparison]) -> dict[str, Any] | None:
        """The predecessors' shares by level, in the agency's first period alone."""
        agency = self.request.agency
        if period is None or not inheritance.begins_in(agency, period):
            return None
        levels = {comparison.level for comparison in found} | {querysets.own_level(agency).value}
        shares = inheritance.shares(agency, levels)
        if not shares:
            return None
        typed = {c.level: c.entered for c in found}
        return {
            "levels": [
                {
                    "label": Level(level).label,
                    "shares": [share for share in shares if share.level == level],
                    "sum": total,
                    "url": self._fill_url(level, total, period, typed.get(level)),
                }
                for level in sorted(levels)
                if (total := inheritance.inherited(shares, level)) is not None or len(levels) == 1
            ]
        }

    def _fill_url(
        self, level: str, total: int | None, period: Period, entered: DossierStatistics | None
    ) -> str:
        """The form with the stock filled in; empty where there is nothing to fill or no right to."""
        if total is None or not self.request.user.can(permissions.EDIT):
            return ""
        stock: dict[str, Any] = {"carried_over": total, "inherited": total}
        if entered is not None:
            return f"{reverse('tthc:dossier_statistics_edit', args=[entered.pk])}?{urlencode(stock)}"
        days = {"period_from": slashed(period.first), "period_to": slashed(period.last)}
        return f"{reverse('tthc:dossier_statistics_add')}?{urlencode({'level': level, **days, **stock})}"


class StatisticsTables(QmsView):
    """By field and by unit, in either presentation; ?xuat=xlsx both in one workbook."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        rows = DossierStatistics.objects.filter(field=None, unit=None)
        row: DossierStatistics = get_object_or_404(rows, pk=pk)
        parts = breakdown.parts_of(row)
        if request.GET.get("xuat") == "xlsx":
            tables = [t for key in breakdown.PRESENTATIONS for t in breakdown.breakdowns(row, key, parts)]
            return workbook_response(tables, row)
        key = request.GET.get("kieu", breakdown.FOLDED)
        key = key if key in breakdown.PRESENTATIONS else breakdown.FOLDED
        context = {
            "title": f"Bảng thống kê: {row.level_label}, kỳ {row.period}",
            "subtitle": ", ".join(part for part in (row.get_origin_display(), row.as_of_text) if part),
            "row": row,
            "presentation": breakdown.PRESENTATIONS[key],
            "choices": [(kind.title, f"?kieu={kind.key}", kind.key == key) for kind in _presentations()],
            "tables": breakdown.breakdowns(row, key, parts),
            "alone": not any(parts),
        }
        return render(request, "tthc/statistics_tables.html", context)


def _presentations() -> list[breakdown.Presentation]:
    return list(breakdown.PRESENTATIONS.values())


class Charts(QmsView):
    """Months, fields and two years of one level, each with its table."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        rows = charts.stored(request.year)
        levels = charts.levels_in(rows, request.year)
        wish = request.GET.get("cap", querysets.own_level(request.agency).value)
        level = next((found for found in levels if found.value == wish), levels[0] if levels else None)
        drawn = charts.charts_of(rows, request.year, level.value) if level else []
        if not drawn and "cap" not in request.GET:  # open at a level there is something to see of
            all_drawn = ((found, charts.charts_of(rows, request.year, found.value)) for found in levels)
            level, drawn = next(((found, some) for found, some in all_drawn if some), (level, drawn))
        told = (level.label, charts.as_of_text(rows, request.year, level.value)) if level else ()
        context = {
            "title": "Biểu đồ hồ sơ",
            "subtitle": ". ".join(filter(None, told)),
            "choices": [(found.label, f"?cap={found.value}", found == level) for found in levels],
            "charts": drawn,
            "data": {chart.key: chart.data for chart in drawn},
            "computed": any(row.origin == Origin.COMPUTED for row in rows),
        }
        return render(request, "tthc/charts.html", context)
