"""Tables of statistics as a workbook, merged heads included."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from qms.text import fold
from qms.views.tables import XLSX, cell_value
from tthc.models import DossierStatistics
from tthc.statistics.breakdown import Breakdown

CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


def workbook_response(tables: Sequence[Breakdown], row: DossierStatistics) -> HttpResponse:
    """One sheet a table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        short = "II.06a" if table.presentation.key == "ii06a" else "Sở KHCN"
        _fill(book.create_sheet(f"{short} {table.title}"[:31]), table, row)
    stream = BytesIO()
    book.save(stream)
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    name = fold(f"thong ke ho so {row.get_level_display()} {row.year}").replace(" ", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _fill(sheet: Any, table: Breakdown, row: DossierStatistics) -> None:
    bold = Font(bold=True)
    sheet.append([f"{table.presentation.title}, {row.level_label}, kỳ {row.period_told}"])
    sheet["A1"].font = bold
    top = 3
    _head(sheet, table, top)
    numbers = ["(1)", "(2)", *table.presentation.numbers]
    place = top + len(table.presentation.head)
    for column, text in enumerate(numbers, 1):
        sheet.cell(place, column, text).alignment = CENTRED
    for line in table.lines:
        place += 1
        values = [int(line.number) if line.number else None, cell_value(line.name), *line.counts]
        for column, value in enumerate(values, 1):
            cell = sheet.cell(place, column, value)
            if line.css:
                cell.font = bold
    sheet.cell(place + 2, 1, table.sentence)
    if table.presentation.note:
        sheet.cell(place + 3, 1, table.presentation.note)
    sheet.column_dimensions["B"].width = 40
    for column in range(3, len(numbers) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 13
    sheet.freeze_panes = sheet.cell(top + len(table.presentation.head) + 1, 3)


def _head(sheet: Any, table: Breakdown, top: int) -> None:
    """Cells go to the first free place of their row, as in HTML."""
    deep = len(table.presentation.head)
    taken: set[tuple[int, int]] = set()
    first = [("TT", 1, deep), (table.by, 1, deep)]
    for number, heads in enumerate(table.presentation.head):
        cells = [(head.label, head.colspan, head.rowspan) for head in heads]
        column = 1
        for label, across, down in [*first, *cells] if number == 0 else cells:
            while (number, column) in taken:
                column += 1
            taken |= {(number + i, column + j) for i in range(down) for j in range(across)}
            cell = sheet.cell(top + number, column, label)
            cell.alignment, cell.font = CENTRED, Font(bold=True)
            if across > 1 or down > 1:
                end = {"end_row": top + number + down - 1, "end_column": column + across - 1}
                sheet.merge_cells(start_row=top + number, start_column=column, **end)
