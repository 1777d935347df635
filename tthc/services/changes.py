"""Changes of TTHC: an abolition or replacement ends the procedure, and lets it live again when it is taken back."""

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from qms.records import record_delete, record_save
from tthc.enums import ChangeKind
from tthc.models import AdministrativeProcedure, ProcedureChange
from tthc.services.endings import ONE_DAY, end

if TYPE_CHECKING:
    from qms.models import User

Procedures = dict[int | None, AdministrativeProcedure]
ENDING = (ChangeKind.REPLACED, ChangeKind.ABOLISHED)


def last_day(change: ProcedureChange) -> datetime.date | None:
    """The procedure's last day in force by this change; None when the change ends nothing."""
    if change.procedure_id is None or change.changed_on is None or change.kind not in ENDING:
        return None
    return change.changed_on - ONE_DAY


def change_save(
    change: ProcedureChange, *, actor: "User", expected_version: int | None = None
) -> ProcedureChange:
    """Save the change and end what it ends. Raises StaleRecord, or ValidationError by field."""
    _refuse(change)
    with transaction.atomic():
        before = _stored(change)
        procedures = _locked(before, change)
        old, new = _ending(before), _ending(change)
        if before is not None and old != new:
            _take_back(before, procedures, actor)
        if new is not None and old != new:
            _end(change, procedures[new[0]], actor)
        return record_save(change, actor=actor, expected_version=expected_version)


def change_delete(change: ProcedureChange, *, actor: "User") -> None:
    """Delete the change; the procedure it ended is in force again."""
    with transaction.atomic():
        procedures = _locked(_stored(change))
        _take_back(record_delete(change, actor=actor), procedures, actor)


def _ending(change: ProcedureChange | None) -> tuple[int, datetime.date | None] | None:
    """Which procedure it ends, and from when."""
    if change is None or change.procedure_id is None or change.kind not in ENDING:
        return None
    return change.procedure_id, change.changed_on


def _end(change: ProcedureChange, procedure: AdministrativeProcedure, actor: "User") -> None:
    try:
        end(procedure, change.changed_on)
    except ValidationError as error:
        raise ValidationError({"changed_on": error}) from error
    record_save(procedure, actor=actor)


def _take_back(change: ProcedureChange, procedures: Procedures, actor: "User") -> None:
    """The procedure is in force again, unless another change ends it, or its end was entered otherwise since."""
    day, procedure = last_day(change), procedures.get(change.procedure_id)
    if procedure is not None and day is not None and procedure.in_force_to == day:
        others = procedure.changes.filter(kind__in=ENDING, changed_on__isnull=False).exclude(pk=change.pk)
        other = others.order_by("changed_on").last()
        procedure.in_force_to = last_day(other) if other else None
        record_save(procedure, actor=actor)


def _stored(change: ProcedureChange) -> ProcedureChange | None:
    return ProcedureChange.objects.select_for_update(of=("self",)).filter(pk=change.pk).first()


def _locked(*changes: ProcedureChange | None) -> Procedures:
    """The procedures that changes name, all locked before the first history row: the chain's head comes last."""
    keys = {change.procedure_id for change in changes if change and change.procedure_id}
    rows = AdministrativeProcedure.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=keys)
    return {row.pk: row for row in rows}


def _refuse(change: ProcedureChange) -> None:
    """What only the change and its procedure together can tell."""
    if change.procedure_id is None and change.successor_id is not None:
        raise ValidationError({"procedure": "Chọn thủ tục bị thay thế."})
    if change.procedure_id is not None and change.successor_id == change.procedure_id:
        raise ValidationError({"successor": "Thủ tục thay thế phải khác thủ tục bị thay thế."})
