"""The year's reports: list, creation, the report's page with its checks, details, steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from qms import permissions as qms_permissions
from qms.checks import Severity
from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.paper import html
from qms.views.base import Action, QmsView
from qms.views.generic import RecordDelete, RecordEdit, RecordStep, steps_for
from qms.views.tables import Column, RecordList
from reports import papers, permissions, services, verdicts
from reports.composition import Composition, FilledSection, composed
from reports.enums import ReleaseFormat, ReportState
from reports.forms import ReportForm
from reports.frozen import released
from reports.models import AnnualReport, ReleasedFile, ReportOutline
from reports.views.access import get_report

STATE_CSS = {
    ReportState.DRAFT: "plain",
    ReportState.SUBMITTED: "info",
    ReportState.RETURNED: "warn",
    ReportState.APPROVED: "ok",
    ReportState.ISSUED: "ok",
    ReportState.SENT: "ok",
}


ALL_YEARS = "nam=tat-ca"


class ReportList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = AnnualReport
    title = "Báo cáo năm"
    intro = "Báo cáo duy trì, áp dụng, cải tiến HTQLCL gửi Sở KH&CN, lấy số liệu từ các mục đã nhập."
    columns = (
        Column("year", "Năm", value=lambda report: f"Báo cáo năm {report.year}", sort="year"),
        Column("state", "Trạng thái", sort="state"),
        Column("symbol", "Số, ký hiệu", sort="number"),
        Column("issued_on", "Ngày", sort="issued_on", css="date"),
        Column("outline", "Đề cương"),
        Column("due_on", "Hạn gửi", sort="due_on", css="date"),
    )
    default_sort = "-year"
    add_url_name = "reports:report_add"
    add_label = "Lập báo cáo"
    empty_text = "Năm này chưa có báo cáo. Chọn một đề cương, hệ thống điền số liệu của năm vào từng mục."

    def get_queryset(self) -> Any:
        """The chosen year's, or every year's on wish."""
        rows = super().get_queryset().select_related("outline")
        return rows if self._all_years() else rows.filter(year=self.request.year)

    def get_actions(self) -> list[Action]:
        here = reverse("reports:report_list")
        if self._all_years():
            other = Action(f"Chỉ năm {self.request.year}", here)
        else:
            other = Action("Báo cáo các năm", f"{here}?{ALL_YEARS}")
        return [*super().get_actions(), other]

    def _all_years(self) -> bool:
        return self.request.GET.get("nam") == "tat-ca"


class ReportAdd(QmsView):
    """One click: this year's report from an outline, or from the last report with its own texts."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, error: str = "") -> HttpResponse:
        year = request.year
        rows = AnnualReport.objects.select_related("outline")
        taken = set(rows.filter(year=year).values_list("outline_id", flat=True))
        earlier = {row.outline_id: row for row in rows.filter(year__lt=year).order_by("year")}
        outlines = [
            {"outline": outline, "taken": outline.pk in taken, "earlier": earlier.get(outline.pk)}
            for outline in ReportOutline.objects.order_by("sort_key")
        ]
        context = {"title": f"Lập báo cáo năm {year}", "outlines": outlines, "error": error}
        return render(request, "reports/report_add.html", context, status=422 if error else 200)

    def post(self, request: AgencyRequest) -> HttpResponse:
        outline = get_object_or_404(ReportOutline.objects.all(), pk=_number(request.POST.get("outline")))
        source = None
        if wanted := _number(request.POST.get("source")):
            source = get_object_or_404(AnnualReport.objects.filter(outline=outline), pk=wanted)
        try:
            report = services.report_create(
                outline=outline,
                year=request.year,
                actor=request.user,
                source=source,
            )
        except ValidationError as error:
            return self.get(request, error=" ".join(error.messages))
        messages.success(request, f"Đã lập {report} từ “{outline}”.")
        return redirect(report.get_absolute_url())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


