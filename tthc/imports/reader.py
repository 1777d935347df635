"""The rows of an export, one by one: XLSX through calamine, CSV in the encodings that systems here write."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from qms.sheet_tables import text_of
from qms.spreadsheets import open_checked, refuse_uncomputed
from qms.text import nfc, storable
from qms.workbook_limits import Limits
from tthc.imports import columns
from tthc.imports.refusals import FileRefused

HEAD = 20
"""The header row stands among these first rows."""
FEWEST = 3
"""As many of our fields a header row names, at least."""
SURE = 6
"""So many, and no other sheet is looked at."""
CELLS = 20_000_000
UNPACKED = 20
"""How many times its packed limit a file may unpack to."""
ENCODINGS = ("utf-8-sig", "cp1258")
DELIMITERS = (";", "\t", ",")
LONGEST_LINE = 200_000


@dataclass
class Table:
    """rows: lists of cells below the header; first_row: the number a person sees beside the first of them."""

    sheet: str
    headers: list[str]
    rows: Iterator[list[Any]]
    first_row: int
    total: int
    """Rows, for progress; of a CSV an estimate."""


def open_table(path: Path, name: str, *, remembered: dict[str, str], checked: bool = False) -> Table:
    """The table of an export. Raises ValidationError (FileRefused) with a sentence.

    name: as its sender called it; checked: its size and unpacked size were looked at before (scan).
    """
    check_size(path.stat().st_size)
    if _is_xlsx(path, name):
        return _of_workbook(_workbook(path, checked), remembered)
    return _of_csv(path, remembered)


def open_patiently(waiting: Callable[[int], None], *args: Any, **kwargs: Any) -> Table:
    """open_table in a thread, for opening is one long call of a library; waiting(seconds) is told twice a second."""
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=1) as pool:
        opened = pool.submit(open_table, *args, **kwargs)
        while True:
            try:
                return opened.result(timeout=0.5)
            except TimeoutError:
                waiting(int(time.monotonic() - begun))


def check_size(size: int) -> None:
    limit = settings.MAX_IMPORT_MB
    if size == 0:
        raise FileRefused("Tệp rỗng.")
    if size > limit * 1024 * 1024:
        raise FileRefused(
            f"Tệp nặng {size / 1024 / 1024:.0f} MB, quá giới hạn {limit} MB. Xuất từng quý hoặc từng tháng rồi "
            "nhập lần lượt; hồ sơ đã nhập không bị trùng."
        )


def check_name(name: str) -> None:
    if not name.lower().endswith((".xlsx", ".csv")):
        raise FileRefused(
            "Chỉ nhận tệp .xlsx hoặc .csv. Mở tệp bằng Excel, chọn Lưu thành “Excel Workbook (*.xlsx)” rồi chọn lại."
        )


def _is_xlsx(path: Path, name: str) -> bool:
    check_name(name)
    return name.lower().endswith(".xlsx")


def _workbook(path: Path, checked: bool) -> CalamineWorkbook:
    if checked:
        return CalamineWorkbook.from_path(str(path))
    limit = settings.MAX_IMPORT_MB
    book = open_checked(path, Limits(packed_mb=limit, unpacked_mb=limit * UNPACKED, cells=CELLS))
    refuse_uncomputed(path)
    return book


def _of_workbook(book: CalamineWorkbook, remembered: dict[str, str]) -> Table:
    """The visible sheet whose header row names most of our fields."""
    best: tuple[int, str, int, Any] | None = None
    names = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
    ]  # nobody sees what a hidden one holds
    for name in names:
        try:
            sheet = book.get_sheet_by_name(name)
        except (CalamineError, ValueError):  # a chart's sheet
            continue
        if sheet.start is None:
            continue
        head = [[text_of(cell) for cell in row] for row in islice(sheet.iter_rows(), HEAD)]
        score, index = _header_row(head, remembered)
        if best is None or score > best[0]:
            best = (score, name, index, sheet)
        if score >= SURE:
            break
    if best is None:
        raise FileRefused("Tệp không có dòng nào.")
    score, name, index, sheet = best
    _refuse_headless(score, f"trong các trang: {', '.join(names[:8])}")
    rows = sheet.iter_rows()
    headers = [text_of(cell) for cell in next(islice(rows, index, None))]
    first = sheet.start[0] + index + 2
    total = sheet.end[0] - sheet.start[0] - index
    return _table(name, headers, rows, first, total)


def _header_row(head: list[list[str]], remembered: dict[str, str]) -> tuple[int, int]:
    """(how many of our fields it names, its place) of the best row."""
    wanted = {columns.plain(header) for header in remembered.values() if header}
    scores = [
        max(columns.known(row), len(wanted & {columns.plain(cell) for cell in row if cell})) for row in head
    ]
    best = max(scores, default=0)
    return best, scores.index(best) if scores else 0


def _refuse_headless(score: int, where: str) -> None:
    if score < FEWEST:
        raise FileRefused(
            f"Không thấy dòng tiêu đề có Mã hồ sơ, Ngày tiếp nhận, Trạng thái … {where}. "
            "Chọn đúng tệp danh sách hồ sơ xuất từ phần mềm Một cửa, mỗi dòng một hồ sơ."
        )


def _table(name: str, headers: list[str], rows: Iterator[list[Any]], first: int, total: int) -> Table:
    if total <= 0:
        raise FileRefused("Dưới dòng tiêu đề không có hồ sơ nào.")
    return Table(name, columns.unique([storable(nfc(header)) for header in headers]), rows, first, total)


def _of_csv(path: Path, remembered: dict[str, str]) -> Table:
    encoding = _encoding_of(path)
    delimiter = _delimiter_of(path, encoding)
    head = list(islice(_csv_rows(path, encoding, delimiter), HEAD))
    score, index = _header_row(head, remembered)
    _refuse_headless(score, "ở các dòng đầu của tệp CSV")
    rows = _csv_rows(path, encoding, delimiter)
    headers = next(islice(rows, index, None))
    return _table("CSV", headers, rows, index + 2, _lines(path, encoding) - index - 1)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Composed (NFC), because Windows-1258 writes tone marks apart."""
    with path.open(encoding=encoding, newline="") as stream:
        lines: Iterator[str] = (nfc(line.replace("\0", "")) for line in _short(stream))
        try:
            yield from csv.reader(lines, delimiter=delimiter)
        except csv.Error as error:
            raise FileRefused(f"Tệp CSV bị hỏng: {error}.") from error


