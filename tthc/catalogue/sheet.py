"""Rows of a province's list of TTHC: codes, groups of level and field, several spellings of every header."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from qms.numbers import grouped
from qms.sheet_tables import SheetRow, Table, find_tables, text_of
from qms.spreadsheets import open_checked, refuse_uncomputed
from qms.text import as_label, fold
from qms.workbook_limits import Limits
from tthc.catalogue import time_limits
from tthc.catalogue.codes import as_text, split_code
from tthc.catalogue.columns import SPELLINGS, in_dong, time_unit, told_columns
from tthc.enums import Level, OnlineLevel
from tthc.models import AdministrativeProcedure

MAX_ROWS = 10_000
LIMITS = Limits(unpacked_mb=200, cells=2_000_000)
TEXTS = ("competent_agency", "scope_reason")
LEVELS = (("cap tinh", Level.PROVINCE), ("cap huyen", Level.DISTRICT), ("cap xa", Level.COMMUNE))
ONLINE = (
    ("toan trinh", OnlineLevel.FULL), ("muc do 4", OnlineLevel.FULL),
    ("mot phan", OnlineLevel.PARTIAL), ("muc do 3", OnlineLevel.PARTIAL),
    ("con lai", OnlineLevel.OTHER), ("truc tiep", OnlineLevel.OTHER),
)  # fmt: skip
_MARKER = re.compile(r"^(?:[A-ZĐ]|[IVXLC]+|\d+(?:\.\d+)*)[.)]?$")
_NUMBERED = re.compile(r"^(?:[A-ZĐ]|[IVXLC]+|\d{1,2})[.)]?$")
_LEADING = re.compile(r"^(?:[A-ZĐ]|[IVXLC]+|\d+)\s*[.)/:-]\s*|^[IVXLC]+\s+(?=\S)")


@dataclass
class Listed:
    """One row: `values` by field as far as the list tells, ready for the model; `problem` says why it is not taken."""

    sheet: str
    row: int
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    abolished: bool = False
    problem: str = ""
    level_told: bool = True
    """False: no word of the file says the level, a person gave it for such rows."""


@dataclass
class Group:
    """What the rows above a row, the title and the sheet's name say of it."""

    level: str
    field: str = ""
    abolished: bool = False


def read_catalogue(content: bytes, level: str) -> list[Listed]:
    """The rows alone, as `read_file`."""
    return read_file(content, level)[0]


def read_file(content: bytes, level: str) -> tuple[list[Listed], list[dict[str, Any]]]:
    """(every row of every table, what is told of each table's columns); `level` where the file names none.

    Raises ValidationError.
    """
    with open_checked(content, LIMITS) as book:
        refuse_uncomputed(content)
        tables = find_tables(book, SPELLINGS, ("code", "name"))
        names = ", ".join(f"“{name}”" for name in book.sheet_names[:5])
    if not tables:
        raise ValidationError(
            f"Không thấy bảng nào có cột “Mã TTHC” và “Tên TTHC” trong các trang: {names}. "
            "Kiểm tra đã chọn đúng tệp danh mục."
        )
    rows = [row for table in tables for row in _read(table)]
    for row in rows:
        row.level_told = bool(row.values.get("level"))
        row.values["level"] = row.values.get("level") or level
    if not rows:
        raise ValidationError("Bảng có dòng tiêu đề nhưng không có thủ tục nào ở dưới.")
    if len(rows) > MAX_ROWS:
        raise ValidationError(f"Danh mục có {len(rows)} dòng; mỗi lần nhận tối đa {MAX_ROWS} dòng.")
    return _once(rows), [told_columns(table) for table in tables]


def _read(table: Table) -> list[Listed]:
    group = Group(_level(table.sheet) or _only_level(table.above))
    found = []
    for row in table.rows:
        code = as_text(row.cells.get("code", ""))
        if _is_group(row, code):
            group = _next_group(group, row)
        elif code or text_of(row.cells.get("name", "")):
            found.append(_listed(table, row, code, group))
    return found


def _is_group(row: SheetRow, code: str) -> bool:
    """A heading: one text, or a number and a text, and no code of its own."""
    words = [text for text in row.texts if not _MARKER.match(text)]
    return len(words) <= 1 and (not code or text_of(code) in words or _NUMBERED.match(code) is not None)


def _next_group(group: Group, row: SheetRow) -> Group:
    words = [text for text in row.texts if not _MARKER.match(text)]
    if not words:
        return group
    folded = fold(words[0])
    if "bai bo" in folded or "huy bo" in folded:
        return Group(_level(words[0]) or group.level, abolished=True)
    if level := _level(words[0]):
        return Group(level, abolished=group.abolished)
    if re.search(r"\b(tthc|thu tuc hanh chinh)\b", folded) and "linh vuc" not in folded:
        return Group(group.level)  # “Thủ tục hành chính mới ban hành”: a heading of neither level nor field
    return Group(group.level, field_name(words[0]), group.abolished)


