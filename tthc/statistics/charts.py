"""What the charts page draws, from stored statistics: months, fields, this year against last."""

from collections.abc import Iterable
from dataclasses import dataclass

from qms.numbers import grouped
from tthc.enums import Level, Origin, rank
from tthc.models import DossierStatistics
from tthc.querysets.yearly import annual

TOP = 10
COUNTS = (("received", "Tiếp nhận"), ("resolved", "Đã giải quyết"), ("late", "Quá hạn"))
YEAR_COUNTS = (("total", "Tổng hồ sơ"), *COUNTS)


@dataclass(frozen=True)
class Series:
    """One colour of a chart. None: not given."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart and the table under it. names: one a group of bars."""

    key: str
    title: str
    first: str
    names: tuple[str, ...]
    series: tuple[Series, ...]
    kind: str = "bar"
    across: bool = False

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table's lines: name and a text for each series."""
        return [(name, [grouped(s.values[n]) for s in self.series]) for n, name in enumerate(self.names)]

    @property
    def data(self) -> dict[str, object]:
        """For static/js/charts.js."""
        return {
            "kind": self.kind,
            "across": self.across,
            "labels": self.names,
            "series": [{"label": s.label, "values": s.values} for s in self.series],
        }


def stored(year: int) -> list[DossierStatistics]:
    """Both years' rows of whole levels and of fields; one query."""
    rows = DossierStatistics.objects.filter(year__in=(year - 1, year), unit=None)
    return list(rows.select_related("field").order_by("period_from", "period_to"))


def levels_in(rows: Iterable[DossierStatistics], year: int) -> list[Level]:
    found = {row.level for row in rows if row.year == year}
    return [Level(value) for value in sorted(found, key=lambda value: rank(Level, value))]


def as_of_text(rows: list[DossierStatistics], year: int, level: str) -> str:
    """How far the data of the year's computed rows goes; empty where it is the period's end."""
    told = [row for row in rows if (row.year, row.level, row.field_id) == (year, level, None)]
    text = max(((row.period_to - row.period_from, row.as_of_text) for row in told), default=(None, ""))[1]
    return text[:1].upper() + text[1:]


def charts_of(rows: list[DossierStatistics], year: int, level: str) -> list[Chart]:
    """Those that have something to show."""
    mine = [row for row in rows if row.level == level]
    whole = [row for row in mine if row.field_id is None]
    totals = {n: _annual([row for row in whole if row.year == n]) for n in (year - 1, year)}
    found = [_months([row for row in whole if row.year == year])]
    if (total := totals[year]) is not None:
        found += [_fields([row for row in mine if row.year == year], total), _years(totals)]
    return [chart for chart in found if chart is not None]


def _annual(rows: list[DossierStatistics]) -> DossierStatistics | None:
    """As the papers quote it: entered before computed, the longest period."""
    entered = [row for row in rows if row.origin == Origin.ENTERED]
    return next(iter(annual(entered or rows)), None)


def _months(rows: list[DossierStatistics]) -> Chart | None:
    """Pieces of one calendar month, the computed one where it was typed too."""
    pieces = {}
    for row in sorted(rows, key=lambda row: (row.period_from, row.origin == Origin.COMPUTED)):
        if row.period_from.replace(day=1) == row.period_to.replace(day=1):
            pieces[row.period_from.replace(day=1)] = row
    if len(pieces) < 2:
        return None
    names = tuple(f"{month:%m/%Y}" for month in pieces)
    return Chart("thang", "Theo tháng", "Tháng", names, _series(list(pieces.values())))


def _fields(rows: list[DossierStatistics], total: DossierStatistics) -> Chart | None:
    """The largest fields of the year and all others together."""
    same = [
        row
        for row in rows
        if row.field is not None
        and (row.origin, row.period_from, row.period_to) == (total.origin, total.period_from, total.period_to)
    ]
    if not same:  # fields are computed even where the level was typed
        days = max(((row.period_from, row.period_to) for row in rows if row.field is not None), default=None)
        same = [row for row in rows if row.field is not None and (row.period_from, row.period_to) == days]
    if not same:
        return None
    same.sort(key=lambda row: (-row.received, str(row.field)))
    shown = TOP if len(same) > TOP + 1 else TOP + 1  # a single one left over is shown itself
    top, rest = same[:shown], same[shown:]
    names = [str(row.field) for row in top]
    series = _series(top)
    if rest:
        names.append(f"{len(rest)} lĩnh vực khác")
        series = tuple(
            Series(s.label, (*s.values, sum(getattr(row, name) or 0 for row in rest)))
            for s, (name, _) in zip(series, COUNTS, strict=True)
        )
    return Chart("linh-vuc", "Theo lĩnh vực", "Lĩnh vực", tuple(names), series, across=True)


def _years(totals: dict[int, DossierStatistics | None]) -> Chart | None:
    """None without a year before: one bar compares nothing."""
    if None in totals.values():
        return None
    series = tuple(
        Series(f"Năm {year}", tuple(getattr(row, name) for name, _ in YEAR_COUNTS))
        for year, row in totals.items()
    )
    names = tuple(label for _, label in YEAR_COUNTS)
    return Chart("hai-nam", "Năm nay so với năm trước", "Chỉ tiêu", names, series)


def _series(rows: list[DossierStatistics]) -> tuple[Series, ...]:
    return tuple(Series(label, tuple(getattr(row, name) for row in rows)) for name, label in COUNTS)
