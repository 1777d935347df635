"""Figures: the facts of a year, each entered once, with where it came from and how it was computed.

An app's figures.py registers providers: `provider(agency, year) -> Iterable[Figure]`; keys are dotted and start with
the app's name (`tthc.dossiers.huyen.received`). Reports, checks, dashboard and API read `collect()`.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from qms import dates, numbers

if TYPE_CHECKING:
    from qms.models import Agency

Value = int | Decimal | str | datetime.date


@dataclass(frozen=True)
class Figure:
    """One fact. unit: 'hồ sơ', '%' …; formula: how it follows from others ('4132 / 4529 hồ sơ tiếp nhận trong kỳ')."""

    key: str
    label: str
    value: Value
    unit: str = ""
    formula: str = ""
    url: str = ""
    period: str = ""
    numerator: int | None = None
    denominator: int | None = None

    def text(self, *, grouped: bool = True) -> str:
        """As screens show it: 4.529, 91,23%, 22/02/2024."""
        if isinstance(self.value, Decimal):
            return (
                numbers.format_percent(self.value) if self.unit == "%" else numbers.format_decimal(self.value)
            )
        if isinstance(self.value, datetime.date):
            return dates.slashed(self.value)
        if isinstance(self.value, int):
            return numbers.format_integer(self.value, grouped=grouped)
        return self.value


@dataclass(frozen=True)
class FigureTable:
    """Rows a report may print or loop over: key, column labels, rows of values (one dict a row, same keys)."""

    key: str
    label: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[dict[str, Value], ...]
    url: str = ""


Provider = Callable[["Agency", int], Iterable[Figure | FigureTable]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    _providers.append(function)
    return function


class Figures:
    """The figures of an agency's year by key. A missing key raises KeyError: nothing falls back silently."""

    def __init__(self, entries: Iterable[Figure | FigureTable]) -> None:
        self.figures: dict[str, Figure] = {}
        self.tables: dict[str, FigureTable] = {}
        for entry in entries:
            if entry.key in self.figures or entry.key in self.tables:
                raise ValueError(f"figure {entry.key} is given twice")
            if isinstance(entry, Figure):
                self.figures[entry.key] = entry
            else:
                self.tables[entry.key] = entry

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]

    def __contains__(self, key: str) -> bool:
        return key in self.figures

    def get(self, key: str) -> Figure | None:
        return self.figures.get(key)

    def value(self, key: str) -> Value:
        return self.figures[key].value


def collect(agency: "Agency", year: int) -> Figures:
    """Every figure of the agency's year, in the entered scope; a fixed number of queries."""
    return Figures(entry for give in _providers for entry in give(agency, year))


def rate(key: str, label: str, part: Figure, whole: Figure, *, value: Decimal | None = None) -> Figure:
    """A rate of two figures, denominator named; `value` when it completes 100 with its siblings (numbers.shares)."""
    numerator, denominator = int(str(part.value)), int(str(whole.value))
    return Figure(
        key,
        label,
        numbers.percent(numerator, denominator) if value is None else value,
        unit="%",
        formula=f"{numerator} / {denominator} {whole.label.lower()}",
        url=part.url,
        period=part.period,
        numerator=numerator,
        denominator=denominator,
    )


def rates(parts: list[tuple[str, str, Figure]], whole: Figure) -> Iterable[Figure]:
    """Rates (key, label, part) of one whole; none when the whole is 0; complementary ones add up to 100."""
    denominator = int(str(whole.value))
    if denominator == 0:
        return
    values = numbers.shares([int(str(part.value)) for _, _, part in parts], denominator)
    for (key, label, part), value in zip(parts, values, strict=True):
        yield rate(key, label, part, whole, value=value)