def _short(stream: TextIO) -> Iterator[str]:
    """Lines as long as a dossier's may be: one of 20 MB of delimiters would become 20 million cells."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileRefused("Tệp CSV có dòng dài bất thường; xuất lại tệp, mỗi dòng một hồ sơ.")
        yield line


def _encoding_of(path: Path) -> str:
    """By its mark, else UTF-8 when the whole file is, else Windows-1258."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith(b"PK\x03\x04"):
        raise FileRefused("Nội dung tệp là bảng tính Excel, không phải CSV. Đổi đuôi tệp thành .xlsx.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried: tuple[str, ...] = ("utf-16",)
    elif len(head) == 4 and head[1] == head[3] == 0:
        tried = ("utf-16-le",)
    else:
        tried = ENCODINGS
    for encoding in tried:
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileRefused("Không đọc được bảng mã của tệp CSV. Lưu lại thành “CSV UTF-8” hoặc .xlsx.")


def _delimiter_of(path: Path, encoding: str) -> str:
    """The one that cuts the first lines into most columns."""
    with path.open(encoding=encoding, newline="") as stream:
        head = "".join(islice(_short(stream), HEAD))

    def widest(delimiter: str) -> int:
        try:
            return max((len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    return max(DELIMITERS, key=widest)


def _lines(path: Path, encoding: str) -> int:
    mark = "\n".encode(encoding.removesuffix("-sig").replace("utf-16", "utf-16-le").replace("le-le", "le"))
    count, last = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            count, last = count + chunk.count(mark), chunk
    return count + (0 if last.endswith(mark) else 1)


def chunks(rows: Iterator[list[Any]], size: int) -> Iterator[list[list[Any]]]:
    while chunk := list(islice(rows, size)):
        yield chunk
