"""Findings to answer, to approve, to put right, to check."""

import datetime

from django.db.models import Q
from django.utils import timezone

from audits import permissions
from audits.enums import Effectiveness, FindingState
from audits.guards import is_secretary
from audits.inbox.people import SOONEST, STUCK, audits_of, contact_unit
from audits.models import Finding
from audits.querysets import FindingQuerySet
from qms.inbox import InboxItem, Waiting, any_of, provider
from qms.models import Agency, User

GROUP = "Phát hiện"
STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    FindingState.OPEN: ("Chờ trả lời", ("answer",)),
    FindingState.ANSWERED: ("Chờ phê duyệt", ("approve", "return_answer")),
    FindingState.APPROVED: ("Đang khắc phục", ("finish",)),
    FindingState.DONE: ("Chờ kiểm tra", ("verify", "not_effective")),
    FindingState.VERIFIED: ("Chờ đóng", ("close",)),
}


@provider(Finding)
def findings(agency: Agency, user: User, rows: FindingQuerySet) -> Waiting | None:
    """Leader: answers to approve; unit: to answer, to do; auditors: to check; secretary: what is late or stuck."""
    today = timezone.localdate()
    if (wanted := any_of(_wanted(user, agency, today))) is None:
        return None
    found = rows.open().filter(wanted).for_page().order_by(*SOONEST)
    late = Q(due_on__lt=today) & ~Q(state=FindingState.VERIFIED)
    return Waiting(found, lambda row: _item(row, today), GROUP, "audits:finding_list", late)


def _wanted(user: User, agency: Agency, today: datetime.date) -> list[Q]:
    again = Q(state=FindingState.ANSWERED, result=Effectiveness.NOT_EFFECTIVE)
    to_check = Q(state__in=(FindingState.DONE, FindingState.VERIFIED))
    to_answer = Q(state__in=(FindingState.OPEN, FindingState.APPROVED)) | again
    wanted = []
    if user.can(permissions.APPROVE):
        wanted.append(Q(state=FindingState.ANSWERED) & ~again)
    if (unit := contact_unit(user, agency)) is not None:
        wanted.append(to_answer & Q(unit_id=unit))
    if is_secretary(user):
        waits = (FindingState.OPEN, FindingState.ANSWERED)
        late = Q(due_on__lt=today) & ~Q(state__in=(FindingState.VERIFIED, FindingState.CLOSED))
        stuck = Q(state__in=waits, opened_on__lt=today - STUCK)
        wanted += [to_check, late, stuck, to_answer & Q(unit__isnull=True)]
    elif user.can(permissions.CHECK):
        wanted.append(to_check & Q(audit__in=audits_of(user)))
    return wanted


def _item(row: Finding, today: datetime.date) -> InboxItem:
    tag, steps = STEPS[row.state]
    if row.waits_for_unit_again:
        tag, steps = "Không đạt, trả lời lại", ("answer",)
    late = row.due_on is not None and row.due_on < today
    css = "late" if late else "warn" if row.must_have_request or row.return_reason else "info"
    return InboxItem(
        GROUP,
        f"Phát hiện {row.number_label} lần {row.audit.round_label}{f' – {row.unit.name}' if row.unit else ''}",
        row.get_absolute_url(),
        row.description,
        tag,
        css,
        due=row.due_on if row.state != FindingState.VERIFIED else None,
        details=_details(row),
        record=row,
        steps=steps,
    )


def _details(row: Finding) -> tuple[tuple[str, str], ...]:
    details = [("Mức độ", row.get_grade_display()), ("Căn cứ", row.criterion)]
    if row.return_reason:
        details.append(("Lý do trả lại", row.return_reason))
    if row.cause:
        details += [("Nguyên nhân", row.cause), ("Khắc phục", row.action)]
    if row.doer:
        details.append(("Người thực hiện", row.doer.name))
    if row.done_evidence:
        details.append(("Đã làm", row.done_evidence))
    return (*details, ("Đợt", str(row.audit)))
