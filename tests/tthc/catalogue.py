"""Builders of the catalogue's records and of the lists that provinces send."""

import datetime
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from documents.models import ControlledDocument
from tests.documents.helpers import document, revision
from tthc.models import AdministrativeProcedure, Field, ProcedureService

DAY = datetime.date(2024, 7, 1)
HEADER = ["TT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí", "Cơ quan thực hiện"]


def procedure(
    code: str = "1.001193", name: str = "Đăng ký khai sinh", **values: Any
) -> AdministrativeProcedure:
    return AdministrativeProcedure.objects.create(code=code, name=name, **{"level": "xa", **values})


def field(name: str = "Hộ tịch") -> Field:
    return Field.objects.get_or_create(name=name)[0]


def operating(code: str = "QT-01", **values: Any) -> ControlledDocument:
    """An operating procedure in effect since 01/01/2023."""
    made = document(code, **values)
    revision(made, "effective")
    return made


def serve(document: ControlledDocument, *procedures: AdministrativeProcedure) -> None:
    for one in procedures:
        ProcedureService.objects.create(document=document, procedure=one)


def listing(
    *rows: list[Any], header: list[str] | None = HEADER, merged: tuple[str, ...] = (), sheet: str = "Sheet1"
):
    """An XLSX of these rows; a row of one text is a heading merged over the whole width."""
    book = Workbook()
    page = book.active
    page.title = sheet
    width = get_column_letter(len(header or HEADER))
    for row in ([header] if header else []) + list(rows):
        page.append(row)
        if len(row) == 1:
            page.merge_cells(f"A{page.max_row}:{width}{page.max_row}")
    for area in merged:
        page.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
