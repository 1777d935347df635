"""A planned audit for tests: units, members, slots, in the entered agency."""

import datetime
from typing import Any

from audits.models import (
    AuditedUnit,
    AuditSlot,
    AuditTeamMember,
    InternalAudit,
    SlotAuditor,
    SlotProcedure,
    SlotUnit,
)
from qms.models import Unit
from tests.audits.build import READY
from tests.factories import PersonFactory
from tests.planning.build import DAY

MONDAY = DAY(2024, 10, 21)
AT = datetime.time


def planned(*units: Unit, **given: Any) -> InternalAudit:
    """An audit without a team that visits these units, on Monday to Wednesday."""
    defaults: dict[str, Any] = {"year": 2024, **READY}
    row = InternalAudit.objects.create(**{**defaults, **given})
    for position, unit in enumerate(units, 1):
        AuditedUnit.objects.create(audit=row, unit=unit, position=position)
    return row


def member(row: InternalAudit, **given: Any) -> AuditTeamMember:
    defaults = {"position": row.team.count() + 1}
    if "person" not in given:
        defaults["person"] = PersonFactory()
    return AuditTeamMember.objects.create(audit=row, **{**defaults, **given})


def slot(row: InternalAudit, **given: Any) -> AuditSlot:
    """units, auditors and procedures as lists; all units of the audit when none are named."""
    links = {name: given.pop(name, None) for name in ("units", "auditors", "procedures")}
    defaults = {"day": MONDAY, "starts_at": AT(14), "ends_at": AT(17)}
    made = AuditSlot.objects.create(audit=row, **{**defaults, **given})
    units = row.audited_units.all() if links["units"] is None else links["units"]
    for model, name, wanted in (
        (SlotUnit, "unit", units),
        (SlotAuditor, "member", links["auditors"] or ()),
        (SlotProcedure, "document", links["procedures"] or ()),
    ):
        for position, one in enumerate(wanted, 1):
            model.objects.create(slot=made, position=position, **{name: one})
    return made
