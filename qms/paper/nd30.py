"""Nghị định 30/2020/NĐ-CP, Phụ lục I, III: every measure once, with its ô số. Lengths in mm, type in pt."""

import datetime
import re

from qms.dates import spelled

NBSP = "\u00a0"

# --- Page (mục I.1–I.3) ---
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # A4
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20.0, 20.0, 30.0, 15.0
MARGIN_TOP_RANGE = MARGIN_BOTTOM_RANGE = (20.0, 25.0)
MARGIN_LEFT_RANGE, MARGIN_RIGHT_RANGE = (30.0, 35.0), (15.0, 20.0)
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_WIDTH_LANDSCAPE = PAGE_HEIGHT - MARGIN_LEFT - MARGIN_RIGHT
LETTERHEAD_LEFT = 0.4  # share of the text width for ô 2, 3; ô 1, 4 take the rest
SUBJECT_WIDTH = 145.0  # ô 5a: a little narrower than the text, so that it reads as a title
WORD_FONT = "Times New Roman"
HEADER_DISTANCE = 7.5  # the page number stands in the middle of the top margin

# --- Type sizes: the decree's own sample column (mục VI) ---
SIZE_NATION = 12.0  # ô 1, Quốc hiệu, 12–13
SIZE_MOTTO = 13.0  # ô 1, tiêu ngữ, 13–14
SIZE_ORGAN = 12.0  # ô 2, 12–13
SIZE_NUMBER = 13.0  # ô 3
SIZE_DATE = 13.0  # ô 4, 13–14
SIZE_KIND = 14.0  # ô 5a, 13–14
SIZE_SUBJECT = 14.0  # ô 5a, 13–14
SIZE_LETTER_SUBJECT = 13.0  # ô 5b, 12–13
SIZE_BODY = 14.0  # ô 6, 13–14
SIZE_SIGNATURE = 14.0  # ô 7a, 7b
SIZE_ADDRESSEES = 14.0  # ô 9a
SIZE_RECIPIENTS_HEAD = 12.0  # ô 9b
SIZE_RECIPIENTS = 11.0  # ô 9b
SIZE_PAGE_NUMBER = 14.0  # 13–14
SIZE_FORM_CODE = 11.0  # not in the decree: same as ô 12, 13

# --- Spacing (ô 6) ---
FIRST_LINE_INDENT = 12.7  # 10 or 12.7
ADDRESSEES_INDENT = 19.0  # ô 9a: dashes stand under the colon of “Kính gửi:”
PARAGRAPH_SPACE = 6.0  # pt, at least 6
LINE_SPACING = 1.13  # lines, 1–1.5
SINGLE_LINE = 1.15  # em: one line of Times New Roman
LETTER_SUBJECT_SPACE = 6.0  # pt, ô 5b below ô 3
SIGN_SPACE = 62.0  # pt between ô 7a and 7b: room for the signature and the seal (ô 8)

POINT = 25.4 / 72  # mm

# --- Rules ---
RULE_WIDTH = 0.75  # pt
RULE_RATIO = 0.4  # ô 2b, 5a: 1/3–1/2 of the line; under ô 1 the rule is as long as the line
RULE_RATIO_RANGE = (1 / 3, 1 / 2)

# --- Fixed words ---
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"  # hyphens with a space each side, no dashes
END_MARK = "./."
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"  # ô 6e: a) b) c) d) đ) e) g) …

# Phụ lục III: abbreviations of kinds. A công văn has none; "CV" is not a symbol.
KINDS: dict[str, str] = {
    "NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ", "CHỈ THỊ": "CT", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ",
    "THÔNG CÁO": "TC", "THÔNG BÁO": "TB", "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr", "KẾ HOẠCH": "KH",
    "PHƯƠNG ÁN": "PA", "ĐỀ ÁN": "ĐA", "DỰ ÁN": "DA", "BÁO CÁO": "BC", "BIÊN BẢN": "BB", "TỜ TRÌNH": "TTr",
    "HỢP ĐỒNG": "HĐ", "CÔNG ĐIỆN": "CĐ", "BẢN GHI NHỚ": "BGN", "BẢN THỎA THUẬN": "BTT",
    "GIẤY ỦY QUYỀN": "GUQ", "GIẤY MỜI": "GM", "GIẤY GIỚI THIỆU": "GGT", "GIẤY NGHỈ PHÉP": "GNP",
    "PHIẾU GỬI": "PG", "PHIẾU CHUYỂN": "PC", "PHIẾU BÁO": "PB",
}  # fmt: skip
COPIES = {"Bản sao y": "SY", "Bản trích sao": "TrS", "Bản sao lục": "SL"}

