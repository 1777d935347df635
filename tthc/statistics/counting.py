"""Count dossiers of a period in the database: three grouped reads, folded into the counts of statistics.

A dossier is closed when its state says so and it has its last day; until then it is open, however it ends later.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from tthc.calendar import WorkingCalendar
from tthc.enums import (
    CANCELLED,
    NOT_COUNTED,
    PAUSED,
    RESOLVED,
    RETURNED,
    Channel,
    Components,
    Timing,
)
from tthc.models import Dossier
from tthc.statistics.periods import Period

CLOSED = (*RETURNED, *CANCELLED, *RESOLVED)
CHANNELS = (Channel.ONLINE, Channel.IN_PERSON, Channel.BY_POST)
BEFORE = "before"
"""Stands for the channel of a dossier that came in before the period."""
UNTOLD = ""
Tally = Counter[str]
"""The names of DossierStatistics' counts; UNTOLD: received, the source does not say how."""
Key = tuple[str, int | None, int | None]
"""(level, field, unit)."""


def tally_values(tally: Tally) -> dict[str, int | None]:
    """The counts as DossierStatistics stores them; the ways of receipt stay empty when no dossier tells its own."""
    channels = {name.value: tally[name.value] for name in CHANNELS}
    told = sum(channels.values())
    settled = tally["early"] + tally["on_time"]
    values: dict[str, int | None] = {
        name: tally[name]
        for name in (
            "carried_over", "early", "on_time", "late",
            "pending_in_time", "pending_overdue", "returned", "paused", "cancelled",
        )
    }  # fmt: skip
    values |= {name: count if told or not tally[UNTOLD] else None for name, count in channels.items()}
    return values | {
        "received": told + tally[UNTOLD],
        "early_on_time": settled,
        "resolved": settled + tally["late"],
    }


def in_period(period: Period, levels: Iterable[str] | None = None) -> QuerySet[Dossier]:
    """What was to be settled in the period: received by its end, not closed before it began."""
    rows = Dossier.objects.filter(received_on__lte=period.last).exclude(state__in=NOT_COUNTED)
    rows = rows.exclude(state__in=CLOSED, finished_on__lt=period.first)
    return rows if levels is None else rows.filter(level__in=levels)


def closed_by(day: datetime.date) -> Q:
    return Q(state__in=CLOSED, finished_on__lte=day)


def outcome(day: datetime.date, calendar: WorkingCalendar) -> Case:
    """What the dossier counts as at the end of that day."""
    closed = closed_by(day)
    # the import decides early, on time or late by working days; what has no day of appointment is in time
    timing = Case(When(timing="", then=Value(Timing.ON_TIME.value)), default=F("timing"))
    return Case(
        When(closed & Q(state__in=RESOLVED), then=timing),
        When(closed & Q(state__in=RETURNED), then=Value("returned")),
        When(closed, then=Value("cancelled")),
        When(state__in=PAUSED, then=Value("paused")),
        When(due_on__lt=calendar.overdue_before(day), then=Value("pending_overdue")),
        default=Value("pending_in_time"),
    )


def came(period: Period) -> Case:
    return Case(When(received_on__lt=period.first, then=Value(BEFORE)), default=F("channel"))


def whole(period: Period, calendar: WorkingCalendar, levels: Iterable[str] | None = None) -> dict[Key, Tally]:
    """Tallies of the whole period: of each level, and of its fields and units where dossiers have one."""
    rows = in_period(period, levels)
    rows = rows.annotate(came=came(period), outcome=outcome(period.last, calendar))
    cells = rows.values_list("level", "procedure__field", "resolving_unit", "came", "outcome")
    tallies: dict[Key, Tally] = {}
    for level, of_field, unit, channel, result, count in cells.annotate(count=Count("*")):
        keys = [(level, None, None)]
        keys += [(level, of_field, None)] if of_field is not None else []
        keys += [(level, None, unit)] if unit is not None else []
        for key in keys:
            tally = tallies.setdefault(key, Counter())
            tally["carried_over" if channel == BEFORE else channel] += count
            tally[result] += count
    return tallies


