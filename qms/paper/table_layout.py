"""Column widths and type size of a table: by weight, but no column narrower than its longest word."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qms.paper.fonts import text_width
from qms.paper.tables import TABLE_SIZES, Row, Table, grid
from qms.paper.text import cell_text

PADDING = 3.0  # points, each side of a cell
_SLACK = 1.0
_LARGEST_SHARE = 0.4  # an address or a link may not take the whole table: it is broken


@dataclass(frozen=True, slots=True)
class Layout:
    """`shares` of the width add to 1."""

    size: int
    shares: tuple[float, ...]


def layout(table: Table, room: float | None) -> Layout:
    """`room` in points; None when unknown (tables in cells): weights alone."""
    if room is None:
        return Layout(table.type_size, table.shares)
    words = _longest_words(table)
    sizes = [table.size] if table.size else [size for size in TABLE_SIZES if size <= table.type_size]
    for size in sorted(sizes, reverse=True):
        least = [min(word * size + 2 * PADDING + _SLACK, room * _LARGEST_SHARE) for word in words]
        if sum(least) <= room:
            return Layout(size, _shares(table.shares, [width / room for width in least]))
    return Layout(min(sizes), tuple(width / sum(least) for width in least))


def _longest_words(table: Table) -> list[float]:
    """Per column, the width of its longest word at one point."""
    count = len(table.columns)
    found: list[set[tuple[str, bool]]] = [set() for _ in range(count)]
    for rows, header in ((table.header, True), (table.rows, False)):
        _collect(rows, found, count, header=header)
    return [max((_width(word, bold) for word, bold in words), default=0.0) for words in found]


def _collect(rows: Sequence[Row], found: list[set[tuple[str, bool]]], count: int, *, header: bool) -> None:
    for row, slots in zip(rows, grid(rows, count), strict=True):
        bold = header or row.bold
        for slot in slots:
            if slot.cell.colspan == 1 and not slot.above:
                words = cell_text(slot.cell).replace("\n", " ").replace("-", "- ").split(" ")
                found[slot.column].update((word, bold) for word in words)


@lru_cache(maxsize=4096)
def _width(word: str, bold: bool) -> float:
    return text_width(word, 1.0, bold=bold)


def _shares(wanted: Sequence[float], least: Sequence[float]) -> tuple[float, ...]:
    """The wanted shares, raised to the least where needed; the other columns give way by weight."""
    fixed: dict[int, float] = {}
    while True:
        left = 1.0 - sum(fixed.values())
        free = sum(share for index, share in enumerate(wanted) if index not in fixed) or 1.0
        shares = [fixed.get(index, share * left / free) for index, share in enumerate(wanted)]
        tight = {i: least[i] for i, share in enumerate(shares) if i not in fixed and share < least[i]}
        if not tight:
            return tuple(shares)
        fixed |= tight