NUMBER_PATTERN = re.compile(r"Số: (0[1-9]|[1-9]\d+)/[A-ZĐƯ0-9][A-Za-zĐđƯưy0-9]*(-[A-ZĐƯa-zđư0-9&₀-₉]+)+")
DRAFT_NUMBER_PATTERN = re.compile(r"Số:\s+/[A-ZĐƯ0-9][A-Za-zĐđƯưy0-9]*(-[A-ZĐƯa-zđư0-9&₀-₉]+)+")
NOTATION_PATTERN = re.compile(r"[A-ZĐƯ0-9][A-Za-zĐđƯưy0-9]*(-[A-ZĐƯa-zđư0-9&₀-₉]+)+")
DATE_PATTERN = re.compile(r"(.+), ngày (0[1-9]|[12]\d|3[01]) tháng (01|02|[3-9]|1[0-2]) năm (\d{4})")
LETTER_SUBJECT_PATTERN = re.compile(r"\s*v\s*/\s*v\b", re.IGNORECASE)
TITLE_PATTERN = re.compile(r"\s*(GS|PGS|TS|ThS|ThS\.BS|BS|KS|CN|Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư)\b\.?")

Day = datetime.date | tuple[int, int | None] | None
"""A full date; (year, month) or (year, None) of a draft whose day is not known yet; None."""

_BLANK_NUMBER, _BLANK_DAY = NBSP * 6, NBSP * 5


def text_width(*, landscape: bool) -> float:
    return TEXT_WIDTH_LANDSCAPE if landscape else TEXT_WIDTH


def number_text(number: int | str | None) -> str:
    """05, 15, "" for a draft. Text such as “12a” is kept."""
    if number is None or number == "":
        return ""
    text = str(number).strip()
    return text.zfill(2) if text.isdigit() else text


def number_line(number: int | str | None, notation: str) -> str:
    """Ô 3: “Số: 05/BC-UBND”; a draft leaves the room of the number blank."""
    return f"Số: {number_text(number) or _BLANK_NUMBER}/{notation.strip()}"


def dateline(place: str, day: Day) -> str:
    """Ô 4: day < 10 and months 1, 2 with a leading 0, months 3–9 without; unknown parts stay blank."""
    if isinstance(day, datetime.date):
        return f"{place}, {spelled(day)}"
    year, month = day if day else (None, None)
    month_text = _BLANK_DAY if month is None else (f"{month:02d}" if month <= 2 else str(month))
    return f"{place}, ngày {_BLANK_DAY} tháng {month_text} năm {_BLANK_DAY if year is None else year}"


def attached_to(kind: str, number: int | str | None, notation: str, day: Day, organ: str) -> str:
    """Under an annex's title: “(Kèm theo Báo cáo số 05/BC-UBND ngày 09 tháng 12 năm 2026 của …)”."""
    line = number_line(number, notation).removeprefix("Số: ")
    when = dateline("", day).removeprefix(", ")
    return f"(Kèm theo {kind.capitalize()} số {line} {when} của {organ})"


def kind_of(title: str) -> str | None:
    """Abbreviation of a kind (Phụ lục III) in any case, uỷ or ủy; None if it is not one."""
    wanted = " ".join(title.upper().split()).replace("OẢ", "ỎA").replace("UỶ", "ỦY")
    return KINDS.get(wanted)


def roman(number: int) -> str:
    """Ô 6d and annex numbers, 1–99."""
    if not 1 <= number <= 99:
        raise ValueError(f"Số La Mã chỉ dùng từ 1 đến 99, không dùng cho {number}.")
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]


def point(number: int) -> str:
    """Ô 6e: the n-th letter of a điểm: a, b, c, d, đ, e, g …"""
    if not 1 <= number <= len(POINT_LETTERS):
        raise ValueError(f"Điểm chỉ đánh từ a đến y; điểm thứ {number} không có chữ.")
    return POINT_LETTERS[number - 1]
