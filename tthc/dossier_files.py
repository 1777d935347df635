"""The list of dossiers as a workbook: every row of it, however many, written row by row by a job."""

import datetime
from collections.abc import Iterable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from openpyxl import Workbook

from qms.jobs import Context, Result, job
from qms.numbers import grouped
from qms.sheet_tables import cell_value
from qms.views.tables import XLSX, Column
from tthc.filters.dossiers import DossierFilter
from tthc.models import Dossier

KIND = "tthc.dossiers_xlsx"
SHEET_ROWS = 1_000_000
"""An Excel sheet ends at row 1,048,576."""
STEP = 2000
COLUMNS = (
    Column("code", "Mã hồ sơ"),
    Column("procedure_code", "Mã TTHC", lambda row: row.procedure.full_code if row.procedure else ""),
    Column("procedure", "Thủ tục", lambda row: row.procedure.name if row.procedure else ""),
    Column("level", "Cấp"),
    Column("channel", "Cách nộp"),
    Column("received_on", "Tiếp nhận"),
    Column("due_on", "Hẹn trả"),
    Column("finished_on", "Kết thúc"),
    Column("state", "Trạng thái"),
    Column("timing", "Thời hạn"),
    Column("receiving_unit", "Nơi tiếp nhận"),
    Column("resolving_unit", "Đơn vị giải quyết"),
)


def told_whole(rows: Any) -> Any:
    """With what the columns read."""
    return rows.select_related("procedure", "receiving_unit", "resolving_unit")


@job(KIND, "Xuất danh sách hồ sơ")
def dossiers_xlsx(context: Context) -> Result:
    """Params: query (the list's filter, as in its address), order (a column, with - downwards), today (ISO)."""
    params = context.params
    asked = SimpleNamespace(today=datetime.date.fromisoformat(params["today"]))
    found: Any = DossierFilter(
        QueryDict(params["query"]), queryset=told_whole(Dossier.objects.all()), request=asked
    )
    order = params["order"]
    rows = found.qs.order_by(order, "-pk" if order.startswith("-") else "pk")
    total = rows.count()

    def told(done: int) -> None:
        context.progress(done, total, f"Đã ghi {grouped(done)}/{grouped(total)} hồ sơ")

    told(0)
    content = _workbook(rows.iterator(chunk_size=STEP), told)
    return Result(content, f"ho-so-tthc-{context.job.year}.xlsx", XLSX)


def _workbook(rows: Iterable[Any], told: Any) -> bytes:
    book = Workbook(write_only=True)
    heads = [column.label for column in COLUMNS]
    sheet: Any = None
    for number, row in enumerate(rows):
        if number % SHEET_ROWS == 0:
            sheet = book.create_sheet(f"Hồ sơ TTHC {number // SHEET_ROWS + 1}")
            sheet.append(heads)
        if number % STEP == 0:
            told(number)
        sheet.append([cell_value(column.read(row)) for column in COLUMNS])
    if sheet is None:
        book.create_sheet("Hồ sơ TTHC").append(heads)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
