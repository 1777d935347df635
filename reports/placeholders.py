"""What a placeholder stands for: a figure, a cell of a figure table, or nothing yet."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from qms import dates, numbers
from qms.figures import Figure, Figures, FigureTable
from reports.enums import DecimalMark, NumberStyle

# Private-use characters carry a figure's identity through Jinja and Markdown; users' text never keeps one.
_FIRST, _END = 0xF0000, "\U0010fffd"
MARKED = re.compile("([\U000f0000-\U000ffffd])([^\U0010fffd]*)\U0010fffd")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_MARKDOWN = re.compile(r"([\\*_|\[\]`<>#~])")
MAX_QUOTES = 20_000


class FillError(Exception):
    """A body that cannot be filled; the message is a Vietnamese sentence."""


def strip_private(text: str) -> str:
    return text if text.isprintable() else _PRIVATE.sub("", text)  # none of them is printable


def escape(text: str) -> str:
    """A value that Markdown must leave alone, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(strip_private(text).split()))


def plain(text: str) -> str:
    """Filled text without the marks."""
    return strip_private(re.sub(r"\\([\\*_|\[\]`<>#~])", r"\1", text))


@dataclass(frozen=True)
class Style:
    """How an outline writes numbers."""

    grouped: bool = False
    decimal_mark: str = ","

    @classmethod
    def of(cls, number_style: str, decimal_mark: str) -> "Style":
        return cls(number_style == NumberStyle.GROUPED, "." if decimal_mark == DecimalMark.POINT else ",")

    def integer(self, value: int) -> str:
        return numbers.format_integer(value, grouped=self.grouped)

    def decimal(self, value: Decimal) -> str:
        return f"{value:f}".replace(".", self.decimal_mark)

    def text(self, value: Any, unit: str = "") -> str:
        """The form of a placeholder without a filter."""
        if isinstance(value, Decimal):
            return self.decimal(value) + ("%" if unit == "%" else "")
        if isinstance(value, datetime.date):
            return dates.slashed(value)
        return self.integer(value) if isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Quote:
    """A figure as a section quotes it. `current`: its own text, by which a change is noticed."""

    key: str
    label: str
    text: str
    current: str
    url: str = ""
    formula: str = ""
    missing: bool = False


class Comparable:
    """Compares by value, so that {% if audits.findings.major > 0 %} works; a missing figure is false."""

    @property
    def raw(self) -> Any:
        raise NotImplementedError

    def __bool__(self) -> bool:
        return bool(self.raw)

    def __eq__(self, other: object) -> bool:
        return bool(self.raw == (other.raw if isinstance(other, Comparable) else other))

    def __hash__(self) -> int:
        return id(self)

    def _order(self, other: Any, test: Callable[[Any, Any], bool]) -> bool:
        theirs = other.raw if isinstance(other, Comparable) else other
        try:
            return self.raw is not None and bool(test(self.raw, theirs))
        except TypeError as error:
            raise FillError("Điều kiện so sánh hai giá trị khác loại.") from error

    def __lt__(self, other: Any) -> bool:
        return self._order(other, lambda a, b: a < b)

    def __le__(self, other: Any) -> bool:
        return self._order(other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> bool:
        return self._order(other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> bool:
        return self._order(other, lambda a, b: a >= b)


@dataclass(frozen=True, eq=False)
class Value(Comparable):
    """A figure or cell with the form a filter gave it ('' = the outline's own form)."""

    key: str
    label: str
    value: Any
    unit: str
    url: str
    formula: str
    current: str
    form: str = ""

    @property
    def raw(self) -> Any:
        return self.value

    def text(self, style: Style) -> str:
        return self.form or style.text(self.value, self.unit)

    def shaped(self, form: str) -> "Value":
        return replace(self, form=form)


@dataclass(frozen=True, eq=False)
class Row:
    table: FigureTable
    index: int

    def cell(self, name: str) -> "Value | Node":
        row, key = self.table.rows[self.index], f"{self.table.key}[{self.index}].{name}"
        if name not in row:
            return Node(key, Figures(()))
        value = row[name]
        label = f"{self.table.label}: {dict(self.table.columns).get(name, name)}"
        return Value(key, label, value, "", self.table.url, "", Figure(key, label, value).text())


@dataclass(frozen=True, eq=False)
class Node(Comparable):
    """A dotted name in a body: a figure when the year has one, else a step towards one."""

    key: str
    figures: Figures

    def child(self, name: str) -> "Node":
        return Node(f"{self.key}.{name}", self.figures)

    @property
    def figure(self) -> Figure | None:
        return self.figures.get(self.key)

    @property
    def raw(self) -> Any:
        if (found := self.figure) is not None:
            return found.value
        table = self.figures.table(self.key)
        return table.rows if table else None

    def resolved(self) -> Value | None:
        if (found := self.figure) is None:
            return None
        return Value(found.key, found.label, found.value, found.unit, found.url, found.formula, found.text())

    def __iter__(self) -> Iterator[Row]:
        """Rows of a table; none while the year has no such table."""
        table = self.figures.table(self.key)
        return (Row(table, index) for index in range(len(table.rows))) if table else iter(())


def settled(value: Any) -> Any:
    """A node that names a figure becomes its value; one that names none stays, to be told as missing."""
    if isinstance(value, Node) and (found := value.resolved()) is not None:
        return found
    return value


@dataclass
class Collector:
    """What one body quoted, in the order of its text."""

    style: Style
    quotes: list[Quote] = field(default_factory=list)

    def put(self, value: Any) -> str:
        """Jinja's finalize: marks around figures, escapes on everything."""
        value = settled(value)
        if isinstance(value, Node):
            shown = f"[chưa có số liệu: {value.key}]"
            return self._mark(Quote(value.key, "Chưa có số liệu này", shown, "", missing=True))
        if isinstance(value, Value):
            text = value.text(self.style)
            return self._mark(Quote(value.key, value.label, text, value.current, value.url, value.formula))
        if isinstance(value, Row):
            raise FillError("Trong vòng lặp phải ghi rõ cột, ví dụ {{ dong.ten }}.")
        if not isinstance(value, str | int):
            raise FillError("Có chỗ trong phần {{ … }} không phải là số liệu.")
        return escape(str(value))

    def _mark(self, quote: Quote) -> str:
        if len(self.quotes) >= MAX_QUOTES:
            raise FillError("Mục này chèn quá nhiều số liệu.")
        self.quotes.append(quote)
        return f"{chr(_FIRST + len(self.quotes) - 1)}{escape(quote.text)}{_END}"


def quote_index(mark: str) -> int:
    return ord(mark) - _FIRST
