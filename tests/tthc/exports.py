"""Small exports for tests: a header row and dossiers, as XLSX or CSV, handed in as the page does."""

from pathlib import Path
from typing import Any

from django.core.files import File
from openpyxl import Workbook

from tthc.imports import columns
from tthc.imports.jobs import look
from tthc.imports.run import import_run
from tthc.models import AdministrativeProcedure, DossierImport
from tthc.services import imports

HEADERS = (
    "STT", "Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả",
    "Trạng thái", "Hình thức tiếp nhận", "Số hóa TPHS", "Số hóa KQ",
)  # fmt: skip


def code(number: int) -> str:
    return f"000.00.30.H23-240215-{number:04d}"


def row(number: int = 1, **changes: Any) -> list[Any]:
    """A settled dossier of Thursday 15/02/2024, promised and settled by the 20th; changes by header."""
    cells = dict(
        zip(
            HEADERS,
            (
                number, code(number), "1.004873", "Người Thử Nghiệm", "15/02/2024 08:30", "20/02/2024",
                "20/02/2024", "Đã trả kết quả", "Trực tuyến", "Đầy đủ", "Có",
            ),
            strict=True,
        )
    )  # fmt: skip
    unknown = set(changes) - set(HEADERS)
    assert not unknown
    return list((cells | changes).values())


def xlsx(path: Path, *rows: list[Any], headers: tuple[str, ...] = HEADERS, above: int = 0) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    for number in range(above):
        sheet.append([f"DANH SÁCH HỒ SƠ {number}"])
    for cells in (list(headers), *rows):
        sheet.append(cells)
    book.save(path)
    return path


def csv(path: Path, *rows: list[Any], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    lines = [delimiter.join(str(cell) for cell in cells) for cells in (HEADERS, *rows)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def procedure(code: str = "1.004873") -> AdministrativeProcedure:
    return AdministrativeProcedure.objects.get_or_create(
        code=code, defaults={"name": "Thủ tục thử", "level": "xa"}
    )[0]


def hand_in(path: Path, *, source: str = "Một cửa", level: str = "xa", **options: bool) -> DossierImport:
    """Uploaded, looked at and matched as suggested."""
    of = imports.source_named(source, level, actor=None)
    with path.open("rb") as stream:
        record = imports.import_upload(
            source=of, file=File(stream), name=path.name, year=2024, actor=None, **options
        )
    record = look(record, silent)
    if record.state == "uploaded":
        chosen = columns.suggest(record.scan["headers"], {})
        record = imports.mapping_save(record, chosen, {}, actor=None)
    return record


def take(path: Path, **options: Any) -> DossierImport:
    """The whole way; the import as it stands afterwards."""
    record = hand_in(path, **options)
    import_run(record, actor=None, told=silent)
    return DossierImport.objects.get(pk=record.pk)


def silent(done: int, total: int, message: str) -> None:
    pass


def reasons(record: DossierImport) -> list[str]:
    """The last column of the rows not taken."""
    from python_calamine import CalamineWorkbook

    if not record.rejected_file:
        return []
    rows = CalamineWorkbook.from_path(record.rejected_file.path).get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "Lý do không nhận"
    return [str(cells[-1]) for cells in rows[1:]]
