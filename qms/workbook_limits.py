"""What an XLSX may unpack to, looked at before a parser sees it: a ZIP bomb, or two cells at the far corners.

The parser lays a sheet out as a full grid (32 bytes a cell), so A1 and XFD1048576 alone would end the process.
"""

import copy
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

CHUNK = 1 << 20
MAX_ENTRIES = 5000
# searched by C, so cheap: beyond column AZ or row 99,999; a cell whose place is to be counted; tags with a prefix
_UNUSUAL = (
    re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}|[B-Zb-z][A-Za-z]|[A-Za-z]{0,2}\d{6})"""),
    re.compile(rb"""<c(?! r=")(?![a-z])"""),
    re.compile(rb"""<\w+:(?:c|row)[\s/>]"""),
)
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d*)["']""")
USUAL_ROWS = 100_000


@dataclass(frozen=True)
class Limits:
    """unpacked_mb: all parts of the file together; cells: rows × columns of the largest sheet's grid."""

    packed_mb: int = 20
    unpacked_mb: int = 300
    cells: int = 8_000_000


def refuse_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack every part once, keeping none. Raises ValidationError with a sentence."""
    entries = archive.infolist()
    most = limits.unpacked_mb * CHUNK
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > most:
        raise _too_big(limits)
    for entry in entries:
        if _is_unusual(archive, entry):
            rows, columns = _grid(archive, entry)
            if rows * columns > limits.cells:
                raise ValidationError(
                    f"Bảng tính trải ra {rows} dòng × {columns} cột, quá giới hạn. Có thể có ô rất xa bảng bị gõ "
                    "nhầm: xóa các dòng, cột thừa rồi lưu lại."
                )


def _too_big(limits: Limits) -> ValidationError:
    return ValidationError(
        f"Nội dung nén trong tệp lớn bất thường (quá {limits.unpacked_mb} MB). Chỉ giữ lại trang tính cần nhập, "
        "bỏ hình ảnh, rồi lưu lại."
    )


def _is_unusual(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    rows = 0
    for piece in _pieces(archive, entry):
        rows += piece.count(b"<row")
        if rows >= USUAL_ROWS or any(pattern.search(piece) for pattern in _UNUSUAL):
            for _ in _pieces(archive, entry):  # to its end: its size may be a lie
                pass
            return True
    return False


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked part in pieces that never cut a tag. Raises ValidationError when it is longer than it says."""
    beyond = copy.copy(entry)
    beyond.file_size = entry.file_size + 1  # the directory's size is only what the sender wrote there
    read, rest = 0, b""
    with archive.open(beyond) as stream:
        while chunk := stream.read(CHUNK):
            read += len(chunk)
            if read > entry.file_size:
                raise ValidationError(
                    "Tệp bị hỏng: dung lượng ghi trong tệp khác nội dung thật. Mở bằng Excel rồi lưu lại."
                )
            whole, cut, begun = (rest + chunk).rpartition(b"<")
            yield whole
            rest = cut + begun
    yield rest


def _grid(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """(rows, columns) of the grid a sheet's cells span, counted tag by tag."""
    row = column = last_row = last_column = 0
    for piece in _pieces(archive, entry):
        for tag in _TAG.finditer(piece):
            place = _PLACE.search(tag[2])
            if tag[1] == b"row":
                row, column = int(place[2]) if place and place[2] else row + 1, 0
            else:
                column = _number(place[1]) if place and place[1] else column + 1
                row = int(place[2]) if place and place[2] else row
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27; the parser takes small letters too."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
