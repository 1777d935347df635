"""The nonconformity report: open → answered → approved → done → verified → closed; “không đạt” back to answered."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from audits import permissions
from audits.enums import CarState, Effectiveness, FindingGrade, FindingState
from audits.guards import (
    day_field,
    did,
    own_unit_refusal,
    refuse_before,
    refuse_future,
    team_refusal,
    text_field,
    unit_refusal,
)
from audits.models import Finding
from audits.services.internal import lock_audit
from qms.choices import RecordChoiceField
from qms.dates import slashed
from qms.models import Person, User
from qms.workflow import Workflow, costly

finding_workflow = Workflow(Finding)


def doer_field() -> Any:
    return RecordChoiceField(Person.objects.all(), label="Người thực hiện", required=False, empty_label="–")


def asks_for_answer(finding: Finding, actor: User) -> str:
    return "" if finding.asks_for_answer else "Điểm tốt không cần trả lời, khắc phục."


def audit_is_open(finding: Finding, actor: User) -> str:
    return finding.audit.change_refusal


def is_from_the_unit(finding: Finding, actor: User) -> str:
    return unit_refusal(finding.unit_id, actor)


def is_not_opener(finding: Finding, actor: User) -> str:
    auditor = finding.auditor.person_id if finding.auditor else None
    if did(actor, user_id=finding.opened_by_id, person_id=auditor):
        return "Người ghi phát hiện không được tự trả lời, phê duyệt; việc này do người khác làm."
    return ""


def is_not_answerer(finding: Finding, actor: User) -> str:
    if did(actor, user_id=finding.answered_by_id, person_id=finding.doer_id):
        return "Người trả lời, thực hiện khắc phục không được tự phê duyệt, kiểm tra."
    return ""


def is_not_reporter(finding: Finding, actor: User) -> str:
    if did(actor, user_id=finding.done_by_id):
        return "Người báo cáo đã thực hiện không được tự kiểm tra."
    return ""


def is_not_approver(finding: Finding, actor: User) -> str:
    if did(actor, user_id=finding.approved_by_id, person_id=finding.approver_id):
        return "Người phê duyệt không được tự kiểm tra kết quả."
    return ""


def is_not_own_unit(finding: Finding, actor: User) -> str:
    return own_unit_refusal(finding.unit_id, actor)


@costly
def is_of_the_team(finding: Finding, actor: User) -> str:
    return team_refusal(finding.audit, actor)


def is_answered_again(finding: Finding, actor: User) -> str:
    """After “không đạt” the state is “answered”, but the answer is the one that did not help."""
    if finding.waits_for_unit_again:
        return "Kiểm tra không đạt; đơn vị trả lời lại rồi mới phê duyệt được."
    return ""


def major_has_request(finding: Finding, actor: User) -> str:
    if finding.grade == FindingGrade.MAJOR and not finding.cars.all():
        return "Điểm không phù hợp nặng phải có phiếu yêu cầu hành động khắc phục; mở phiếu trước."
    return ""


def requests_are_closed(finding: Finding, actor: User) -> str:
    """An NC cannot close before its actions are done (OCA; ISO 9001:2015 10.2.1)."""
    left = sorted(row.number_label for row in finding.cars.all() if row.state != CarState.CLOSED)
    if numbers := ", ".join(left):
        return f"Phiếu khắc phục số {numbers} chưa đóng."
    return ""


def check_is_written(finding: Finding, actor: User) -> str:
    if finding.done_on and finding.checked_on and finding.outcome.strip():
        return ""
    return "Chưa ghi đủ ngày thực hiện và kết quả kiểm tra."


@finding_workflow.transition(
    "answer",
    label="Trả lời",
    past="Đã trả lời",
    source=[FindingState.OPEN, FindingState.ANSWERED],
    target=FindingState.ANSWERED,
    permission=permissions.ANSWER,
    guards=(asks_for_answer, audit_is_open, is_from_the_unit, is_not_opener),
    fields={
        "cause": text_field("Nguyên nhân"),
        "action": text_field("Hành động khắc phục hoặc hướng cải tiến"),
        "doer": doer_field,
        "due_on": day_field("Hạn khắc phục"),
    },
    style="primary",
)
def answer(
    finding: Finding, *, actor: User, cause: str, action: str, doer: Person | None, due_on: datetime.date
) -> None:
    refuse_before(due_on, finding.opened_on, "due_on", "Hạn khắc phục", "ngày phát hiện")
    finding.cause, finding.action, finding.doer, finding.due_on = cause, action, doer, due_on
    finding.answered_by = actor
    _clear_check(finding)


@finding_workflow.transition(
    "return_answer",
    label="Trả lại đơn vị",
    past="Đã trả lại",
    source=[FindingState.ANSWERED],
    target=FindingState.OPEN,
    permission=permissions.APPROVE,
    guards=(audit_is_open,),
    fields={"reason": text_field("Vì sao trả lại")},
)
def return_answer(finding: Finding, *, actor: User, reason: str) -> None:
    """What the unit wrote stays for it to change."""
    finding.return_reason = reason


@finding_workflow.transition(
    "approve",
    label="Phê duyệt",
    past="Đã phê duyệt",
    source=[FindingState.ANSWERED],
    target=FindingState.APPROVED,
    permission=permissions.APPROVE,
    guards=(audit_is_open, is_answered_again, is_not_opener, is_not_answerer, major_has_request),
    style="primary",
)
def approve(finding: Finding, *, actor: User) -> None:
    finding.approver, finding.approved_by, finding.approved_on = actor.person, actor, timezone.localdate()
    finding.return_reason = ""


@finding_workflow.transition(
    "finish",
    label="Báo cáo đã thực hiện",
    past="Đã báo cáo thực hiện",
    source=[FindingState.APPROVED],
    target=FindingState.DONE,
    permission=permissions.ANSWER,
    guards=(audit_is_open, is_from_the_unit, is_not_opener),
    fields={
        "done_on": day_field("Ngày thực hiện xong", today=True),
        "done_evidence": text_field("Đã làm gì, bằng chứng", "Đính kèm ảnh, tệp ở trang phát hiện."),
    },
    style="primary",
)
def finish(finding: Finding, *, actor: User, done_on: datetime.date, done_evidence: str) -> None:
    refuse_future(done_on, "Ngày thực hiện", "done_on")
    refuse_before(done_on, finding.opened_on, "done_on", "Ngày thực hiện", "ngày phát hiện")
    finding.done_on, finding.done_evidence, finding.done_by = done_on, done_evidence, actor


CHECKER_GUARDS = (
    audit_is_open,
    is_of_the_team,
    is_not_own_unit,
    is_not_answerer,
    is_not_reporter,
    is_not_approver,
)
CHECK_FIELDS = {
    "checked_on": day_field("Ngày kiểm tra", today=True),
    "outcome": text_field("Đã kiểm tra gì, kết quả thế nào"),
}


@finding_workflow.transition(
    "verify",
    label="Đạt",
    past="Kiểm tra đạt",
    source=[FindingState.DONE],
    target=FindingState.VERIFIED,
    permission=permissions.CHECK,
    guards=CHECKER_GUARDS,
    fields=CHECK_FIELDS,
    style="primary",
)
def verify(finding: Finding, *, actor: User, checked_on: datetime.date, outcome: str) -> None:
    _check(finding, actor, checked_on, outcome, Effectiveness.EFFECTIVE)


@finding_workflow.transition(
    "not_effective",
    label="Không đạt",
    past="Kiểm tra không đạt",
    source=[FindingState.DONE],
    target=FindingState.ANSWERED,
    permission=permissions.CHECK,
    guards=CHECKER_GUARDS,
    fields=CHECK_FIELDS,
)
def not_effective(finding: Finding, *, actor: User, checked_on: datetime.date, outcome: str) -> None:
    """Back to the unit's answer; what was reported and approved stays in the history."""
    _check(finding, actor, checked_on, outcome, Effectiveness.NOT_EFFECTIVE)
    finding.return_reason = f"Kiểm tra ngày {slashed(checked_on)} không đạt: {outcome}"[:20_000]
    _clear_work(finding)


