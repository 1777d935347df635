"""Parts of sheets: headings flush left, lines and table rows left empty to be written on by hand."""

from collections.abc import Iterator

from qms.paper import build
from qms.paper.blocks import Block, Heading, Spacer
from qms.paper.tables import Cell, Row

NO_DAY = "Ngày ..... tháng ..... năm ........."


def heading(words: str, *, upper: bool = False) -> Heading:
    return Heading(1, build.text(words), upper=upper, flush=True)


def dotted(count: int) -> Iterator[Block]:
    """Lines to write on."""
    for _ in range(count):
        yield build.line("")


def asked(label: str, count: int) -> Iterator[Block]:
    """A bold label with `count` lines to write on, the first one beside it."""
    yield build.line(label, bold_label=True)
    yield from dotted(count - 1)


def empty_rows(columns: int, count: int, *, height: int = 1, numbered: bool = False) -> list[Row]:
    """Table rows `height` lines high; `numbered`: 1, 2 … in the first column."""
    room = Cell(blocks=(Spacer(height),))
    rest = (Cell(),) * (columns - 1 - numbered)
    return [
        Row((build.cell(number), room, *rest) if numbered else (room, *rest))
        for number in range(1, count + 1)
    ]
