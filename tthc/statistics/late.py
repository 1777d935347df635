"""Dossiers that were or are late, their reasons and letters of apology."""

import datetime
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from qms.models import Agency
from tthc.calendar import calendar_of_agency
from tthc.enums import PENDING, RESOLVED, Timing
from tthc.models import Dossier, LateDossier
from tthc.statistics.counting import CLOSED
from tthc.statistics.periods import Period, judged_on, period_of

OPEN, SETTLED = 0, 1


def settled_late(period: Period) -> Q:
    """Settled past its day within the period."""
    ended = Q(finished_on__gte=period.first, finished_on__lte=period.last, state__in=RESOLVED)
    return Q(timing=Timing.LATE) & ended


def open_late(until: datetime.date) -> Q:
    """Still being settled past its day, judged as the statistics judge it; one that waits for its applicant is not.

    Two queries.
    """
    calendar = calendar_of_agency()
    past = [
        Q(level__in=levels, due_on__lt=calendar.overdue_before(day))
        for day, levels in judged_on(until).items()
    ]
    ended_since = Q(state__in=CLOSED, finished_on__gt=until)
    return reduce(or_, past) & (Q(state__in=PENDING) | ended_since)


def late_dossiers(agency: Agency, year: int, today: datetime.date) -> QuerySet[Dossier]:
    """The year's late ones with their reasons; `turn`: OPEN before SETTLED. A closed year counts its last day."""
    period = period_of(agency, year)
    if period is None:
        return Dossier.objects.none()
    still = open_late(period.seen_on(today).last) & Q(received_on__lte=period.last)
    rows = Dossier.objects.filter(settled_late(period) | still)
    turn = Case(When(still, then=Value(OPEN)), default=Value(SETTLED), output_field=IntegerField())
    return rows.annotate(turn=turn).select_related("procedure", "resolving_unit", "late")


def letters(agency: Agency, year: int) -> QuerySet[LateDossier]:
    """Letters of apology sent within the year's period."""
    rows = LateDossier.objects.exclude(letter="").select_related("dossier__procedure")
    period = period_of(agency, year)
    return rows.filter(letter_on__range=(period.first, period.last)) if period else rows.none()
