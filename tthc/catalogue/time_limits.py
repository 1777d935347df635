"""How long a procedure may take, read from the words of a decision."""

import re
from decimal import Decimal

from qms.text import fold
from tthc.enums import TimeUnit

_NUMBER = r"(\d+\s*/\s*\d+|\d+(?:[.,]\d+)?)"
_SPAN = re.compile(rf"{_NUMBER}\s*(?:\([^)]*\)\s*)?((?:ngay|gio)(?:[\s,(]*lam viec\b\)?|\b))")
HOURS_A_DAY = 8
_LARGEST = 32_767


def parse(text: str) -> tuple[int | None, TimeUnit, str]:
    """(limit, TimeUnit, note): “15 ngày làm việc” → (15, day, ""), “45 ngày” → (45, calendar, "").

    Parts of a working day are hours, of eight a day. Words beyond the plain limit are kept as the note; several
    limits, or none, or one that our units cannot say (“24 giờ”), are a note alone.
    """
    told = " ".join(text.split())
    spans = list(_SPAN.finditer(fold(told)))
    if len(spans) != 1:
        return None, TimeUnit.WORKING, told
    limit, unit = _counted(spans[0][1], " ".join(re.findall("[a-z]+", spans[0][2])))
    if limit is None:
        return None, TimeUnit.WORKING, told
    return limit, unit, "" if fold(told) == spans[0][0] else told


def _counted(number: str, unit: str) -> tuple[int | None, TimeUnit]:
    """(limit, unit) in whole days or hours; None for what is neither, or is no limit."""
    value = _value(number)
    if value is None or unit == "gio":
        return None, TimeUnit.WORKING
    if unit == "ngay":
        return _whole(value), TimeUnit.CALENDAR
    if unit == "ngay lam viec" and value == int(value):
        return _whole(value), TimeUnit.WORKING
    return _whole(value * HOURS_A_DAY if unit == "ngay lam viec" else value), TimeUnit.HOUR


def _value(number: str) -> Decimal | None:
    if "/" in number:
        above, below = (Decimal(part.strip()) for part in number.split("/"))
        return above / below if below else None
    return Decimal(number.replace(",", "."))


def _whole(value: Decimal) -> int | None:
    return int(value) if value == int(value) and 0 < value <= _LARGEST else None
