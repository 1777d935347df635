import datetime

import pytest

from qms.paper import nd30
from qms.paper.fonts import balanced, text_width, wrapped


@pytest.mark.parametrize(
    ("number", "expected"), [(5, "Số: 05/BC-UBND"), ("15", "Số: 15/BC-UBND"), (3966, "Số: 3966/BC-UBND")]
)
def test_numbers_below_ten_get_a_leading_zero(number, expected):
    assert nd30.number_line(number, "BC-UBND") == expected
    assert nd30.NUMBER_PATTERN.fullmatch(expected)


def test_a_draft_has_room_for_its_number():
    line = nd30.number_line(None, "BC-UBND")
    assert nd30.DRAFT_NUMBER_PATTERN.fullmatch(line)
    assert " ".join(line.split()) == "Số: /BC-UBND"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2020, 1, 5), "Hà Nội, ngày 05 tháng 01 năm 2020"),
        ((2019, 6, 29), "Hà Nội, ngày 29 tháng 6 năm 2019"),
        ((2024, 2, 9), "Hà Nội, ngày 09 tháng 02 năm 2024"),
        ((2024, 3, 9), "Hà Nội, ngày 09 tháng 3 năm 2024"),
        ((2024, 12, 31), "Hà Nội, ngày 31 tháng 12 năm 2024"),
    ],
)
def test_days_and_the_first_two_months_get_a_leading_zero(day, expected):
    line = nd30.dateline("Hà Nội", datetime.date(*day))
    assert line == expected
    assert nd30.DATE_PATTERN.fullmatch(line)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2024, 12), "Kim Thành, ngày tháng 12 năm 2024"),
        ((2024, 2), "Kim Thành, ngày tháng 02 năm 2024"),
        ((2024, None), "Kim Thành, ngày tháng năm 2024"),
        (None, "Kim Thành, ngày tháng năm"),
    ],
)
def test_a_draft_may_leave_the_day_open(day, expected):
    line = nd30.dateline("Kim Thành", day)
    assert " ".join(line.split()) == expected
    assert not nd30.DATE_PATTERN.fullmatch(line)


def test_an_annex_names_the_paper_it_belongs_to():
    line = nd30.attached_to(
        "BÁO CÁO", 5, "BC-UBND", datetime.date(2026, 12, 9), "Ủy ban nhân dân xã Đông Sơn"
    )
    whole = "(Kèm theo Báo cáo số 05/BC-UBND ngày 09 tháng 12 năm 2026 của Ủy ban nhân dân xã Đông Sơn)"
    assert line == whole
    draft = nd30.attached_to("BÁO CÁO", None, "BC-UBND", (2026, 12), "UBND xã")
    assert " ".join(draft.split()) == "(Kèm theo Báo cáo số /BC-UBND ngày tháng 12 năm 2026 của UBND xã)"


@pytest.mark.parametrize(
    ("title", "abbreviation"),
    [
        ("Báo cáo", "BC"),
        ("QUY ĐỊNH", "QyĐ"),
        ("Giấy uỷ quyền", "GUQ"),
        ("Biên  bản", "BB"),
        ("Phiếu ghi", None),
    ],
)
def test_kinds_are_abbreviated_as_phu_luc_iii_says(title, abbreviation):
    assert nd30.kind_of(title) == abbreviation


@pytest.mark.parametrize("notation", ["BC-UBND", "QyĐ-UBND", "SKHCN-TĐC", "SCT-VP₂", "TB-BCĐ", "CTr-UBND"])
def test_notations_in_use_are_accepted(notation):
    assert nd30.NOTATION_PATTERN.fullmatch(notation)


@pytest.mark.parametrize("notation", ["BC UBND", "BC - UBND", "BC–UBND", "BC", "bc-UBND", ""])
def test_other_notations_are_not(notation):
    assert not nd30.NOTATION_PATTERN.fullmatch(notation)


def test_roman_numbers_and_points():
    assert [nd30.roman(n) for n in (1, 4, 9, 14, 40, 99)] == ["I", "IV", "IX", "XIV", "XL", "XCIX"]
    assert "".join(nd30.point(n) for n in range(1, 8)) == "abcdđeg"
    with pytest.raises(ValueError, match="La Mã"):
        nd30.roman(0)


def test_chosen_measures_lie_in_the_allowed_ranges():
    for value, allowed in (
        (nd30.MARGIN_TOP, nd30.MARGIN_TOP_RANGE),
        (nd30.MARGIN_BOTTOM, nd30.MARGIN_BOTTOM_RANGE),
        (nd30.MARGIN_LEFT, nd30.MARGIN_LEFT_RANGE),
        (nd30.MARGIN_RIGHT, nd30.MARGIN_RIGHT_RANGE),
        (nd30.RULE_RATIO, nd30.RULE_RATIO_RANGE),
        (nd30.LINE_SPACING, (1.0, 1.5)),
    ):
        assert allowed[0] <= value <= allowed[1]
    assert nd30.PARAGRAPH_SPACE >= 6
    assert nd30.FIRST_LINE_INDENT in (10.0, 12.7)


def test_vietnamese_letters_are_as_wide_as_their_base_letter():
    assert text_width("Ệ", 10) == text_width("E", 10)
    assert text_width("Đ", 10, bold=True) == text_width("D", 10, bold=True)
    assert text_width("ợ", 10) == pytest.approx(5.29)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("ỦY BAN NHÂN DÂN XÃ ĐÔNG SƠN", ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG SƠN")),
        ("VĂN PHÒNG UỶ BAN NHÂN DÂN TỈNH HÀ TĨNH", ("VĂN PHÒNG", "UỶ BAN NHÂN DÂN", "TỈNH HÀ TĨNH")),
        ("SỞ CÔNG THƯƠNG", ("SỞ CÔNG THƯƠNG",)),
    ],
)
def test_names_of_organs_are_broken_where_a_clerk_would(words, lines):
    assert balanced(words, 12, 187, bold=True).lines == lines


def test_titles_are_broken_into_lines_of_about_equal_length():
    title = (
        "Kết quả duy trì và cải tiến hệ thống quản lý chất lượng theo tiêu chuẩn quốc gia TCVN ISO 9001:2015"
    )
    widths = [text_width(line, 14, bold=True) for line in balanced(title, 14, 411, bold=True).lines]
    assert len(widths) == len(wrapped(title, 14, 411, bold=True))
    assert min(widths) > 0.8 * max(widths)
