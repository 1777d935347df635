"""Rows of the schedule, of note sheets and of later rounds for tests, in the entered agency."""

import datetime
from typing import Any

from audits.models import (
    ActionRound,
    AuditedUnit,
    AuditNote,
    AuditSlot,
    CorrectiveActionRequest,
    InternalAudit,
    NoteLine,
    SlotAuditor,
    SlotUnit,
)
from tests.planning.build import DAY


def audited_unit(row: InternalAudit, unit: Any, **given: Any) -> AuditedUnit:
    return AuditedUnit.objects.create(audit=row, unit=unit, **given)


def slot(row: InternalAudit, units: Any = (), members: Any = (), **given: Any) -> AuditSlot:
    """An afternoon with these audited units and members of the team."""
    hours = {"starts_at": datetime.time(14), "ends_at": datetime.time(17)}
    found = AuditSlot.objects.create(audit=row, **{"day": DAY(2024, 10, 21), **hours, **given})
    for unit in units:
        SlotUnit.objects.create(slot=found, unit=unit)
    for member in members:
        SlotAuditor.objects.create(slot=found, member=member)
    return found


def sheet(found: AuditSlot, unit: AuditedUnit, **given: Any) -> AuditNote:
    return AuditNote.objects.create(audit=found.audit, slot=found, unit=unit, **given)


def line(found: AuditNote, topic: str = "Kiểm soát đầu ra không phù hợp", **given: Any) -> NoteLine:
    return NoteLine.objects.create(sheet=found, topic=topic, **given)


def turn(request: CorrectiveActionRequest, number: int, **given: Any) -> ActionRound:
    return ActionRound.objects.create(
        request=request, number=number, **{"opened_on": request.opened_on, **given}
    )
