"""Writes of corrective-action requests, their rounds and measures; the request is locked for each."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audits.enums import CarOrigin, CarState, FindingGrade, FindingState
from audits.guards import EARLIEST, opener_refusal, team_refusal, unit_refusal
from audits.models import ActionRound, CorrectiveAction, CorrectiveActionRequest, Finding
from audits.services.internal import lock_audit
from audits.services.numbers import next_number_of
from documents.models import Revision
from qms.dates import slashed
from qms.locks import lock_agency
from qms.models import User
from qms.records import record_delete, record_save, sent_before

SAID = ("year", "origin", "finding_id", "origin_label", "unit_id", "description", "details", "opened_on")
MAJOR_NEEDS = "Điểm không phù hợp nặng phải có phiếu khắc phục; đây là phiếu duy nhất của nó."
NOT_IN_WORK = "Phiếu chưa được phê duyệt hoặc đã báo cáo xong, chưa ghi được ngày xong của biện pháp."
IN_WORK = "Đơn vị đã gửi phân tích; trả lại cho đơn vị trước khi sửa hay xóa phiếu."
WRITTEN = "Đơn vị đã ghi nguyên nhân, biện pháp; không xóa được phiếu."


def next_car_number(year: int) -> int:
    return next_number_of(CorrectiveActionRequest, year=year)


def form_in_force(day: datetime.date) -> Revision | None:
    """The agency's form of such requests as it was in force that day, if its documents have one."""
    return Revision.objects.form_titled(CorrectiveActionRequest.FORM_TITLE, day)


def request_from(finding: Finding) -> CorrectiveActionRequest:
    """An unsaved request that says what the finding says, to be changed by who opens it."""
    return CorrectiveActionRequest(
        year=finding.audit.year,
        origin=CarOrigin.FINDING,
        finding=finding,
        unit=finding.unit,
        description=finding.description,
        details=finding.evidence,
    )


def request_refusal(finding: Finding) -> str:
    """Why no request may be opened on a finding now."""
    if not finding.asks_for_answer:
        return "Điểm tốt không cần phiếu khắc phục."
    if finding.state == FindingState.CLOSED:
        return "Phát hiện đã đóng; mở lại trước khi mở phiếu khắc phục."
    return finding.audit.change_refusal


def car_open(*, car: CorrectiveActionRequest, actor: User) -> CorrectiveActionRequest:
    """Number the request, open its first round.

    The same words sent twice by one person within minutes are one request: the first is returned.
    Raises ValidationError.
    """
    with transaction.atomic():
        if car.finding is not None:
            rows = Finding.objects.select_related("audit").select_for_update(of=("self",), no_key=True)
            stored = rows.get(pk=car.finding.pk)  # locked: it is not closed meanwhile
            audit = lock_audit(stored.audit_id)
            stored.audit = audit
            if refusal := car_refusal(request_from(stored), actor):
                raise ValidationError(refusal)
            car.unit, car.year, car.origin = stored.unit, audit.year, CarOrigin.FINDING
        _check_days(car)
        lock_agency()  # numbers go up one by one
        car.prepare_save()  # the stored words are normalised
        if (sent := sent_before(car, SAID, actor)) is not None:
            return sent
        car.number = next_car_number(car.year)
        car.opened_by, car.opener = actor, car.opener or actor.person
        record_save(car, actor=actor)
        record_save(ActionRound(request=car, number=1, opened_on=car.opened_on), actor=actor)
        return car


def _check_days(car: CorrectiveActionRequest) -> None:
    if car.opened_on is None:
        car.opened_on = timezone.localdate()
    if not EARLIEST <= car.opened_on <= timezone.localdate():
        raise ValidationError({"opened_on": "Ngày mở phải từ năm 2000 và không sau hôm nay."})
    if car.finding and car.finding.opened_on and car.opened_on < car.finding.opened_on:
        found = slashed(car.finding.opened_on)
        raise ValidationError({"opened_on": f"Ngày mở phải từ ngày phát hiện ({found}) trở đi."})


def car_save(
    *, car: CorrectiveActionRequest, actor: User, expected_version: int | None = None
) -> CorrectiveActionRequest:
    """Change what a request describes, before the unit has sent its analysis. Raises ValidationError, StaleRecord."""
    if car.pk is None:
        return car_open(car=car, actor=actor)
    with transaction.atomic():
        if refusal := car_refusal(_lock(car.pk), actor):
            raise ValidationError(refusal)
        _check_days(car)
        saved = record_save(car, actor=actor, expected_version=expected_version)
        turn = saved.current_round
        turn.opened_on = saved.opened_on  # the first round begins with the request
        record_save(turn, actor=actor)
        return saved


def car_delete(*, car: CorrectiveActionRequest, actor: User) -> None:
    """Take back a request opened by mistake. Raises ValidationError once the unit has worked on it."""
    with transaction.atomic():
        stored = _lock(car.pk)
        if refusal := car_delete_refusal(stored, actor):
            raise ValidationError(refusal)
        if stored.current_round.pk is not None:
            record_delete(stored.current_round, actor=actor)
        record_delete(stored, actor=actor)


