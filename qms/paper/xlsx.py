"""Tables of a paper → a workbook: cells merged as they print, numbers as numbers, the head frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from qms.paper.tables import Align, Column, Row, Slot, Table, grid
from qms.paper.text import cell_text
from qms.sheet_print import LINE, fit, lines_in

TOP = 3
"""First row of the table, under the heading and an empty row."""
NAMED = 2
"""Columns that stay while the others scroll: number and name."""
EDGE = Border(*(Side(style="thin") for _ in range(4)))
LONGEST_NAME = 31


@dataclass(frozen=True)
class Sheet:
    """`notes`: sentences under the table, after an empty row."""

    name: str
    heading: str
    table: Table
    notes: Sequence[str] = ()


def render(sheets: Sequence[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _draw(book.create_sheet(sheet.name[:LONGEST_NAME]), sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _draw(page: Any, sheet: Sheet) -> None:
    table = sheet.table
    _text(page.cell(1, 1), sheet.heading).font = Font(bold=True, size=13)
    body = _rows(page, table, table.header, TOP, head=True)
    below = _rows(page, table, table.rows, body, head=False)
    for number, note in enumerate(sheet.notes, below + 1):
        _text(page.cell(number, 1), note)
    for number, column in enumerate(table.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = _width(column)
    page.freeze_panes = page.cell(body, NAMED + 1)
    fit(page, head_from=TOP, head_to=max(body - 1, TOP))


def _width(column: Column) -> float:
    """In letters, as Excel counts."""
    return 8 * column.weight + 3


def _rows(page: Any, table: Table, rows: Sequence[Row], top: int, *, head: bool) -> int:
    """Write rows from `top`; the row after them."""
    for number, (row, slots) in enumerate(zip(rows, grid(rows, len(table.columns)), strict=True), top):
        for slot in slots:
            if not slot.above:
                align = Align.CENTER if head else slot.cell.align or table.columns[slot.column].align
                _fill(page, number, slot, align, bold=head or row.bold or slot.cell.bold)
    for number, lines in enumerate(_lines(table, rows, head=head), top):
        page.row_dimensions[number].height = LINE * lines
    return top + len(rows)


def _lines(table: Table, rows: Sequence[Row], *, head: bool) -> list[int]:
    """Lines of each row: Excel gives no height to merged cells, LibreOffice to none."""
    needed = [1] * len(rows)
    for at, (row, slots) in enumerate(zip(rows, grid(rows, len(table.columns)), strict=True)):
        for slot in slots:
            if not slot.above:
                width = sum(map(_width, table.columns[slot.column : slot.column + slot.cell.colspan]))
                lines = lines_in(cell_text(slot.cell), width, bold=head or row.bold or slot.cell.bold)
                last = at + slot.cell.rowspan - 1
                needed[last] = max(needed[last], lines - sum(needed[at:last]))
    return needed


def _fill(page: Any, number: int, slot: Slot, align: Align, *, bold: bool) -> None:
    source, cell = slot.cell, page.cell(number, slot.column + 1)
    if source.number is None:
        _text(cell, cell_text(source))
    else:
        cell.value, cell.number_format = source.number, source.number_format
    cell.font, cell.border = Font(bold=bold), EDGE
    cell.alignment = Alignment(horizontal=align.value, vertical="center" if bold else "top", wrap_text=True)
    if source.colspan > 1 or source.rowspan > 1:
        end = {"end_row": number + source.rowspan - 1, "end_column": slot.column + source.colspan}
        page.merge_cells(start_row=number, start_column=slot.column + 1, **end)


def _text(cell: Any, text: str) -> Any:
    """A text that begins like a formula stays a text."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
    return cell
