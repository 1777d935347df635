"""Dates as papers print them (NĐ 30 PL I ô số 4: day < 10 and months 1, 2 with a leading 0)."""

import calendar
import datetime
import re


def slashed(day: datetime.date) -> str:
    """“22/02/2024”, “19/5/2023”."""
    return f"{day.day:02d}/{_month(day.month)}/{day.year}"


def spelled(day: datetime.date) -> str:
    """“ngày 30 tháng 12 năm 2022”."""
    return f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year}"


def _month(month: int) -> str:
    return f"{month:02d}" if month <= 2 else str(month)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the month's last day when that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def parse_day(text: str) -> datetime.date:
    """dd/mm/yyyy, dd-mm-yyyy, dd.mm.yyyy or ISO. Raises ValueError with a Vietnamese sentence."""
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            day = datetime.datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
        if 1945 <= day.year <= 2100:
            return day
        raise ValueError(f"Năm {day.year} không hợp lệ.")
    if short := re.fullmatch(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})", text.strip()):
        raise ValueError(f"“{text}”: ghi năm đủ bốn chữ số, ví dụ {short[1]}20{short[2]}.")
    raise ValueError(f"“{text}” không phải là ngày có thật. Nhập theo dạng ngày/tháng/năm, ví dụ 22/02/2024.")


def parse_time(text: str) -> datetime.time:
    """“14:00”, “8:05”, “14:00:30”. Raises ValueError with a Vietnamese sentence."""
    for pattern in ("%H:%M", "%H:%M:%S"):
        try:
            return datetime.datetime.strptime(text.strip(), pattern).time()
        except ValueError:
            continue
    raise ValueError(f"“{text}” không phải là giờ có thật. Nhập theo dạng giờ:phút, ví dụ 14:00.")


def clock(value: datetime.time) -> str:
    """“14:00”; seconds only when there are any."""
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
