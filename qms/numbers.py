"""Numbers: read as people type them, rounded half-up, printed as Vietnamese papers do."""

import re
from decimal import ROUND_HALF_UP, Decimal

_GROUPED = re.compile(r"^\d{1,3}([. \u00a0\u202f]\d{3})+$|^\d+$", re.ASCII)


def parse_integer(text: str) -> int:
    """“4529”, “4.529” and “4 529” → 4529. Raises ValueError with a Vietnamese sentence."""
    text = text.strip()
    if text.startswith(("-", "−")):
        raise ValueError("Số không được âm.")
    if not _GROUPED.match(text):
        raise ValueError("Nhập một số nguyên, ví dụ 4529 hoặc 4.529.")
    return int(re.sub(r"\D", "", text))


def percent(part: int, whole: int, places: int = 2) -> Decimal:
    """part/whole in per cent, half-up. Raises ZeroDivisionError when whole is 0."""
    if whole == 0:
        raise ZeroDivisionError("Mẫu số bằng 0.")
    return (Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def shares(parts: list[int], whole: int, places: int = 2) -> list[Decimal]:
    """Rates of parts that together make the whole: half-up, the largest completes 100 (so that none falls below 0)."""
    rates = [percent(part, whole, places) for part in parts]
    if sum(parts) == whole and len(rates) > 1:
        largest = max(range(len(parts)), key=lambda place: (parts[place], place))
        rates[largest] += Decimal(100) - sum(rates)
    return rates


def format_integer(value: int, *, grouped: bool = False, two_digits: bool = False) -> str:
    if grouped:
        return f"{value:,}".replace(",", ".")
    return f"{value:02d}" if two_digits else str(value)


def grouped(value: int | None) -> str:
    """“45.624”, as screens show counts; empty where none is given."""
    return "" if value is None else format_integer(value, grouped=True)


def format_decimal(value: Decimal) -> str:
    """Decimal comma; all places kept: 91.23 → “91,23”."""
    return f"{value:f}".replace(".", ",")


def format_percent(value: Decimal, places: int | None = None) -> str:
    """91.23 → “91,23%”; places rounds half-up (0 → “98%”)."""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{format_decimal(value)}%"