@dataclass
class Months:
    """Changes of the stock from piece to piece, and what came and went in each; piece 0 lies before the period."""

    count: int
    flow: list[Tally] = field(default_factory=list)
    stock: list[Tally] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.flow = [Counter() for _ in range(self.count + 2)]
        self.stock = [Counter() for _ in range(self.count + 2)]

    def add(self, cell: tuple[int, int, int, str, str], count: int) -> None:
        """cell: pieces of receipt, of closing and of the day past due (count + 1: none), way of receipt, end."""
        came, gone, overdue, channel, result = cell
        if came:
            self.flow[came][channel] += count
        if gone <= self.count:
            self.flow[gone][result] += count
        self._lies("open", came, gone, count)
        if result == "paused":
            self._lies("paused", came, gone, count)
        else:
            self._lies("pending_overdue", max(came, overdue), gone, count)

    def _lies(self, name: str, since: int, until: int, count: int) -> None:
        if since < until:
            self.stock[since][name] += count
            self.stock[until][name] -= count

    def tallies(self) -> Iterator[Tally]:
        """One for each piece: what it took over is what the one before left."""
        left = Counter(self.stock[0])
        for place in range(1, self.count + 1):
            tally = Counter(self.flow[place])
            tally["carried_over"] = left["open"]
            left.update(self.stock[place])
            tally["paused"], tally["pending_overdue"] = left["paused"], left["pending_overdue"]
            tally["pending_in_time"] = left["open"] - left["paused"] - left["pending_overdue"]
            yield tally


def by_month(
    period: Period, pieces: list[Period], calendar: WorkingCalendar, levels: Iterable[str] | None = None
) -> dict[str, list[Tally]]:
    """Level → a tally for each piece of the period, `pieces` in their order, the last one ending with it."""
    last = len(pieces) + 1
    rows = in_period(period, levels).annotate(
        came=_piece("received_on", period, pieces),
        channel_told=came(period),
        gone=Case(
            When(closed_by(period.last), then=_piece("finished_on", period, pieces)), default=Value(last)
        ),
        late_from=_overdue(pieces, calendar),
        outcome=outcome(period.last, calendar),
        end=Case(
            When(outcome__in=("pending_in_time", "pending_overdue"), then=Value("pending")),
            default=F("outcome"),
        ),
    )
    cells = rows.values_list("level", "came", "gone", "late_from", "channel_told", "end")
    found: dict[str, Months] = {}
    for level, *cell, count in cells.annotate(count=Count("*")):
        found.setdefault(level, Months(len(pieces))).add(tuple(cell), count)
    return {level: list(months.tallies()) for level, months in found.items()}


def _piece(name: str, period: Period, pieces: list[Period]) -> Case:
    """In which piece a day lies: 0 before the period, 1 … n."""
    whens = [When(**{f"{name}__lt": period.first}, then=Value(0))]
    whens += [When(**{f"{name}__lte": piece.last}, then=Value(n)) for n, piece in enumerate(pieces, 1)]
    return Case(*whens, default=Value(len(pieces) + 1), output_field=IntegerField())


def _overdue(pieces: list[Period], calendar: WorkingCalendar) -> Case:
    """The first piece at whose end the day of the appointment has passed."""
    ends = [calendar.overdue_before(piece.last) for piece in pieces]
    whens = [When(due_on__lt=end, then=Value(n)) for n, end in enumerate(ends, 1)]
    return Case(*whens, default=Value(len(pieces) + 1), output_field=IntegerField())


def digitised(period: Period, levels: Iterable[str] | None = None) -> dict[str, dict[str, int | None]]:
    """Level → the counts of DigitisationStatistics, where some dossier tells whether its papers or result were."""
    rows = in_period(period, levels).annotate(
        fresh=Case(When(received_on__gte=period.first, then=Value(1)), default=Value(0)),
        settled=Case(When(closed_by(period.last) & Q(state__in=RESOLVED), then=Value(1)), default=Value(0)),
    )
    cells = rows.values_list("level", "fresh", "settled", "components", "result_digitised")
    tallies: dict[str, Counter[Any]] = {}
    for level, fresh, settled, components, result, count in cells.annotate(count=Count("*")):
        tally = tallies.setdefault(level, Counter())
        if fresh:
            tally["received"] += count
            tally["components", components] += count
        if settled:
            tally["resolved"] += count
            tally["result", result] += count
    return {level: _digitised_values(tally) for level, tally in tallies.items() if _told(tally)}


def _told(tally: Counter[Any]) -> bool:
    return any(count for key, count in tally.items() if isinstance(key, tuple) and key[1] is not None)


def _digitised_values(tally: Counter[Any]) -> dict[str, int | None]:
    """What no dossier tells stays empty: empty is not 0."""
    papers = any(tally["components", value] for value in Components.values)
    results = tally["result", True] + tally["result", False]
    full = tally["components", Components.FULL]
    values: dict[str, int | None] = {"received": tally["received"], "resolved": tally["resolved"]}
    values["no_components"] = tally["components", Components.NONE] if papers else None
    values["some_components"] = tally["components", Components.SOME] + full if papers else None
    values["full_components"] = full if papers else None
    values["result_digitised"] = tally["result", True] if results else None
    values["result_not_digitised"] = tally["result", False] if results else None
    return values
