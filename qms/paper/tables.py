"""Tables: weighted columns, merged cells, header rows repeated on every page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qms.paper.inline import Node, Runs

if TYPE_CHECKING:
    from qms.paper.blocks import Block


TABLE_SIZES = (8, 9, 10, 11, 12, 13, 14)


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Column(Node):
    """`weight`: share of the table's width."""

    weight: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """Text, then blocks. `align` None: as the column; header cells are centred.

    `number`: what the text says, for a sheet that goes on counting, in Excel's `number_format`.
    """

    runs: Runs = ()
    blocks: "tuple[Block, ...]" = ()
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    bold: bool = False
    number: int | None = None
    number_format: str = "0"


@dataclass(frozen=True, slots=True)
class Row(Node):
    """Cells left to right; places taken by a rowspan from above are left out. `bold`: totals, groups.

    `splits`: the row may go on over the page, for long typed texts.
    """

    cells: tuple[Cell, ...]
    bold: bool = False
    splits: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the drawn grid. `above`: the place continues a rowspan (its `cell` is the one above)."""

    cell: Cell
    column: int
    above: bool = False


@dataclass(frozen=True, slots=True)
class Table(Node):
    """`header` rows are bold, centred and repeated. `size` None: chosen by the number of columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    header: tuple[Row, ...] = ()
    caption: Runs = ()
    size: int | None = None
    bordered: bool = True
    repeat_header: bool = True

    def __post_init__(self) -> None:
        Node.__post_init__(self)
        if self.size is not None and self.size not in TABLE_SIZES:
            raise ValueError(f"Cỡ chữ của bảng là một trong {TABLE_SIZES}, không phải {self.size}.")
        for rows in (self.header, self.rows):
            for _ in grid(rows, len(self.columns)):
                pass

    @property
    def shares(self) -> tuple[float, ...]:
        """Column widths as parts of 1."""
        total = sum(column.weight for column in self.columns)
        return tuple(column.weight / total for column in self.columns)

    @property
    def type_size(self) -> int:
        """Points. The decree sets no size for tables; wide ones need a smaller one to stay readable."""
        if self.size is not None:
            return self.size
        count = len(self.columns)
        return 13 if count <= 6 else 12 if count <= 9 else 11 if count <= 13 else 9


def grid(rows: Sequence[Row], width: int) -> Iterator[list[Slot]]:
    """Rows with every place filled. Raises ValueError when spans and columns do not fit."""
    open_cells: dict[int, tuple[Cell, int]] = {}  # first column → (cell, rows still to cover)
    for number, row in enumerate(rows, start=1):
        slots, queue, column = [], iter(row.cells), 0
        while column < width:
            held = open_cells.pop(column, None)
            cell = held[0] if held else next(queue, None)
            if cell is None:
                raise ValueError(f"Hàng {number} của bảng thiếu ô: mới đủ {column}/{width} cột.")
            slots.append(Slot(cell, column, above=held is not None))
            left = (held[1] if held else cell.rowspan) - 1
            if left:
                open_cells[column] = (cell, left)
            column += cell.colspan
        if column > width or next(queue, None) is not None:
            raise ValueError(f"Hàng {number} của bảng thừa ô: bảng chỉ có {width} cột.")
        yield slots
    if open_cells:
        raise ValueError("Ô gộp dọc vượt quá hàng cuối của bảng.")
