"""Reports that wait for the leader, and those that came back."""

from collections.abc import Iterator

from qms.inbox import InboxItem, provider
from qms.models import Agency, User
from reports import permissions
from reports.enums import ReportState
from reports.models import AnnualReport

GROUP = "Báo cáo năm"


@provider
def reports(agency: Agency, user: User) -> Iterator[InboxItem]:
    """One query; what the checks said was noted when the report was submitted."""
    wanted = []
    if user.can(permissions.APPROVE):
        wanted.append(ReportState.SUBMITTED)
    if user.can(permissions.EDIT):
        wanted += [ReportState.RETURNED, ReportState.APPROVED, ReportState.ISSUED]
    if not wanted:
        return
    for report in AnnualReport.objects.filter(state__in=wanted).select_related("agency", "submitted_by"):
        yield _item(report)


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
