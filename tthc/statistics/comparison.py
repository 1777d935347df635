"""What was typed beside what the dossiers say, level by level."""

from dataclasses import dataclass

from qms.numbers import grouped
from tthc.enums import Level, Origin, rank
from tthc.figures.yearly import DOSSIER_COUNTS
from tthc.models import DossierStatistics
from tthc.querysets.yearly import annual


@dataclass(frozen=True)
class Difference:
    """One count. None: that side does not give it."""

    label: str
    entered: int | None
    computed: int | None

    @property
    def texts(self) -> tuple[str, str]:
        """Both sides as screens show numbers."""
        return grouped(self.entered), grouped(self.computed)

    @property
    def difference(self) -> int | None:
        """Entered less computed; None where a side is empty."""
        if self.entered is None or self.computed is None:
            return None
        return self.entered - self.computed

    @property
    def difference_text(self) -> str:
        """“+3”, “−1.204”, “0”; empty where a side is empty."""
        if self.difference is None:
            return ""
        sign = "+" if self.difference > 0 else "−" if self.difference < 0 else ""
        return f"{sign}{grouped(abs(self.difference))}"


@dataclass(frozen=True)
class Comparison:
    """Both statistics of a level; one of them may be missing."""

    level: str
    entered: DossierStatistics | None
    computed: DossierStatistics | None

    @property
    def label(self) -> str:
        return Level(self.level).label

    @property
    def comparable(self) -> bool:
        """Whether there are two sides, and both of the same days."""
        if self.entered is None or self.computed is None:
            return False
        return _days(self.entered) == _days(self.computed)

    @property
    def lines(self) -> list[Difference]:
        found = [
            Difference(label, getattr(self.entered, name, None), getattr(self.computed, name, None))
            for name, label in DOSSIER_COUNTS
        ]
        return [line for line in found if line.entered is not None or line.computed is not None]

    @property
    def differing(self) -> list[Difference]:
        return [line for line in self.lines if line.difference] if self.comparable else []


def _days(row: DossierStatistics) -> tuple[object, object]:
    return row.period_from, row.period_to


def comparisons(year: int) -> list[Comparison]:
    """The year's levels from the top downwards; one query.

    Beside what was entered stands the computed row of the same days, else the computed year.
    """
    rows = list(DossierStatistics.objects.filter(year=year, field=None, unit=None))
    computed = [row for row in rows if row.origin == Origin.COMPUTED]
    entered = {row.level: row for row in annual([row for row in rows if row.origin == Origin.ENTERED])}
    years = {row.level: row for row in annual(computed)}
    found = []
    for level in sorted({*entered, *years}, key=lambda value: rank(Level, value)):
        typed = entered.get(level)
        same = [
            row for row in computed if typed is not None and row.level == level and _days(row) == _days(typed)
        ]
        found.append(Comparison(level, typed, same[0] if same else years.get(level)))
    return found
