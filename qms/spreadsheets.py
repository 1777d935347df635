"""XLSX files that people send: opened safely, their table found under whatever stands above it."""

import zipfile
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from qms.workbook_limits import Limits, refuse_bomb

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
