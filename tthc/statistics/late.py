"""Dossiers that were or are late, their reasons and letters of apology."""

import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from qms.models import Agency
from tthc.enums import PENDING, RESOLVED, Timing
from tthc.models import Dossier, LateDossier
from tthc.statistics.counting import CLOSED
from tthc.statistics.periods import Period, calendar_year, period_of

OPEN, SETTLED = 0, 1


def settled_late(period: Period) -> Q:
    """Settled past its day within the period."""
    ended = Q(finished_on__gte=period.first, finished_on__lte=period.last, state__in=RESOLVED)
    return Q(timing=Timing.LATE) & ended


def open_late(on: datetime.date) -> Q:
    """Still being settled past its day at the end of `on`; one that waits for its applicant is not."""
    ended_since = Q(state__in=CLOSED, finished_on__gt=on)
    return Q(due_on__lt=on) & (Q(state__in=PENDING) | ended_since)


def late_dossiers(agency: Agency, year: int, today: datetime.date) -> QuerySet[Dossier]:
    """The year's late ones with their reasons; `turn`: OPEN before SETTLED. A closed year counts its last day."""
    period = period_of(agency, year) or calendar_year(agency, year)
    if period is None:
        return Dossier.objects.none()
    on = min(period.last, today)
    still = open_late(on) & Q(received_on__lte=period.last)
    rows = Dossier.objects.filter(settled_late(period) | still)
    turn = Case(When(still, then=Value(OPEN)), default=Value(SETTLED), output_field=IntegerField())
    return rows.annotate(turn=turn).select_related("procedure", "resolving_unit", "late")


def letters(agency: Agency, year: int) -> QuerySet[LateDossier]:
    """Letters of apology sent within the year's period."""
    rows = LateDossier.objects.exclude(letter="").select_related("dossier__procedure")
    period = period_of(agency, year)
    return rows.filter(letter_on__range=(period.first, period.last)) if period else rows.none()
