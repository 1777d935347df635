"""Changes of TTHC: an abolition or replacement ends the procedure, and lets it live again when it is taken back."""

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from qms.records import record_delete, record_save
from tthc.enums import ChangeKind
from tthc.models import AdministrativeProcedure, ProcedureChange

if TYPE_CHECKING:
    from qms.models import User

ENDING = (ChangeKind.REPLACED, ChangeKind.ABOLISHED)
ONE_DAY = datetime.timedelta(days=1)


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
        before = ProcedureChange.objects.filter(pk=change.pk).first() if change.pk else None
        saved = record_save(change, actor=actor, expected_version=expected_version)
        if before is not None:
            _set_end(before.procedure_id, last_day(before), None, actor)
        _set_end(saved.procedure_id, None, last_day(saved), actor)
    return saved


def change_delete(change: ProcedureChange, *, actor: "User") -> None:
    """Delete the change; the procedure it ended is in force again."""
    with transaction.atomic():
        record_delete(change, actor=actor)
        _set_end(change.procedure_id, last_day(change), None, actor)


def _set_end(
    procedure_id: int | None, old: datetime.date | None, new: datetime.date | None, actor: "User"
) -> None:
    """Write the last day `new`, or take back the `old` one where it still stands."""
    if procedure_id is None or old == new:
        return
    procedure = AdministrativeProcedure.objects.select_for_update(of=("self",)).get(pk=procedure_id)
    if new is None and procedure.in_force_to != old:
        return  # entered otherwise since: not this change's to take back
    procedure.in_force_to = new
    record_save(procedure, actor=actor)


def _refuse(change: ProcedureChange) -> None:
    """What only the change and its procedure together can tell."""
    if change.procedure is None:
        if change.successor_id is not None:
            raise ValidationError({"procedure": "Chọn thủ tục bị thay thế."})
        return
    if change.successor_id == change.procedure_id:
        raise ValidationError({"successor": "Thủ tục thay thế phải khác thủ tục bị thay thế."})
    if change.kind not in ENDING:
        return
    if change.changed_on is None:
        raise ValidationError({"changed_on": "Ghi ngày để biết thủ tục hết hiệu lực từ khi nào."})
    start = change.procedure.in_force_from
    if start is not None and change.changed_on <= start:
        raise ValidationError(
            {"changed_on": f"Thủ tục có hiệu lực từ {start:%d/%m/%Y}; ngày này phải sau ngày đó."}
        )