class ReportDetail(QmsView):
    """Sections left, the paper in the middle, figures and checks right."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        report = get_report(pk)
        may_edit = request.user.can(permissions.EDIT, report)
        if may_edit and report.editable and not report.quoted:
            services.figures_remember(
                report
            )  # a report from a year file: its first look is what it remembers
        context = self._frozen(report) if report.frozen else self._live(report, may_edit)
        context |= {
            "report": report,
            "title": str(report),
            "subtitle": f"{report.outline.name} · {report.symbol}",
            "state": {"label": report.get_state_display(), "css": STATE_CSS[ReportState(report.state)]},
            "steps": steps_for(report, request.user, "reports:report_step"),
            "may_edit": may_edit and report.editable,
            "may_print": report.frozen or request.user.can(permissions.PRINT, report),
            "paper_url": reverse("qms:paper", args=["reports.annual", report.pk]),
            "history_url": self._history_url(report),
        }
        return render(request, "reports/report_detail.html", context)

    def _frozen(self, report: AnnualReport) -> dict[str, Any]:
        """What was issued, byte for byte; of today's figures only which have moved since."""
        sheet = released(report, ReleaseFormat.PREVIEW).decode()
        files = ReleasedFile.objects.filter(report=report, format__in=[ReleaseFormat.PDF, ReleaseFormat.DOCX])
        return {
            "paper": mark_safe(sheet),  # noqa: S308 - written by qms.paper.html, which escapes
            "files": list(files),
            "moved": list({change.key: change for _, change in composed(report).changes}.values()),
        }

    def _live(self, report: AnnualReport, may_edit: bool) -> dict[str, Any]:
        found = composed(report)
        paper = html.render_fragment(papers.report_paper(found))
        rows = verdicts.findings(report)
        return {
            "paper": mark_safe(paper),  # noqa: S308 - qms.paper.html escapes everything it is given
            "sections": [section_link(section) for section in found.sections],
            "figure_cards": figure_cards(found),
            "changes": found.changes,
            "findings": [row for row in rows if row.severity is not Severity.OK],
            "warnings_count": sum(row.severity is Severity.WARNING for row in rows),
            "passed": [row for row in rows if row.severity is Severity.OK],
            "note": verdicts.summary(report),
        }

    def _history_url(self, report: AnnualReport) -> str:
        if not self.request.user.can(qms_permissions.VIEW_HISTORY):
            return ""
        return reverse("qms:history_of", args=[report._meta.label_lower, report.pk])


def section_link(section: FilledSection) -> dict[str, Any]:
    """A line of the list of sections: a dot in colour, its meaning in words."""
    if section.problem or section.missing:
        css, words = "late", "thiếu số liệu"
    elif section.changes:
        css, words = "warn", "số liệu đã đổi"
    elif section.own:
        css, words = "info", "đã sửa riêng"
    else:
        css, words = "ok", "theo đề cương"
    return {
        "label": section.label,
        "anchor": section.anchor,
        "css": css,
        "words": words,
        "url": section.url,
        "level": section.source.level,
        "key": section.key,
    }


def figure_cards(found: Composition) -> dict[str, dict[str, Any]]:
    """What the right column shows when a chip is pressed, by figure key."""
    cards: dict[str, dict[str, Any]] = {}
    before = {change.key: change.before for _, change in found.changes}
    for section in found.sections:
        for quote in section.quotes:
            figure = found.figures.get(quote.key)
            cards.setdefault(
                quote.key,
                {
                    "text": figure.text() if figure else quote.text,
                    "label": quote.label,
                    "formula": quote.formula,
                    "period": figure.period if figure else "",
                    "url": quote.url,
                    "previous": before.get(quote.key, ""),
                },
            )
    return cards


class ReportEdit(RecordEdit):
    permission = permissions.EDIT
    model = AnnualReport
    form_class = ReportForm
    list_url_name = "reports:report_list"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return services.report_save(form.instance, actor=self.request.user, expected_version=expected_version)


class ReportDelete(RecordDelete):
    permission = permissions.EDIT
    model = AnnualReport
    list_url_name = "reports:report_list"

    def refusal(self, obj: Any) -> str:
        return obj.change_refusal() or super().refusal(obj)

    def remove(self, obj: Any) -> None:
        services.report_delete(obj, actor=self.request.user)


class ReportStep(RecordStep):
    permission = permissions.VIEW
    model = AnnualReport


class FiguresConfirm(QmsView):
    """“Đã xem”: the figures that moved become what the report remembers."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        report = get_report(pk)
        key = request.POST.get("key") or None
        try:
            count = services.figures_confirm(report=report, actor=request.user, key=key)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã ghi nhận {count} số liệu đổi.")
        return redirect(report.get_absolute_url())
