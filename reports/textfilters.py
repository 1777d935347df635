"""The filters a body may use: {{ tthc.dossiers.huyen.received|so_cham }}. FILTERS documents them."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from qms import dates, numbers
from reports.placeholders import FillError, Node, Style, Value, settled

Filter = Callable[..., Any]


def build(style: Style) -> dict[str, Filter]:
    """Filters by name for an outline's style. Each gives a figure another form; its identity stays."""

    def shaping(name: str, shape: Callable[..., str]) -> Filter:
        def apply(value: Any, *args: Any) -> Any:
            value = settled(value)
            if isinstance(value, Node):
                return value  # told as missing when it is printed
            if isinstance(value, Value):
                return value.shaped(shape(name, value.value, value.text(style), style, *args))
            return shape(name, value, str(value), style, *args)

        return apply

    return {name: shaping(name, shape) for name, (shape, _) in FILTERS.items()}


def _need(name: str, value: Any, kinds: Any, words: str) -> None:
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise FillError(f"Bộ lọc “{name}” chỉ dùng cho {words}, không dùng được với “{value}”.")


def _number(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, int | Decimal, "số")
    return style.integer(value) if isinstance(value, int) else style.decimal(value)


def _two_digits(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, int, "số nguyên")
    return f"{value:02d}" if value < 10 else style.integer(value)


def _dotted(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, int, "số nguyên")
    return numbers.grouped(value)


def _percent(name: str, value: Any, text: str, style: Style, places: int | None = None) -> str:
    _need(name, value, int | Decimal, "tỷ lệ")
    if places is not None and not 0 <= places <= 4:
        raise FillError(f"Bộ lọc “{name}” lấy từ 0 đến 4 chữ số thập phân.")
    return numbers.format_percent(Decimal(value), places).replace(",", style.decimal_mark)


def _slashed(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, datetime.date, "ngày")
    return dates.slashed(value)


def _spelled(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, datetime.date, "ngày")
    return dates.spelled(value)


def _month(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, datetime.date, "ngày")
    return dates.spelled(value).partition(" tháng ")[2].join(("tháng ", ""))


def _none_word(name: str, value: Any, text: str, style: Style) -> str:
    _need(name, value, int, "số nguyên")
    return "không" if value == 0 else text


def _capital(name: str, value: Any, text: str, style: Style) -> str:
    return text[:1].upper() + text[1:]


def _small(name: str, value: Any, text: str, style: Style) -> str:
    return text[:1].lower() + text[1:]


FILTERS: dict[str, tuple[Callable[..., str], str]] = {
    "so": (_number, "số theo cách ghi của đề cương, không có dấu %"),
    "hai_so": (_two_digits, "ít nhất hai chữ số: 05"),
    "so_cham": (_dotted, "có dấu chấm hàng nghìn: 4.529"),
    "phan_tram": (_percent, "tỷ lệ: 98,01%; phan_tram(0) → 98%"),
    "ngay": (_slashed, "22/02/2024"),
    "ngay_chu": (_spelled, "ngày 30 tháng 12 năm 2022"),
    "thang_nam": (_month, "tháng 11 năm 2024"),
    "chu_khong": (_none_word, "số 0 ghi là “không”"),
    "hoa_dau": (_capital, "chữ đầu viết hoa"),
    "thuong_dau": (_small, "chữ đầu viết thường"),
}
