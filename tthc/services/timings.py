"""Timings that the calendar decided follow the calendar; what a source told stays as told."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from tthc.calendar import WorkingCalendar, calendar_of_agency
from tthc.models import Dossier

Reach = tuple[datetime.date, datetime.date, datetime.date]
"""(first, day, last) of a changed day: WorkingCalendar.reach."""


def differing(
    before: Mapping[datetime.date, bool], after: Mapping[datetime.date, bool]
) -> set[datetime.date]:
    """The agency's own days that stand in one of them alone, or otherwise in the other."""
    return {day for day in before.keys() | after.keys() if before.get(day) != after.get(day)}


def reaches(calendar: WorkingCalendar, days: Collection[datetime.date]) -> Iterator[Reach]:
    """How far each changed day moves timings, whatever the others were and are: as if all were days off."""
    quiet = WorkingCalendar({**calendar.own, **dict.fromkeys(days, False)})
    for day in sorted(days):
        first, last = quiet.reach(day)
        yield first, day, last


def timings_follow(days: Collection[datetime.date]) -> None:
    """Count anew what these changed days can have moved; after the change, under the agency's lock."""
    if not days:
        return
    calendar = calendar_of_agency()
    within = (
        Q(due_on__gte=first, due_on__lte=day, finished_on__gte=day, finished_on__lte=last)
        for first, day, last in reaches(calendar, days)
    )
    _count(Dossier.objects.filter(reduce(or_, within)), calendar)


def timings_recount(first: datetime.date, last: datetime.date) -> None:
    """Count anew what was settled in these days, however the calendar came to be otherwise; under the lock."""
    _count(Dossier.objects.filter(finished_on__gte=first, finished_on__lte=last), calendar_of_agency())


def _count(rows: QuerySet[Dossier], calendar: WorkingCalendar) -> None:
    """One read and at most three updates, of what comes out otherwise alone."""
    rows = rows.filter(timing_counted=True)
    pairs_of: dict[str, dict[datetime.date, list[datetime.date]]] = defaultdict(lambda: defaultdict(list))
    kinds: Any = rows.order_by().values_list("due_on", "finished_on", "timing").distinct()
    for due, finished, stored in kinds:
        if (counted := calendar.timing(due, finished)) != stored:
            pairs_of[counted][finished].append(due)
    for timing, pairs in pairs_of.items():
        these = (Q(finished_on=finished, due_on__in=due) for finished, due in pairs.items())
        rows.filter(reduce(or_, these)).update(timing=timing)
