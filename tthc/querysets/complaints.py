"""Reusable reads of the complaints register."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, Q

from qms.scope import ScopedQuerySet
from tthc import permissions
from tthc.enums import ANSWERED_STATES, WAITING_STATES, ComplaintKind

if TYPE_CHECKING:
    from qms.models import User
    from tthc.models import Complaint


class ComplaintQuerySet(ScopedQuerySet["Complaint"]):
    def visible_to(self, user: "User") -> Self:
        """Denunciations are for the secretary, the leader and who handles them (Luật Tố cáo 2018: giữ bí mật)."""
        if user.can(permissions.DENUNCIATIONS):
            return self
        return self.filter(~Q(kind=ComplaintKind.DENUNCIATION) | self._handled_by(user))

    def whole_for(self, user: "User") -> Self:
        """Those whose reporter, files and history he may read, whatever their kind."""
        return self if user.can(permissions.DENUNCIATIONS) else self.filter(self._handled_by(user))

    def _handled_by(self, user: "User") -> Q:
        return Q(handler=user.person) if user.person is not None else Q(pk__in=())

    def for_list(self) -> Self:
        return self.select_related("unit", "handler", "rule")

    def for_page(self) -> Self:
        return self.select_related("field", "unit", "handler", "rule", "answer_document")

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def waiting(self) -> Self:
        """Neither answered nor refused nor withdrawn."""
        return self.filter(state__in=WAITING_STATES)

    def overdue(self, on: datetime.date) -> Self:
        return self.filter(_overdue(on))

    def past(self, on: datetime.date) -> Self:
        """Overdue that day, or answered after their day."""
        return self.filter(_overdue(on) | LATE)

    def counted(self, on: datetime.date) -> dict[str, int]:
        """received, answered, open, overdue (of the open ones), late (of the answered ones); one query."""
        return self.aggregate(
            received=Count("pk"),
            answered=Count("pk", filter=Q(state__in=ANSWERED_STATES)),
            open=Count("pk", filter=Q(state__in=WAITING_STATES)),
            overdue=Count("pk", filter=_overdue(on)),
            late=Count("pk", filter=LATE),
        )


LATE = Q(state__in=ANSWERED_STATES, answered_on__gt=F("due_on"))


def _overdue(on: datetime.date) -> Q:
    return Q(state__in=WAITING_STATES, due_on__lt=on)
