"""Tables of a paper → a workbook: cells merged as they print, numbers as numbers, the head frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from qms.paper.tables import Align, Row, Slot, Table, grid
from qms.paper.text import cell_text

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
        page.column_dimensions[get_column_letter(number)].width = 8 * column.weight + 3
    page.freeze_panes = page.cell(body, NAMED + 1)
    page.page_setup.orientation = "landscape"


def _rows(page: Any, table: Table, rows: Sequence[Row], top: int, *, head: bool) -> int:
    """Write rows from `top`; the row after them."""
    for number, (row, slots) in enumerate(zip(rows, grid(rows, len(table.columns)), strict=True), top):
        for slot in slots:
            if not slot.above:
                align = Align.CENTER if head else slot.cell.align or table.columns[slot.column].align
                _fill(page, number, slot, align, bold=head or row.bold or slot.cell.bold)
    return top + len(rows)


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
