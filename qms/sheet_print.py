"""How a sheet comes out of the printer: A4 across, one page wide, its head on every page, no text cut."""

import math
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

A4 = 9
LINE = 15.0
"""Points of one line in Excel's own type."""
BOLD = 1.12
"""Bold letters take more of a column's width, which counts plain digits."""
NARROWEST, WIDEST = 9, 50
"""Letters of a list's columns."""
HEAD = Font(bold=True)
WRAPPED, TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
SEEN = 500
"""Lines that a list's columns are measured by."""


def fit(page: Any, *, head_from: int = 1, head_to: int = 1) -> None:
    """Set up a sheet of openpyxl; rows `head_from` to `head_to` stand on every page."""
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_title_rows = f"{head_from}:{head_to}"


def lines_in(text: str, width: float, *, bold: bool = False) -> int:
    """Lines that a wrapped text takes in a column `width` letters wide."""
    room = max(width - 1, 1) / (BOLD if bold else 1)
    if len(text) <= room and "\n" not in text:
        return 1
    count = 0
    for part in text.split("\n"):
        count, used = count + 1, 0.0
        for word in part.split(" "):
            if used and used + 1 + len(word) > room:
                count, used = count + 1, 0.0
            used += len(word) + (1 if used else 0)
            if used > room:  # a word longer than the column is broken
                count, used = count + math.ceil(used / room) - 1, used % room
    return count


def list_book(title: str, labels: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one plain table; lines are streamed after the first, by which its columns are as wide."""
    lines = iter(lines)
    first = list(islice(lines, SEEN))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    fit(sheet)
    sheet.freeze_panes = "A2"
    widths = [
        _width(label, [line[at] for line in first if at < len(line)]) for at, label in enumerate(labels)
    ]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, line in enumerate(chain([labels], first, lines), 1):
        if len(line) < len(labels):  # a sentence under the table runs on over the empty cells
            sheet.append(line)
            continue
        tall = max(map(_lines_of, line, widths), default=1)
        if tall > 1:
            sheet.row_dimensions[number].height = LINE * tall
        sheet.append([_cell(sheet, value, bold=number == 1, alone=tall == 1) for value in line])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _width(label: str, values: Sequence[Any]) -> int:
    """Room for the longest text on one line, and for each word of the head."""
    longest = max(
        map(len, (*label.split(), *(str(value) for value in values if value is not None))), default=0
    )
    return min(max(NARROWEST, math.ceil(longest * BOLD) + 2), WIDEST)


def _lines_of(value: Any, width: float) -> int:
    return lines_in(value, width / BOLD) if isinstance(value, str) else 1


def _cell(sheet: Any, value: Any, *, bold: bool, alone: bool) -> Any:
    """A bare value where the row is one line high: styles of all cells take four times as long."""
    day = hasattr(value, "strftime")
    if value is None or (alone and not bold and not day):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = WRAPPED if isinstance(value, str) else TOP
    if bold:
        cell.font = HEAD
    if day:
        cell.number_format = "dd/mm/yyyy hh:mm" if hasattr(value, "hour") else "dd/mm/yyyy"
    return cell
