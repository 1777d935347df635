"""Codes and names of TTHC as decisions and spreadsheets write them."""

import re

from django.core.exceptions import ValidationError

from qms.text import fold

_CODE = re.compile(r"^([1-3])[.,](\d{6})(?:\.000\.00\.00)?(?:\.H\d{2})?$")
_SUFFIX = re.compile(r"(?:000\.00\.00\.)?H\d{2}$")


def split_code(text: str) -> tuple[str, str]:
    """“1.001612.000.00.00.H48” → (“1.001612”, “000.00.00.H48”). Raises ValidationError with a sentence."""
    told = "".join(text.split()).upper().strip(".")
    if (found := _CODE.match(told)) is None:
        raise ValidationError(
            "Mã TTHC gồm một chữ số 1–3, dấu chấm và sáu chữ số, có thể thêm đuôi của tỉnh; "
            "ví dụ 1.004873 hoặc 1.004873.H50."
        )
    suffix = _SUFFIX.search(told)
    return f"{found[1]}.{found[2]}", suffix[0] if suffix else ""


def as_text(value: object) -> str:
    """A cell's code as text: Excel keeps 1.000880 as the number 1.00088."""
    if isinstance(value, float) and 1 <= value < 4:
        return f"{value:.6f}"
    return str(value).strip()


def alike(one: str, other: str) -> bool:
    """Whether one name stands in the other: “Quy trình đăng ký kết hôn” and “Đăng ký kết hôn”."""
    short, long = sorted((" ".join(fold(name).split()) for name in (one, other)), key=len)
    return bool(short) and f" {short} " in f" {long} "
