"""Whom the things of an audit wait for, and since when a thing is stuck."""

import datetime
from typing import Any

from django.db.models import F

from audits.models import AuditTeamMember
from qms.enums import Role
from qms.models import Agency, User

AHEAD = datetime.timedelta(days=30)
STUCK = datetime.timedelta(days=14)
SOONEST = (F("due_on").asc(nulls_last=True), "pk")


def contact_unit(user: User, agency: Agency) -> int | None:
    """The unit this person answers for."""
    if Role.UNIT_CONTACT not in user.roles_in(agency) or user.person is None:
        return None
    return user.person.unit_id


def audits_of(user: User) -> Any:
    """Audits in whose team the person is."""
    return AuditTeamMember.objects.filter(person=user.person).values("audit")
