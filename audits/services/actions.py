"""Writes of corrective-action requests, their rounds and measures; the request is locked for each."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audits.enums import CarOrigin, CarState, FindingState
from audits.guards import EARLIEST, opener_refusal, team_refusal, unit_refusal
from audits.models import ActionRound, CorrectiveAction, CorrectiveActionRequest, Finding
from audits.services.findings import TWICE
from audits.services.internal import lock_audit
from documents.models import Revision
from qms.dates import slashed
from qms.locks import lock_agency
from qms.models import User
from qms.records import record_delete, record_save

SAID = ("year", "origin", "finding_id", "origin_label", "unit_id", "description", "details", "opened_on")
NOT_IN_WORK = "Phiếu chưa được phê duyệt hoặc đã báo cáo xong, chưa ghi được ngày xong của biện pháp."
IN_WORK = "Đơn vị đã gửi phân tích; trả lại cho đơn vị trước khi sửa phiếu."


def next_car_number(year: int) -> int:
    return (CorrectiveActionRequest.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


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
            rows = Finding.objects.select_related("audit").select_for_update(of=("self",))
            stored = rows.get(pk=car.finding.pk)  # locked: it is not closed meanwhile
            audit = lock_audit(stored.audit_id)
            if refusal := request_refusal(stored) or team_refusal(audit, actor):
                raise ValidationError(refusal)
            car.unit, car.year, car.origin = stored.unit, audit.year, CarOrigin.FINDING
        _check_days(car)
        lock_agency()  # numbers go up one by one
        car.prepare_save()  # the stored words are normalised
        if (sent := _sent_before(car, actor)) is not None:
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


def _sent_before(car: CorrectiveActionRequest, actor: User) -> CorrectiveActionRequest | None:
    said = {name: getattr(car, name) for name in SAID}
    since = timezone.now() - TWICE
    rows = CorrectiveActionRequest.objects.open().filter(opened_by=actor, created_at__gt=since, **said)
    return rows.order_by("pk").first()


def car_save(
    *, car: CorrectiveActionRequest, actor: User, expected_version: int | None = None
) -> CorrectiveActionRequest:
    """Change what a request describes, before the unit has sent its analysis. Raises ValidationError, StaleRecord."""
    if car.pk is None:
        return car_open(car=car, actor=actor)
    with transaction.atomic():
        stored = _lock(car.pk, CarState.OPENED, IN_WORK)
        _refuse_late(stored, actor)
        _check_days(car)
        saved = record_save(car, actor=actor, expected_version=expected_version)
        turn = saved.current_round
        turn.opened_on = saved.opened_on  # the first round begins with the request
        record_save(turn, actor=actor)
        return saved


def car_delete(*, car: CorrectiveActionRequest, actor: User) -> None:
    """Take back a request opened by mistake. Raises ValidationError once the unit has worked on it."""
    with transaction.atomic():
        stored = _lock(car.pk, CarState.OPENED, "Đơn vị đã gửi phân tích, không xóa được phiếu.")
        _refuse_late(stored, actor)
        turn = stored.current_round
        if turn.pk is not None:
            if turn.actions.exists() or turn.cause_subjective or turn.cause_objective:
                raise ValidationError("Đơn vị đã ghi nguyên nhân, biện pháp; không xóa được phiếu.")
            record_delete(turn, actor=actor)
        record_delete(stored, actor=actor)


def change_refusal(car: CorrectiveActionRequest) -> str:
    """Why what a request describes may not be rewritten now."""
    if car.state == CarState.CLOSED:
        return "Phiếu đã đóng, không sửa được nữa."
    if car.state != CarState.OPENED:
        return IN_WORK
    return "Phiếu đã qua vòng 1, nội dung yêu cầu giữ nguyên." if car.current_round.number > 1 else ""


def _refuse_late(stored: CorrectiveActionRequest, actor: User) -> None:
    refusal = change_refusal(stored)
    if refusal := refusal or (team_refusal(stored.finding.audit, actor) if stored.finding else ""):
        raise ValidationError(refusal)


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
        rows = CorrectiveActionRequest.objects.select_for_update(of=("self",))
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


def _lock(pk: int, state: CarState, sentence: str) -> CorrectiveActionRequest:
    stored = CorrectiveActionRequest.objects.select_for_update(of=("self",)).get(pk=pk)
    if stored.state != state:
        raise ValidationError(
            "Phiếu đã đóng, không sửa được nữa." if stored.state == CarState.CLOSED else sentence
        )
    return stored


def _lock_analysis(turn: ActionRound, actor: User) -> None:
    stored = CorrectiveActionRequest.objects.select_for_update(of=("self",)).get(pk=turn.request_id)
    if refusal := analysis_refusal(stored, actor):
        raise ValidationError(refusal)
    if turn.pk != stored.current_round.pk:
        raise ValidationError("Vòng khắc phục này đã kết thúc.")
