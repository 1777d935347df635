"""The catalogue as an XLSX that comes back in through the import with nothing changed."""

import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from qms.dates import slashed
from qms.sheet_print import fit
from qms.sheet_tables import cell_value
from tthc.models import AdministrativeProcedure

COLUMNS = (
    ("TT", 6), ("Mã TTHC", 26), ("Tên TTHC", 70), ("Lĩnh vực", 26), ("Cấp thực hiện", 16),
    ("Thời hạn giải quyết", 20), ("Ghi chú thời hạn", 30), ("Mức DVC", 14), ("Phi địa giới", 12),
    ("Phí, lệ phí", 24), ("Cơ quan thực hiện", 30), ("Nơi tiếp nhận", 26), ("Đơn vị giải quyết", 26),
    ("Quyết định công bố", 26), ("Hiệu lực từ", 14), ("Thuộc phạm vi HTQLCL", 14),
    ("Lý do không thuộc phạm vi", 30),
)  # fmt: skip


def in_force_xlsx(on: datetime.date) -> bytes:
    """The procedures in force that day, in the order of their codes."""
    return catalogue_xlsx(AdministrativeProcedure.objects.in_force(on).order_by("sort_key", "pk"))


def catalogue_xlsx(rows: Any) -> bytes:
    """These procedures, in their order."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh mục TTHC")
    for at, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + at)].width = width
    sheet.freeze_panes = "C2"
    fit(sheet)
    header = []
    for label, _ in COLUMNS:
        cell = WriteOnlyCell(sheet, label)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        header.append(cell)
    sheet.append(header)
    for number, row in enumerate(rows.for_detail().iterator(chunk_size=2000), 1):
        sheet.append([number, *map(cell_value, _cells(row))])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(row: AdministrativeProcedure) -> list[str]:
    limit = f"{row.time_limit} {row.get_time_unit_display()}" if row.time_limit is not None else ""
    return [
        row.full_code,
        row.name,
        row.field.name if row.field else "",
        row.get_level_display(),
        limit,
        row.time_note,
        row.get_online_level_display(),
        _yes(row.non_territorial),
        row.fee,
        row.competent_agency,
        str(row.receiving_unit or ""),
        str(row.resolving_unit or ""),
        row.decision.symbol if row.decision else "",
        slashed(row.in_force_from) if row.in_force_from else "",
        _yes(row.in_scope),
        row.scope_reason,
    ]


def _yes(value: bool) -> str:
    return "Có" if value else "Không"
