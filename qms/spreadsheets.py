"""XLSX files that people send: opened safely, their table found under whatever stands above it."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from qms.workbook_limits import Limits, refuse_bomb

PIECE = 1 << 20
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_RESAVE = "Mở bằng Excel, chọn Lưu thành “Excel Workbook (*.xlsx)”, không đặt mật khẩu, rồi chọn lại tệp."


def open_checked(source: Path | bytes, limits: Limits | None = None) -> CalamineWorkbook:
    """An XLSX whose size, type and unpacked size were looked at first. Raises ValidationError with a sentence."""
    limits = limits or Limits()
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise ValidationError("Tệp rỗng.")
    if size > limits.packed_mb * 1024 * 1024:
        raise ValidationError(f"Tệp nặng {size / 1024 / 1024:.1f} MB, quá giới hạn {limits.packed_mb} MB.")
    _refuse_other_types(source)
    try:
        with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise ValidationError(f"Nội dung tệp không phải là bảng tính Excel (.xlsx). {_RESAVE}")
            refuse_bomb(archive, limits)
        return CalamineWorkbook.from_object(BytesIO(source) if isinstance(source, bytes) else source)
    except PasswordError as error:
        raise ValidationError(f"Tệp có mật khẩu. {_RESAVE}") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, CalamineError) as error:
        raise ValidationError(f"Tệp bị hỏng, không mở được. {_RESAVE}") from error


def _refuse_other_types(source: Path | bytes) -> None:
    if isinstance(source, bytes):
        head = source[:4]
    else:
        with source.open("rb") as stream:
            head = stream.read(4)
    if head == _OLD_OFFICE:
        raise ValidationError(f"Tệp là Excel cũ (.xls) hoặc có mật khẩu. {_RESAVE}")
    if head != _ZIP:
        raise ValidationError(
            f"Nội dung tệp không phải là bảng tính Excel (.xlsx). Tệp có thể đã bị đổi tên. {_RESAVE}"
        )


_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


def refuse_uncomputed(source: Path | bytes) -> None:
    """Raise ValidationError when formulas have no stored result: they would read as empty cells."""
    with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        places = [place.decode() for name in sheets for place in _uncomputed(archive, name)]
    if places:
        rest = f" và {len(places) - 5} ô khác" if len(places) > 5 else ""
        raise ValidationError(
            f"Ô {', '.join(places[:5])}{rest} có công thức chưa tính ra kết quả. "
            "Mở tệp bằng Excel, lưu lại rồi chọn lại tệp."
        )


def _uncomputed(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Places of such cells, read in pieces that end before a cell: a sheet may be larger than the memory."""
    rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(PIECE):
            whole, cut, begun = (rest + chunk).rpartition(b"<c ")
            yield from _UNCOMPUTED.findall(whole) if b"<f" in whole else ()
            rest = (cut + begun)[-PIECE:]
    yield from _UNCOMPUTED.findall(rest)
