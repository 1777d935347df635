"""Audits to announce, to begin, to report and to close."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audits import permissions
from audits.enums import NONCONFORMITIES, AuditState, FindingState, TeamRole
from audits.inbox.people import AHEAD
from audits.models import AuditTeamMember, Finding, InternalAudit
from audits.querysets import AuditQuerySet
from qms.inbox import InboxItem, Waiting, any_of, provider
from qms.models import Agency, User

GROUP = "Đánh giá nội bộ"


@provider(InternalAudit)
def audits(agency: Agency, user: User, rows: AuditQuerySet) -> Waiting | None:
    """Secretary: every step of organising it; the lead auditor: the report; leader: to close it."""
    today = timezone.localdate()
    if (wanted := any_of(_wanted(user, today))) is None:
        return None
    begun = Q(state__in=(AuditState.PLANNED, AuditState.NOTIFIED), planned_from__lt=today)
    late = begun | Q(state=AuditState.IN_PROGRESS, planned_to__lt=today)
    found = rows.filter(wanted).with_counts().order_by("planned_from", "pk")
    return Waiting(found, _item, GROUP, "audits:audit_list", late)


def _wanted(user: User, today: datetime.date) -> list[Q]:
    reported, in_progress = Q(state=AuditState.REPORTED), Q(state=AuditState.IN_PROGRESS)
    wanted = []
    if user.can(permissions.APPROVE):
        unsettled = Finding.objects.filter(audit=OuterRef("pk"), grade__in=NONCONFORMITIES)
        settled = ~Q(Exists(unsettled.exclude(state=FindingState.CLOSED)))
        wanted.append(reported & Q(findings_recorded=True) & settled)
    if user.can(permissions.EDIT):
        wanted += [
            Q(state=AuditState.PLANNED, planned_from__lte=today + AHEAD),
            Q(state=AuditState.NOTIFIED, planned_from__lte=today),
            reported & Q(findings_recorded=False),
            in_progress,
        ]
    elif user.person is not None and (user.can(permissions.SIGN) or user.can(permissions.APPROVE)):
        lead = AuditTeamMember.objects.filter(audit=OuterRef("pk"), role=TeamRole.LEAD, person=user.person)
        wanted.append(in_progress & Q(Exists(lead)))
    return wanted


def _item(audit: InternalAudit) -> InboxItem:
    rows, due = audit.finding_rows, audit.planned_from
    match audit.state:
        case AuditState.PLANNED:
            told = "Gửi thông báo, chương trình cho các đơn vị."
            return _made(audit, "Chờ thông báo", told, "notify", due)
        case AuditState.NOTIFIED:
            return _made(audit, "Đến ngày đánh giá", "Ghi ngày bắt đầu thực tế.", "start", due)
        case AuditState.IN_PROGRESS:
            told = f"Đã ghi {rows} phát hiện; trưởng đoàn ký báo cáo."
            return _made(audit, "Chờ báo cáo", told, "report", audit.planned_to)
    if audit.findings_recorded:
        told = f"Đoàn đã báo cáo, {rows} phát hiện, điểm không phù hợp đã khắc phục."
        return _made(audit, "Chờ kết thúc", told, "close")
    return _made(audit, "Chưa ghi phát hiện", "Nhập phát hiện rồi đánh dấu đã ghi đủ.", css="warn")


def _made(
    audit: InternalAudit,
    tag: str,
    sentence: str,
    step: str = "",
    due: datetime.date | None = None,
    css: str = "info",
) -> InboxItem:
    steps = (step,) if step else ()
    url = audit.get_absolute_url()
    return InboxItem(GROUP, str(audit), url, sentence, tag, css, due=due, record=audit, steps=steps)
