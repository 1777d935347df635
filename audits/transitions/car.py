"""The corrective-action request: opened → analysed → in progress → done → closed, or the next round (10.2)."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from audits import permissions
from audits.enums import CarState, Effectiveness
from audits.guards import (
    day_field,
    did,
    has_written,
    is_person,
    opener_refusal,
    own_unit_refusal,
    refuse_before,
    refuse_future,
    team_refusal,
    text_field,
    unit_refusal,
)
from audits.models import ActionRound, CorrectiveAction, CorrectiveActionRequest
from qms.dates import slashed
from qms.models import User
from qms.records import record_save
from qms.workflow import Workflow, costly

car_workflow = Workflow(CorrectiveActionRequest)
Request = CorrectiveActionRequest
ANALYSIS = frozenset({"whys", "cause_subjective", "cause_objective", "correction"})


def is_from_the_unit(car: Request, actor: User) -> str:
    return unit_refusal(car.unit_id, actor)


def is_not_opener(car: Request, actor: User) -> str:
    return opener_refusal(car, actor)


def measures_of(car: Request) -> list[CorrectiveAction]:
    turn = car.current_round
    return list(turn.actions.all()) if turn.pk else []


def is_not_analyst(car: Request, actor: User) -> str:
    turn = car.current_round
    if did(actor, user_id=turn.analysed_by_id, person_id=turn.representative_id):
        return "Người phân tích nguyên nhân không được tự phê duyệt, kiểm tra."
    return ""


@costly
def is_not_writer(car: Request, actor: User) -> str:
    """Whoever pressed the button: who typed causes, measures or days does not decide on them."""
    turn = car.current_round
    if has_written(actor, turn, fields=ANALYSIS) or has_written(actor, *measures_of(car)):
        return "Người ghi nguyên nhân, biện pháp không được tự phê duyệt, kiểm tra."
    return ""


def is_not_reporter(car: Request, actor: User) -> str:
    if did(actor, user_id=car.current_round.done_by_id):
        return "Người báo cáo đã thực hiện không được tự kiểm tra."
    return ""


def is_not_responsible(car: Request, actor: User) -> str:
    if any(is_person(actor, row.person_id) for row in measures_of(car)):
        return "Người chịu trách nhiệm biện pháp không được tự phê duyệt, kiểm tra."
    return ""


def is_not_approver(car: Request, actor: User) -> str:
    turn = car.current_round
    if did(actor, user_id=turn.approved_by_id, person_id=turn.approver_id):
        return "Người phê duyệt không được tự kiểm tra kết quả."
    return ""


def is_not_own_unit(car: Request, actor: User) -> str:
    return own_unit_refusal(car.unit_id, actor)


@costly
def is_of_the_team(car: Request, actor: User) -> str:
    """A request from elsewhere has no team: any auditor may check it."""
    return team_refusal(car.finding.audit, actor) if car.finding else ""


def has_causes(car: Request, actor: User) -> str:
    turn = car.current_round
    if turn.cause_subjective.strip() or turn.cause_objective.strip():
        return ""
    return "Chưa ghi nguyên nhân chủ quan hoặc khách quan."


def has_measures(car: Request, actor: User) -> str:
    turn, rows = car.current_round, measures_of(car)
    if not rows:
        return "Chưa có biện pháp xử lý nào."
    if any(row.due_on is None for row in rows):
        return "Có biện pháp chưa ghi thời hạn hoàn thành."
    if early := [row.due_on for row in rows if row.due_on and row.due_on < turn.opened_on]:
        due, opened = slashed(min(early)), slashed(turn.opened_on)
        return f"Thời hạn {due} trước ngày mở phiếu {opened}; sửa thời hạn."
    return ""


def measures_are_done(car: Request, actor: User) -> str:
    left = sum(row.done_on is None for row in measures_of(car))
    return f"Còn {left} biện pháp chưa ghi ngày hoàn thành." if left else ""


@car_workflow.transition(
    "analyse",
    label="Gửi phân tích, biện pháp",
    past="Đã gửi phân tích",
    source=[CarState.OPENED],
    target=CarState.ANALYSED,
    permission=permissions.ANSWER,
    guards=(is_from_the_unit, is_not_opener, has_causes, has_measures),
    style="primary",
)
def analyse(car: Request, *, actor: User) -> None:
    turn = car.current_round
    turn.representative, turn.analysed_by, turn.analysed_on = actor.person, actor, timezone.localdate()
    record_save(turn, actor=actor)


@car_workflow.transition(
    "return_analysis",
    label="Trả lại đơn vị",
    past="Đã trả lại",
    source=[CarState.ANALYSED],
    target=CarState.OPENED,
    permission=permissions.APPROVE,
    fields={"reason": text_field("Vì sao trả lại")},
)
def return_analysis(car: Request, *, actor: User, reason: str) -> None:
    """What the unit wrote stays for it to change."""
    turn = car.current_round
    turn.return_reason = reason
    record_save(turn, actor=actor)


@car_workflow.transition(
    "approve",
    label="Phê duyệt",
    past="Đã phê duyệt",
    source=[CarState.ANALYSED],
    target=CarState.IN_PROGRESS,
    permission=permissions.APPROVE,
    guards=(is_not_opener, is_not_analyst, is_not_responsible, is_not_writer),
    style="primary",
)
def approve(car: Request, *, actor: User) -> None:
    turn = car.current_round
    turn.approver, turn.approved_by, turn.approved_on = actor.person, actor, timezone.localdate()
    turn.return_reason = ""
    record_save(turn, actor=actor)


@car_workflow.transition(
    "finish",
    label="Báo cáo đã thực hiện",
    past="Đã báo cáo thực hiện",
    source=[CarState.IN_PROGRESS],
    target=CarState.DONE,
    permission=permissions.ANSWER,
    guards=(is_from_the_unit, is_not_opener, measures_are_done),
    fields={
        "done_on": day_field("Ngày hoàn thành các biện pháp", today=True),
        "done_evidence": text_field("Đã làm gì, bằng chứng", "Đính kèm ảnh, tệp ở trang của phiếu."),
    },
    style="primary",
)
def finish(car: Request, *, actor: User, done_on: datetime.date, done_evidence: str) -> None:
    turn = car.current_round
    refuse_future(done_on, "Ngày hoàn thành", "done_on")
    refuse_before(done_on, turn.opened_on, "done_on", "Ngày hoàn thành", "ngày mở")
    if (last := max((row.done_on for row in measures_of(car) if row.done_on), default=done_on)) > done_on:
        raise ValidationError({"done_on": f"Biện pháp cuối cùng hoàn thành ngày {slashed(last)}."})
    turn.done_on, turn.done_evidence, turn.done_by = done_on, done_evidence, actor
    record_save(turn, actor=actor)


CHECKER_GUARDS = (
    is_of_the_team,
    is_not_own_unit,
    is_not_analyst,
    is_not_responsible,
    is_not_reporter,
    is_not_approver,
    is_not_writer,
)
CHECK_FIELDS = {
    "checked_on": day_field("Ngày kiểm tra", today=True),
    "check_remark": text_field("Đã kiểm tra gì, kết quả thế nào"),
}


@car_workflow.transition(
    "check_effective",
    label="Đạt",
    past="Kiểm tra đạt",
    source=[CarState.DONE],
    target=CarState.CLOSED,
    permission=permissions.CHECK,
    guards=CHECKER_GUARDS,
    fields=CHECK_FIELDS,
    style="primary",
)
def check_effective(car: Request, *, actor: User, checked_on: datetime.date, check_remark: str) -> None:
    _check(car, actor, checked_on, check_remark, Effectiveness.EFFECTIVE)
    car.closed_on = checked_on


@car_workflow.transition(
    "check_not_effective",
    label="Không đạt",
    past="Kiểm tra không đạt, mở vòng sau",
    source=[CarState.DONE],
    target=CarState.OPENED,
    permission=permissions.CHECK,
    guards=CHECKER_GUARDS,
    fields=CHECK_FIELDS,
)
def check_not_effective(car: Request, *, actor: User, checked_on: datetime.date, check_remark: str) -> None:
    """The round keeps all it says; the next one starts that day with its own dates."""
    turn = _check(car, actor, checked_on, check_remark, Effectiveness.NOT_EFFECTIVE)
    following = ActionRound(
        request=car, number=turn.number + 1, position=turn.number + 1, opened_on=checked_on
    )
    record_save(following, actor=actor)


def _check(
    car: Request, actor: User, checked_on: datetime.date, check_remark: str, result: Effectiveness
) -> ActionRound:
    turn = car.current_round
    refuse_future(checked_on, "Ngày kiểm tra", "checked_on")
    refuse_before(checked_on, turn.done_on, "checked_on", "Ngày kiểm tra", "ngày hoàn thành")
    turn.checked_on, turn.check_remark, turn.result = checked_on, check_remark, result
    turn.checker, turn.checked_by = actor.person, actor
    return record_save(turn, actor=actor)