def _clear_work(finding: Finding) -> None:
    finding.done_on, finding.done_evidence, finding.done_by = None, "", None
    finding.approver, finding.approved_by, finding.approved_on = None, None, None


def _clear_check(finding: Finding) -> None:
    finding.checked_on, finding.checker, finding.checked_by = None, None, None
    finding.outcome, finding.result = "", ""


def _check(
    finding: Finding, actor: User, checked_on: datetime.date, outcome: str, result: Effectiveness
) -> None:
    refuse_future(checked_on, "Ngày kiểm tra", "checked_on")
    refuse_before(checked_on, finding.done_on, "checked_on", "Ngày kiểm tra", "ngày thực hiện")
    finding.checked_on, finding.outcome, finding.result = checked_on, outcome, result
    finding.checker, finding.checked_by = actor.person, actor


@finding_workflow.transition(
    "close",
    label="Đóng",
    past="Đã đóng",
    source=[FindingState.VERIFIED],
    target=FindingState.CLOSED,
    permission=permissions.CHECK,
    guards=(*CHECKER_GUARDS, major_has_request, requests_are_closed, check_is_written),
    style="primary",
)
def close(finding: Finding, *, actor: User) -> None:
    finding.closed_on = timezone.localdate()


@finding_workflow.transition(
    "reopen",
    label="Mở lại",
    past="Đã mở lại",
    source=[FindingState.VERIFIED, FindingState.CLOSED],
    target=FindingState.OPEN,
    permission=permissions.CHECK,
    guards=(audit_is_open, is_of_the_team),
    fields={"reason": text_field("Vì sao mở lại")},
)
def reopen(finding: Finding, *, actor: User, reason: str) -> None:
    """The unit reads the reason and answers again; what was done and checked stays in the history."""
    finding.closed_on, finding.return_reason = None, reason
    _clear_work(finding)
    _clear_check(finding)
    if refusal := lock_audit(
        finding.audit_id
    ).change_refusal:  # it may have been closed since the guard looked
        raise ValidationError(refusal)
