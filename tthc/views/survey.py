"""Pages of satisfaction."""

from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qms.http import AgencyRequest
from qms.views.base import Action, Panel, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import rows_panel
from qms.views.tables import Column
from tthc import permissions
from tthc.checks import sums as checks
from tthc.forms.yearly import SurveyForm
from tthc.models import SurveyRound, SurveySummary
from tthc.models.statistics import spelled
from tthc.querysets import yearly as querysets
from tthc.statistics import presentations
from tthc.surveys.totals import added, compared, summary_of
from tthc.views.dossiers import findings_panel

FROM_ROUNDS, ADD, REPLACE = "rounds", "add", "replace"
CHOICES = {ADD: "Cộng thêm vào số đang lưu", REPLACE: "Thay số đang lưu"}
ROUNDS = (
    Column("name", "Đợt khảo sát"),
    Column("state_told", "Trạng thái"),
    Column("period", "Thời gian", lambda row: spelled(row.period_from, row.period_to)),
    Column("opinions", "Ý kiến", lambda row: row.opinions or 0, css="num"),
)


class SurveyList(QmsView):
    """One place for the year: its rounds, and the summary the annual report quotes."""

    permission = permissions.VIEW
    write_permission = permissions.EDIT

    def get(self, request: AgencyRequest) -> HttpResponse:
        may_write = request.user.can(self.write_permission)
        summary = querysets.survey_of(request.year)
        context = {
            "title": "Sự hài lòng",
            "intro": "Lấy ý kiến người dân, tổ chức và tổng hợp trong năm (TCVN ISO 9001:2015, 9.1.2).",
            "rounds": self._rounds(may_write),
            "summary": summary,
            "numbers": self._numbers(summary) if summary else None,
            "add_summary": self._action("Nhập tổng hợp", "tthc:survey_add") if may_write else None,
            "actions": [self._action("Lập đợt khảo sát", "tthc:survey_round_add", "primary")]
            if may_write
            else [],
        }
        return render(request, "tthc/survey_list.html", context)

    def _numbers(self, summary: SurveySummary) -> Panel:
        lines = {"lines": presentations.survey_lines(summary)}
        return Panel("Tổng hợp cả năm", "tthc/_partials/numbers.html", lines)

    def _rounds(self, may_write: bool) -> Panel:
        rows = SurveyRound.objects.filter(year=self.request.year).annotate(opinions=Sum("rows__opinions"))
        add = self._action("Lập đợt khảo sát", "tthc:survey_round_add") if may_write else None
        return rows_panel(
            "Các đợt khảo sát",
            ROUNDS,
            rows.order_by("sort_key", "pk"),
            url_prefix="tthc:survey_round",
            add=add,
            opens=True,
            empty_text="Chưa có đợt khảo sát nào trong năm. Tạo mẫu phiếu, lập đợt, rồi nhập số hoặc in mã QR.",
        )

    def _action(self, label: str, url_name: str, style: str = "secondary") -> Action:
        return Action(label, reverse(url_name), style)


class SurveyDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SurveySummary
    groups = (("", ("channel", "legal_basis")),)
    edit_url_name = "tthc:survey_edit"
    delete_url_name = "tthc:survey_delete"

    def get_queryset(self):
        return super().get_queryset().select_related("legal_basis")

    def get_panels(self, obj: SurveySummary) -> list[Panel]:
        results = list(checks.survey_sums(obj))
        lines = {"lines": presentations.survey_lines(obj)}
        panels = [findings_panel(results)] if results else []
        return [*panels, Panel("Số liệu, tỷ lệ", "tthc/_partials/numbers.html", lines)]


class SurveyEdit(RecordEdit):
    """`?rounds=`: with the closed rounds' totals; over stored numbers only when `add` or `replace` is chosen."""

    permission = permissions.EDIT
    model = SurveySummary
    form_class = SurveyForm
    list_url_name = "tthc:survey_list"
    add_title = "Nhập tổng hợp mức độ hài lòng"
    template = "tthc/survey_edit.html"

    def get_initial(self) -> dict[str, Any]:
        if not self._counted:
            return super().get_initial()
        choice = self.request.GET[FROM_ROUNDS]
        if self._stored is None or choice == REPLACE:
            return self._counted
        return added(self._stored, self._counted) if choice == ADD else {}

    def get_extra(self, obj: SurveySummary) -> dict[str, Any]:
        if self._stored is None or not self._counted:
            return {"compared": []}
        return {
            "compared": compared(self._stored, self._counted),
            "choices": [Action(label, f"?{FROM_ROUNDS}={name}") for name, label in CHOICES.items()],
            "chosen": CHOICES.get(self.request.GET[FROM_ROUNDS], ""),
        }

    @cached_property
    def _stored(self) -> SurveySummary | None:
        """The summary under change as the database has it, whatever was typed."""
        return SurveySummary.objects.filter(pk=self.kwargs.get("pk")).first()

    @cached_property
    def _counted(self) -> dict[str, Any]:
        """What the rounds of the year come to; empty when the address does not ask for it."""
        if FROM_ROUNDS not in self.request.GET:
            return {}
        return summary_of(self._stored.year if self._stored else self.request.year)


class SurveyDelete(RecordDelete):
    permission = permissions.EDIT
    model = SurveySummary
    list_url_name = "tthc:survey_list"
