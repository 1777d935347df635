"""Complaints that wait: for who handles them, for the secretary and the leader as the day comes near.
Survey rounds past their last day wait for the secretary."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from qms.inbox import InboxItem, Waiting, any_of, provider
from qms.models import Agency, User
from tthc import permissions
from tthc.enums import WAITING_STATES
from tthc.enums import ComplaintState as State
from tthc.models import Complaint, SurveyRound
from tthc.querysets.complaints import ComplaintQuerySet
from tthc.querysets.surveys import SurveyRoundQuerySet

GROUP = "Khiếu nại, phản ánh"
SURVEYS = "Sự hài lòng"
ANY = Q(pk__isnull=False)
NEAR = datetime.timedelta(days=7)
STEPS: dict[str, tuple[str, ...]] = {
    State.RECEIVED: ("accept", "refuse"),
    State.ACCEPTED: ("answer", "extend"),
    State.ANSWERED: ("close",),
}
UNASSIGNED_STEPS: dict[str, tuple[str, ...]] = {State.RECEIVED: ("assign", "refuse")}
"""Nobody can accept it yet."""


@provider(Complaint)
def complaints(agency: Agency, user: User, rows: ComplaintQuerySet) -> Waiting | None:
    today = timezone.localdate()
    if (wanted := any_of(_wanted(user, today))) is None:
        return None
    late = Q(due_on__lt=today, state__in=WAITING_STATES)
    found = rows.filter(wanted).for_list().order_by(F("due_on").asc(nulls_last=True), "pk")
    return Waiting(found, lambda row: _item(row, today), GROUP, "tthc:complaint_list", late)


def _wanted(user: User, today: datetime.date) -> list[Q]:
    waiting = Q(state__in=WAITING_STATES)
    wanted = []
    if user.person is not None:
        wanted.append(waiting & Q(handler=user.person))
    if user.can(permissions.EDIT):
        wanted += [
            waiting & Q(due_on__lte=today + NEAR),
            waiting & Q(handler__isnull=True),
            Q(state=State.ANSWERED),
        ]
    elif user.can(permissions.COMPLAINT_DECIDE):
        wanted.append(waiting & Q(due_on__lt=today))
    return wanted


def _item(row: Complaint, today: datetime.date) -> InboxItem:
    late = row.is_waiting and row.due_on is not None and row.due_on < today
    details = [("Tiếp nhận", f"{row.received_on:%d/%m/%Y}, {row.get_channel_display().lower()}")]
    details.append(("Người xử lý", row.handler.name if row.handler else "chưa giao"))
    if row.unit is not None:
        details.append(("Đơn vị liên quan", row.unit.name))
    return InboxItem(
        GROUP,
        row.short_title,
        row.get_absolute_url(),
        "" if row.is_secret else row.subject,
        row.get_state_display(),
        "late" if late else "info",
        due=row.due_on if row.is_waiting else None,
        details=tuple(details),
        record=row,
        steps=STEPS[row.state] if row.handler else UNASSIGNED_STEPS.get(row.state, STEPS[row.state]),
    )


@provider(SurveyRound)
def past_rounds(agency: Agency, user: User, rows: SurveyRoundQuerySet) -> Waiting | None:
    """Public rounds whose last day is over, for who may close them."""
    if not user.can(permissions.EDIT):
        return None
    past = rows.past(timezone.localdate())
    return Waiting(past.order_by("period_to", "pk"), _past_item, SURVEYS, "tthc:survey_list", ANY)


def _past_item(row: SurveyRound) -> InboxItem:
    return InboxItem(
        SURVEYS,
        row.name,
        row.get_absolute_url(),
        "Đợt khảo sát đã hết hạn, không nhận thêm phiếu. Kết thúc đợt, hoặc sửa ngày kết thúc nếu còn lấy ý kiến; "
        "đợt không có ý kiến nào thì xóa.",
        "Đã hết hạn",
        "late",
        due=row.period_to,
        record=row,
        steps=("close",),
    )
