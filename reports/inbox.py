"""Reports that wait for the leader, and those that came back."""

from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from qms.inbox import InboxItem, Waiting, provider
from qms.models import Agency, User
from reports import permissions
from reports.enums import ReportState
from reports.models import AnnualReport

GROUP = "Báo cáo năm"


@provider(AnnualReport)
def reports(agency: Agency, user: User, rows: Any) -> Waiting | None:
    """What the checks said was noted when the report was submitted."""
    wanted = []
    if user.can(permissions.APPROVE):
        wanted.append(ReportState.SUBMITTED)
    if user.can(permissions.EDIT):
        wanted += [ReportState.RETURNED, ReportState.APPROVED, ReportState.ISSUED]
    if not wanted:
        return None
    found = rows.filter(state__in=wanted).select_related("agency", "submitted_by")
    found = found.order_by(F("due_on").asc(nulls_last=True), "pk")
    return Waiting(found, _item, GROUP, "reports:report_list", Q(due_on__lt=timezone.localdate()))


def _item(report: AnnualReport) -> InboxItem:
    sentence, tag, css, steps = {
        ReportState.SUBMITTED: (report.submitted_note, "Chờ duyệt", "info", ("approve", "return")),
        ReportState.RETURNED: (report.return_reason, "Trả lại", "warn", ("submit",)),
        ReportState.APPROVED: ("Lãnh đạo đã duyệt. Ghi số, ngày để ban hành.", "Đã duyệt", "ok", ("issue",)),
        ReportState.ISSUED: ("Đã ban hành. Ghi nhận ngày gửi và nơi nhận.", "Chưa gửi", "warn", ("send",)),
    }[ReportState(report.state)]
    details: tuple[tuple[str, str], ...] = ()
    if report.state == ReportState.SUBMITTED and report.submitted_by:
        details = (("Người trình", str(report.submitted_by)),)
    return InboxItem(
        GROUP,
        str(report),
        report.get_absolute_url(),
        sentence=sentence,
        tag=tag,
        tag_css=css,
        due=report.due_on,
        details=details,
        record=report,
        steps=steps,
    )
