"""A parent agency's look at the statistics of all agencies below it, from stored rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import DurationField, F, Value

from qms import numbers
from qms.models import Agency, AgencyPredecessor
from qms.scope import across_agencies
from tthc.enums import Level, Origin, rank
from tthc.models import DossierStatistics
from tthc.models.statistics import period_told

PAGE = 50
MONTH = timedelta(days=31)
COUNTS = (
    "carried_over", "inherited", "received", "online", "resolved", "early_on_time", "late",
    "pending_in_time", "pending_overdue", "returned", "paused", "cancelled",
)  # fmt: skip
OPEN = ("pending_in_time", "pending_overdue", "paused")

Entry = tuple[str, str, dict[str, int]]
"""(level, period, counts)."""


@dataclass(frozen=True)
class Totals:
    """Counts of an agency's level, or of a level of all agencies (agencies > 1)."""

    name: str
    level: str
    counts: dict[str, int]
    agencies: int = 1
    period: str = ""

    @property
    def total(self) -> int:
        return self.counts["carried_over"] + self.counts["received"]

    @property
    def pending(self) -> int:
        return self.counts["pending_in_time"] + self.counts["pending_overdue"]

    @property
    def level_label(self) -> str:
        return Level(self.level).label

    @property
    def cells(self) -> list[str]:
        """As the page's columns: total, received, resolved, late, pending; then the three rates."""
        told = (
            self.total,
            self.counts["received"],
            self.counts["resolved"],
            self.counts["late"],
            self.pending,
        )
        return [numbers.grouped(value) for value in told] + [
            _rate(self.counts["online"], self.counts["received"]),
            _rate(self.counts["early_on_time"], self.counts["resolved"]),
            _rate(self.counts["late"], self.counts["resolved"]),
        ]


def _rate(part: int, whole: int) -> str:
    return numbers.format_percent(numbers.percent(part, whole)) if whole else ""


@dataclass(frozen=True)
class Overview:
    """levels: sums; rows: this page's agencies with statistics; missing_names: this page's without."""

    levels: list[Totals]
    rows: list[Totals]
    missing_names: list[str]
    agencies: int
    missing: int
    has_next: bool


def overview(agency: Agency, year: int, *, page: int = 1, missing: bool = False) -> Overview:
    """A query for each floor, one for statistics, one for mergers. missing: list those that have none of the year."""
    below = _below(agency)
    found = _annual(agency, year, list(below))
    sums: dict[str, Counter[str]] = {}
    reporting: Counter[str] = Counter()
    handed_on = _handed_on(found)
    for pk, entries in found.items():
        for level, _, counts in entries:
            sums.setdefault(level, Counter()).update(_once(counts, handed_on=(pk, level) in handed_on))
            reporting[level] += 1
    wanted = [pk for pk in below if (pk not in found) == missing]
    shown = wanted[(page - 1) * PAGE : page * PAGE]
    return Overview(
        [
            Totals("Tất cả", level, dict(sums[level]), reporting[level])
            for level in sorted(sums, key=lambda level: rank(Level, level))
        ],
        [Totals(below[pk], *_told(entry)) for pk in shown for entry in found.get(pk, ())],
        [below[pk] for pk in shown] if missing else [],
        len(below),
        len(below) - len(found),
        len(wanted) > page * PAGE,
    )


def _handed_on(found: dict[int, list[Entry]]) -> set[tuple[int, str]]:
    """(agency, level) whose open dossiers a successor counts as inherited."""
    heirs = {
        (pk, level) for pk, entries in found.items() for level, _, counts in entries if counts["inherited"]
    }
    merged = AgencyPredecessor.objects.filter(agency__in={pk for pk, _ in heirs}, predecessor__isnull=False)
    pairs = merged.values_list("agency_id", "predecessor_id")
    return {(old, level) for new, old in pairs for pk, level in heirs if pk == new}


def _once(counts: dict[str, int], *, handed_on: bool) -> dict[str, int]:
    """For the sum of all agencies: what passed from one to another stands with the one that has it now."""
    left = dict.fromkeys(OPEN, 0) if handed_on else {}
    return {**counts, "carried_over": counts["carried_over"] - counts["inherited"], **left}


def _told(entry: Entry) -> tuple[str, dict[str, int], int, str]:
    level, period, counts = entry
    return level, counts, 1, period


def _below(agency: Agency) -> dict[int, str]:
    """pk → name of every agency below, in the order of their codes, which are their names without accents."""
    rows: list[tuple[str, int, str]] = []
    floor = [agency.pk]
    while floor:
        found = list(Agency.objects.filter(parent__in=floor).values_list("code", "pk", "short_name"))
        rows += found
        floor = [pk for _, pk, _ in found]
    return {pk: name for _, pk, name in sorted(rows)}


def _annual(agency: Agency, year: int, below: list[int]) -> dict[int, list[Entry]]:
    """Each agency's levels as its own report quotes them: entered before computed, then the longest period."""
    with across_agencies(reason=f"thống kê hồ sơ của cấp dưới, {agency.code} {year}"):
        rows = DossierStatistics.objects.filter(
            agency__parent__isnull=False,
            year=year,
            field=None,
            unit=None,
            period_to__gt=F("period_from") + Value(MONTH, DurationField()),
        )
        stored = list(
            rows.values_list("agency_id", "level", "origin", "period_from", "period_to", "as_of", *COUNTS)
        )
    mine = set(below)
    best: dict[tuple[int, str], Any] = {}
    for row in stored:
        key = row[:2]
        if row[0] in mine and (key not in best or _weight(row) >= _weight(best[key])):
            best[key] = row
    found: dict[int, list[Entry]] = {}
    for (pk, level), (_, _, _, first, last, as_of, *counts) in sorted(best.items()):
        named = {name: count or 0 for name, count in zip(COUNTS, counts, strict=True)}
        found.setdefault(pk, []).append((level, period_told(first, last, as_of), named))
    return found


def _weight(row: Any) -> tuple[bool, Any, Any]:
    _, _, origin, first, last, *_ = row
    return origin == Origin.ENTERED, last - first, last
