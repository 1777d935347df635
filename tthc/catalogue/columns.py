"""Which columns of a list of TTHC are read, under which spellings, and what is told of it before anything is taken."""

import re
from typing import Any

from qms.sheet_tables import Table
from qms.text import fold, in_sentence
from tthc.models import AdministrativeProcedure

SPELLINGS: dict[str, tuple[str, ...]] = {
    "ordinal": ("tt", "stt", "so tt", "so thu tu"),
    "code": ("ma tthc", "ma so tthc", "ma thu tuc", "ma so thu tuc", "ma so", "ma ho so tthc", "so ho so tthc"),
    "name": ("ten tthc", "ten thu tuc", "thu tuc hanh chinh", "noi dung thu tuc", "ten cua thu tuc"),
    "field": ("linh vuc",),
    "level": ("cap", "cap thuc hien", "cap giai quyet", "cap hanh chinh"),
    "competent_agency": (
        "co quan thuc hien", "co quan giai quyet", "co quan co tham quyen", "co quan thuc hien tthc",
        "tham quyen giai quyet",
    ),
    "time_limit": ("thoi han giai quyet", "thoi gian giai quyet", "thoi han"),
    "time_note": ("ghi chu thoi han",),
    "fee": ("phi le phi", "phi", "le phi"),
    "online_level": (
        "muc dvc", "muc do dvc", "muc dich vu cong", "dich vu cong truc tuyen", "muc do cung cap",
        "dvc truc tuyen", "…toan trinh mot phan", "…mot phan toan trinh",
    ),
    "full": ("toan trinh", "…toan trinh"),
    "partial": ("mot phan", "…mot phan"),
    "non_territorial": ("phi dia gioi", "tiep nhan phi dia gioi", "khong phu thuoc dia gioi"),
    "in_scope": ("thuoc pham vi htqlcl",),
    "scope_reason": ("ly do khong thuoc pham vi",),
}  # fmt: skip
"""Field → the folded beginnings of its header; “…” stands for any words before."""
LABELS = {"full": "dịch vụ công toàn trình", "partial": "dịch vụ công một phần"}
_TIME_UNIT = re.compile(r"\b(ngày|giờ)( làm việc)?\b", re.IGNORECASE)


def time_unit(header: str) -> str:
    """“Thời hạn giải quyết (ngày làm việc)” → “ngày làm việc”; empty where the header names none."""
    found = _TIME_UNIT.search(header)
    return found[0].lower() if found else ""


def in_dong(header: str) -> bool:
    """Whether the plain numbers below are đồng."""
    return re.search(r"\b(dong|vnd)\b", fold(header)) is not None


def told_columns(table: Table) -> dict[str, Any]:
    """{"sheet", "read": [[header, what it was read as where that is another word]], "unread": [header]}."""
    headers = {name: header for name, header in table.headers.items() if name != "ordinal"}
    read = [[header, _label(name, header)] for name, header in headers.items()]
    return {"sheet": table.sheet, "read": read, "unread": list(table.unread)}


def _label(name: str, header: str) -> str:
    if name == "time_limit" and (unit := time_unit(header)):
        return f"tính bằng {unit}"
    if name == "fee" and in_dong(header):
        return "tính bằng đồng"
    label = LABELS.get(name) or str(AdministrativeProcedure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return "" if in_sentence(header) == label else label
