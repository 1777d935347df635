"""Figures: the facts of a year, each entered once, with where it came from and how it was computed.

An app's figures.py registers providers: `@provider("tthc.survey")` over `(agency, year) -> Iterable[Entry]`; keys are
dotted and start with the app's name (`tthc.dossiers.huyen.received`). Reports, checks, dashboard and API read
`collect()`, which asks a provider only when one of its keys is wanted.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from django.urls import get_script_prefix, set_script_prefix

from qms import dates, numbers
from qms.scope import Scope, ScopeMismatch, current_agency, current_scope, in_scope
from qms.text import in_sentence

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


Entry = Figure | FigureTable
Give = Callable[["Agency", int], Iterable[Entry]]


@dataclass(frozen=True, eq=False)
class Provider:
    """prefixes: `tthc.survey` stands for that key and for all below it, of figures and tables alike."""

    prefixes: tuple[str, ...]
    give: Give

    def entries(self, agency: "Agency", year: int) -> dict[str, Entry]:
        found = _by_key(self.give(agency, year))
        for key in found:
            if not any(_covers(prefix, key) for prefix in self.prefixes):
                raise ValueError(f"{self.give.__module__} gives {key}, outside {', '.join(self.prefixes)}")
        return found


_providers: dict[str, Provider] = {}
"""By prefix, in the order in which pages list what they give."""


def provider(*prefixes: str) -> Callable[[Give], Give]:
    """Register `function(agency, year)`, asked when a key at or below one of the prefixes is. No two may overlap."""
    for place, prefix in enumerate(prefixes):
        if not all(prefix.split(".")):
            raise ValueError(f"prefix {prefix!r} has an empty part")
        for other in (*_providers, *prefixes[:place]):
            if _covers(other, prefix) or _covers(prefix, other):
                raise ValueError(f"prefixes {other} and {prefix} overlap")
    if not prefixes:
        raise ValueError("a provider without a prefix is never asked")

    def register(function: Give) -> Give:
        _providers.update(dict.fromkeys(prefixes, Provider(prefixes, function)))
        return function

    return register


def _covers(prefix: str, key: str) -> bool:
    return key == prefix or key.startswith(f"{prefix}.")


def _by_key(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.key in found:
            raise ValueError(f"figure {entry.key} is given twice")
        found[entry.key] = entry
    return found


class Figures:
    """Figures and tables by key. A missing key raises KeyError: nothing falls back silently."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = _by_key(entries)

    def __getitem__(self, key: str) -> Figure:
        if (found := self.get(key)) is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> Figure | None:
        found = self._entry(key)
        return found if isinstance(found, Figure) else None

    def table(self, key: str) -> FigureTable | None:
        found = self._entry(key)
        return found if isinstance(found, FigureTable) else None

    def value(self, key: str) -> Value:
        return self[key].value

    def below(self, prefix: str) -> list[Figure]:
        """Those whose key is the prefix or stands below it."""
        return [row for row in self._all(prefix) if isinstance(row, Figure) and _covers(prefix, row.key)]

    def ask(self, keys: Iterable[str]) -> None:
        """Have them read now: for who would take an error of a provider for one of its own."""
        for key in keys:
            self._entry(key)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {row.key: row for row in self._all() if isinstance(row, Figure)}

    @cached_property
    def tables(self) -> dict[str, FigureTable]:
        return {row.key: row for row in self._all() if isinstance(row, FigureTable)}

    def _entry(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def _all(self, prefix: str = "") -> Iterable[Entry]:
        """Every entry; with a prefix, at least those below it."""
        return self._entries.values()


class CollectedFigures(Figures):
    """Of an agency's year: a provider runs once, when one of its keys is first wanted, or for a list of all.

    It runs in the scope and under the script prefix of the collecting, wherever it is asked from: the figures are
    those of `collect()`'s agency, and their links lead to its year.
    """

    def __init__(self, agency: "Agency", year: int) -> None:
        super().__init__(())
        self._agency, self._year = agency, year
        self._scope, self._script_prefix = current_scope(), get_script_prefix()
        self._providers = dict(_providers)
        self._given: dict[Provider, dict[str, Entry]] = {}

    def _entry(self, key: str) -> Entry | None:
        if key not in self._entries:
            for prefix in accumulate(key.split("."), "{}.{}".format):
                if prefix in self._providers:
                    self._run(self._providers[prefix])
        return self._entries.get(key)

    def _all(self, prefix: str = "") -> Iterable[Entry]:
        for own, one in self._providers.items():
            if not prefix or _covers(prefix, own) or _covers(own, prefix):
                self._run(one)
        order = dict.fromkeys(self._providers.values())
        return [row for one in order if one in self._given for row in self._given[one].values()]

    def _run(self, one: Provider) -> None:
        if one not in self._given:
            with _place(self._scope, self._script_prefix):
                self._given[one] = one.entries(self._agency, self._year)
            self._entries.update(self._given[one])


@contextmanager
def _place(scope: Scope, script_prefix: str) -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix(script_prefix)
    try:
        with in_scope(scope):
            yield
    finally:
        set_script_prefix(before)


def collect(agency: "Agency", year: int) -> Figures:
    """The figures of the year of the agency that is entered; its providers take a fixed number of queries."""
    if current_agency() != agency:
        raise ScopeMismatch(f"Số liệu của {agency} chỉ đọc được trong phạm vi của cơ quan đó.")
    return CollectedFigures(agency, year)


def rate(key: str, label: str, part: Figure, whole: Figure, *, value: Decimal | None = None) -> Figure:
    """A rate of two figures, denominator named; `value` when it completes 100 with its siblings (numbers.shares)."""
    numerator, denominator = int(str(part.value)), int(str(whole.value))
    return Figure(
        key,
        label,
        numbers.percent(numerator, denominator) if value is None else value,
        unit="%",
        formula=f"{numerator} / {denominator} {in_sentence(whole.label)}",
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
