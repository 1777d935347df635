"""One cell of an export as a day, a text or a mark."""

import datetime
import math
import re
from typing import Any

from qms.sheet_tables import text_of
from tthc.imports.refusals import RowRefused

EPOCH = datetime.date(1899, 12, 30)
SERIALS = range(36526, 73416)
"""Excel's numbers of 01/01/2000 … 31/12/2100."""
VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
ISO = re.compile(r"(?<!\d)(\d{4})[/\-](\d{1,2})[/\-](\d{1,2})(?!\d)")
REST = re.compile(r"^[\s,T]*(\d{1,2}[:hg]\d{0,2}(:\d{2}(\.\d+)?)?\s*(SA|CH|AM|PM)?Z?)?[\s,]*$", re.IGNORECASE)
SERIAL = re.compile(r"\d{5}([.,]\d+)?")
STAMP = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d(:\d\d)?").fullmatch
"""The commonest way of writing a moment; its first ten characters are the day."""
DAY = 10


def day_of(value: Any) -> datetime.date | None:
    """None for an empty cell. Raises RowRefused with what is wrong."""
    if isinstance(value, datetime.datetime):
        day = value.date()
    elif isinstance(value, datetime.date):
        day = value
    elif isinstance(value, bool) or isinstance(value, datetime.time | datetime.timedelta):
        raise RowRefused(f"“{value}” không phải là ngày")
    elif isinstance(value, int | float):
        day = _serial(value)
    else:
        text = text_of(value)
        if not text or text in ("-", "--"):
            return None
        day = _typed(text)
    if not 2000 <= day.year <= 2100:
        raise RowRefused(f"năm {day.year} không hợp lệ")
    return day


def _serial(value: float) -> datetime.date:
    if not math.isfinite(value) or int(value) not in SERIALS:
        raise RowRefused(f"“{value:g}” không phải là ngày")
    return EPOCH + datetime.timedelta(days=int(value))


def _typed(text: str) -> datetime.date:
    found, year_first = ISO.search(text), True
    if not found:
        found, year_first = VIETNAMESE.search(text), False
    if found and REST.match(text[: found.start()]) and REST.match(text[found.end() :]):
        numbers = [int(part) for part in found.groups()]
        year, month, day = numbers if year_first else reversed(numbers)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise RowRefused(f"“{text}” không phải là ngày có thật") from None
    if SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")))
    raise RowRefused(f"“{text[:40]}” không đọc được thành ngày")
