"""Tinos (metric twin of Times New Roman): where its files lie, and how wide its letters are."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FAMILY = "QMS Serif"  # a private name: a system font called Tinos or Liberation must never slip in
FONT_DIR = Path(__file__).resolve().parents[2] / "assets" / "vendor" / "tinos"
FACES: tuple[tuple[str, int, str], ...] = (
    ("Tinos-Regular.ttf", 400, "normal"),
    ("Tinos-Bold.ttf", 700, "normal"),
    ("Tinos-Italic.ttf", 400, "italic"),
    ("Tinos-BoldItalic.ttf", 700, "italic"),
)

# Advance widths in 1/1000 em, read from Tinos 1.340. Vietnamese letters are as wide as their base letter.
_REGULAR = {
    180: "'", 200: "|", 250: " ,.\u00a0", 278: "/:;\\ijlt", 333: "!()-I[]`fr‘’", 389: "Js", 408: '"',
    444: "?acez“”", 500: "#$*0123456789_bdghknopquvxyđ–«»", 529: "ơ", 541: "~", 542: "ư", 556: "FPS",
    564: "+<=>×", 611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐƠ", 776: "Ư", 778: "&m", 833: "%",
    889: "M", 921: "@", 944: "W", 1000: "—…",
}  # fmt: skip
_BOLD = {
    220: "|", 250: " ,.\u00a0", 278: "'/\\il", 333: "!()-:;[]`fjt‘’", 389: "Is", 444: "cerz",
    500: "#$*0123456789?J_agovxy“”–«»", 520: "~", 554: "ơ", 555: '"', 556: "Sbdhknpquđ", 570: "+<=>×",
    600: "ư", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư", 833: "&m",
    930: "@", 944: "M", 1000: "%W—…",
}  # fmt: skip
_WIDTHS = {
    bold: {char: width for width, chars in table.items() for char in chars}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306"}
_HORN = {"o\u031b": "ơ", "u\u031b": "ư", "O\u031b": "Ơ", "U\u031b": "Ư"}

_TOGETHER = (
    r"[uủ][ỷy] ban nhân dân|hội đồng nhân dân|ban chỉ đạo|tiêu chuẩn quốc gia|quản lý chất lượng|"
    r"thủ tục hành chính|đánh giá nội bộ|TCVN ISO [\d:]+|ngày [\d\u00a0]+ tháng [\d\u00a0]+ năm \d+"
)
_WORDS = re.compile(f"(?:{_TOGETHER})[^ ]*|[^ ]+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _base(char: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", char) if c not in _TONES)
    return _HORN.get(bare, bare[:1])


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Points; an unknown letter counts as half an em."""
    widths = _WIDTHS[bold]
    return sum(widths.get(char) or widths.get(_base(char), 500) for char in text) * size / 1000


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines of a text set in `room` points, broken at spaces but not inside _TOGETHER."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in _WORDS.findall(part):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size, bold=bold) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


@dataclass(frozen=True, slots=True)
class Setting:
    """How a centred text stands: its lines and the width of the longest, in points."""

    lines: tuple[str, ...]
    width: float


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> Setting:
    """The text in as few lines as `room` allows, of about equal length: no last line of one word."""
    lines = wrapped(text, size, room, bold=bold)
    low, high = 0.0, room
    while high - low > 1:
        middle = (low + high) / 2
        if len(wrapped(text, size, middle, bold=bold)) > len(lines):
            low = middle
        else:
            high = middle
    lines = wrapped(text, size, high, bold=bold)
    return Setting(tuple(lines), max(text_width(line, size, bold=bold) for line in lines))