def car_delete_refusal(car: CorrectiveActionRequest, actor: User) -> str:
    """Why this person may not take the request back now."""
    if refusal := car_refusal(car, actor):
        return refusal
    turn = car.current_round
    if turn.cause_subjective or turn.cause_objective or (turn.pk and turn.actions.exists()):
        return WRITTEN
    return _last_of_a_major(car)


def _last_of_a_major(car: CorrectiveActionRequest) -> str:
    finding = car.finding
    if finding is None or finding.grade != FindingGrade.MAJOR or finding.state == FindingState.OPEN:
        return ""
    return "" if finding.cars.exclude(pk=car.pk).exists() else MAJOR_NEEDS


def car_refusal(car: CorrectiveActionRequest, actor: User) -> str:
    """Why this person may not open the request, or rewrite what a stored one describes; empty when he may."""
    refusal = _change_refusal(car) if car.pk else request_refusal(car.finding) if car.finding else ""
    return refusal or (team_refusal(car.finding.audit, actor) if car.finding else "")


def _change_refusal(car: CorrectiveActionRequest) -> str:
    if car.state == CarState.CLOSED:
        return "Phiếu đã đóng, không sửa được nữa."
    if car.state != CarState.OPENED:
        return IN_WORK
    return "Phiếu đã qua vòng 1, nội dung yêu cầu giữ nguyên." if car.current_round.number > 1 else ""


def analysis_refusal(car: CorrectiveActionRequest, actor: User) -> str:
    """Why causes and measures may not be written now; empty when they may."""
    if car.state == CarState.CLOSED:
        return "Phiếu đã đóng, không sửa được nữa."
    if car.state != CarState.OPENED:
        return "Phân tích đã gửi; lãnh đạo trả lại thì mới sửa được."
    return unit_refusal(car.unit_id, actor) or opener_refusal(car, actor)


def progress_refusal(car: CorrectiveActionRequest, actor: User) -> str:
    """Why the days on which measures were done may not be written now."""
    if car.state != CarState.IN_PROGRESS:
        return "Phiếu đã đóng, không sửa được nữa." if car.state == CarState.CLOSED else NOT_IN_WORK
    return unit_refusal(car.unit_id, actor) or opener_refusal(car, actor)


def round_save(*, turn: ActionRound, actor: User, expected_version: int | None = None) -> ActionRound:
    """Causes and correction of the round under way. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        _lock_analysis(turn, actor)
        return record_save(turn, actor=actor, expected_version=expected_version)


def action_save(
    *, action: CorrectiveAction, actor: User, expected_version: int | None = None
) -> CorrectiveAction:
    """A measure with its owner and due day, not before the round was opened. Raises ValidationError, StaleRecord."""
    with transaction.atomic():
        _lock_analysis(action.round, actor)
        if action.due_on is None:
            raise ValidationError({"due_on": "Nhập thời hạn hoàn thành."})
        opened_on = ActionRound.objects.get(pk=action.round_id).opened_on
        if action.due_on < opened_on:
            opened = slashed(opened_on)
            raise ValidationError({"due_on": f"Thời hạn phải từ ngày mở ({opened}) trở đi."})
        return record_save(action, actor=actor, expected_version=expected_version)


def action_delete(*, action: CorrectiveAction, actor: User) -> None:
    with transaction.atomic():
        _lock_analysis(action.round, actor)
        record_delete(action, actor=actor)


def action_complete(*, action: CorrectiveAction, done_on: datetime.date, actor: User) -> CorrectiveAction:
    """The unit says when a measure was done. Raises ValidationError."""
    with transaction.atomic():
        rows = CorrectiveActionRequest.objects.select_for_update(of=("self",), no_key=True)
        car = rows.get(pk=action.round.request_id)
        if refusal := progress_refusal(car, actor):
            raise ValidationError(refusal)
        stored = CorrectiveAction.objects.select_related("round").get(pk=action.pk)
        if stored.round_id != car.current_round.pk:
            raise ValidationError("Vòng khắc phục này đã kết thúc.")
        if not stored.round.opened_on <= done_on <= timezone.localdate():
            opened = slashed(stored.round.opened_on)
            raise ValidationError({"done_on": f"Ngày hoàn thành phải từ {opened} đến hôm nay."})
        stored.done_on = done_on
        return record_save(stored, actor=actor)


def _lock(pk: int) -> CorrectiveActionRequest:
    return CorrectiveActionRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _lock_analysis(turn: ActionRound, actor: User) -> None:
    stored = CorrectiveActionRequest.objects.select_for_update(of=("self",), no_key=True).get(
        pk=turn.request_id
    )
    if refusal := analysis_refusal(stored, actor):
        raise ValidationError(refusal)
    if turn.pk != stored.current_round.pk:
        raise ValidationError("Vòng khắc phục này đã kết thúc.")