def field_name(text: str) -> str:
    """“I. LĨNH VỰC ĐẤT ĐAI (05 TTHC)” → “Đất đai”."""
    name = _LEADING.sub("", text)
    name = re.sub(r"\(\s*\d+\s*(?:TTHC|thủ tục)[^)]*\)", "", name, flags=re.IGNORECASE)
    name = re.sub(r"^lĩnh vực\s*:?\s*", "", name.strip(), flags=re.IGNORECASE).strip(" .:;-")
    return (name.capitalize() if name.isupper() else name)[:200]


def _level(text: str) -> str:
    folded = fold(text)
    return next((level.value for words, level in LEVELS if words in folded), "")


def _only_level(text: str) -> str:
    """The level that a text names; none when it names several."""
    folded = fold(text)
    found = [level.value for words, level in LEVELS if words in folded]
    return found[0] if len(found) == 1 else ""


def _listed(table: Table, row: SheetRow, code: str, group: Group) -> Listed:
    found = Listed(table.sheet, row.number, abolished=group.abolished)
    try:
        if not code:
            raise ValidationError("Thiếu mã TTHC.")
        found.code, suffix = split_code(code)
        found.values = _values(table, row, group)
        if suffix:
            found.values["code_suffix"] = suffix
        _require_fitting(found.values)
    except ValidationError as error:
        found.code = found.code or code[:60]
        found.values.setdefault("name", text_of(row.cells.get("name", ""))[:1000])
        found.problem = " ".join(error.messages)
    return found


def _values(table: Table, row: SheetRow, group: Group) -> dict[str, Any]:
    """Only what the list says: an empty cell leaves alone what is known."""
    cells = {name: text_of(value) for name, value in row.cells.items()}
    values: dict[str, Any] = {"name": cells.get("name", "")}
    told = _level(cells.get("level", "")) or _own(cells.get("level", ""))
    values["level"] = told or group.level or _only_level(cells.get("competent_agency", ""))
    named = field_name(cells.get("field", "")) or group.field
    values |= {"field": named} if named else {}
    values |= {name: cells[name] for name in TEXTS if cells.get(name)}
    values |= _time(table, cells) | _fee(table, cells) | _online(cells)
    for name in ("non_territorial", "in_scope"):
        if cells.get(name):
            values[name] = fold(cells[name]) not in ("khong", "k", "0", "-")
    if values.get("in_scope"):
        values.pop("scope_reason", None)
    return values


def _own(text: str) -> str:
    folded = fold(text)
    return next((level.value for level in Level if fold(level.label) == folded), "")


def _time(table: Table, cells: dict[str, str]) -> dict[str, Any]:
    """A list with its own column for the note says both apart; any other is read from its words."""
    values: dict[str, Any] = {}
    if told := cells.get("time_limit"):
        if time_limits.is_number(told):
            told = f"{told} {_unit_of(table, told)}"
        limit, unit, note = time_limits.parse(told)
        own_note = limit is not None and "time_note" in table.headers
        values = {"time_limit": limit} | ({} if own_note else {"time_note": note})
        values |= {"time_unit": unit.value} if limit is not None else {}
    return values | ({"time_note": cells["time_note"]} if cells.get("time_note") else {})


def _unit_of(table: Table, told: str) -> str:
    header = table.headers["time_limit"]
    if unit := time_unit(header):
        return unit
    raise ValidationError(
        f"Thời hạn “{told}” không ghi đơn vị. Ghi vào ô, hoặc vào tiêu đề cột: “{header} (ngày làm việc)”."
    )


def _fee(table: Table, cells: dict[str, str]) -> dict[str, str]:
    fee = cells.get("fee", "")
    if fee.isdecimal() and in_dong(table.headers["fee"]):
        fee = f"{grouped(int(fee))} đồng"
    return {"fee": fee} if fee else {}


def _online(cells: dict[str, str]) -> dict[str, str]:
    """By the words of a cell, else by the mark in a column of its own."""
    texts = [fold(cells.get(name, "")) for name in ("online_level", "full", "partial")]
    for words, level in ONLINE:
        if any(words in text for text in texts):
            return {"online_level": level.value}
    for name, level in (("full", OnlineLevel.FULL), ("partial", OnlineLevel.PARTIAL)):
        if fold(cells.get(name, "")) not in ("", "khong", "k", "0", "-"):
            return {"online_level": level.value}
    return {}


def _require_fitting(values: dict[str, Any]) -> None:
    if not values["name"]:
        raise ValidationError("Thiếu tên thủ tục.")
    for name, value in values.items():
        db_field = AdministrativeProcedure._meta.get_field(name)
        longest = getattr(db_field, "max_length", None)
        if isinstance(value, str) and longest and len(value) > longest:
            label = str(getattr(db_field, "verbose_name", name))
            raise ValidationError(f"{as_label(label)} dài {len(value)} ký tự, quá {longest}.")
    if values.get("in_scope") is False and not values.get("scope_reason"):
        raise ValidationError("Ghi lý do thủ tục không thuộc phạm vi HTQLCL.")


def _once(rows: list[Listed]) -> list[Listed]:
    """A code that comes again is told, not taken."""
    first: dict[str, Listed] = {}
    for row in rows:
        if row.problem:
            continue
        if (known := first.setdefault(row.code, row)) is not row:
            where = f"trang “{known.sheet}” " if known.sheet != row.sheet else ""
            row.problem = f"Mã này đã có ở {where}dòng {known.row}."
    return rows
