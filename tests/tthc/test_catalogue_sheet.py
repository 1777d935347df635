"""Lists of TTHC as provinces send them: groups, merged cells, spellings, codes and time limits."""

import pytest
from django.core.exceptions import ValidationError

from tests.tthc.catalogue import HEADER, listing
from tthc.catalogue import time_limits
from tthc.catalogue.codes import as_text, split_code
from tthc.catalogue.sheet import field_name, read_catalogue, read_file


@pytest.mark.parametrize(
    ("text", "code", "suffix"),
    [
        ("1.004873", "1.004873", ""),
        (" 1.004873 ", "1.004873", ""),
        ("1,004873", "1.004873", ""),
        ("1.014464.H50", "1.014464", "H50"),
        ("1.001612.000.00.00.H48", "1.001612", "000.00.00.H48"),
        ("2.002621.H13", "2.002621", "H13"),
        ("1.001612.000.00.00", "1.001612", ""),
    ],
)
def test_codes_are_taken_apart(text, code, suffix):
    assert split_code(text) == (code, suffix)


@pytest.mark.parametrize("text", ["", "4.004873", "1.4873", "1.0048731", "1.004873.X50", "BTP-1.004873"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValidationError, match="Mã TTHC gồm"):
        split_code(text)


def test_a_code_that_excel_took_for_a_number_is_whole_again():
    assert as_text(1.00088) == "1.000880"


@pytest.mark.parametrize(
    ("text", "limit", "unit", "note"),
    [
        ("15 ngày làm việc", 15, "day", ""),
        ("05 ngày", 5, "calendar", ""),
        ("45 ngày kể từ ngày nhận đủ hồ sơ", 45, "calendar", "45 ngày kể từ ngày nhận đủ hồ sơ"),
        ("1/2 ngày", None, "day", "1/2 ngày"),
        ("24 giờ", None, "day", "24 giờ"),
        ("1/2 ngày làm việc", 4, "hour", ""),
        ("0,5 ngày làm việc", 4, "hour", ""),
        ("1,5 ngày làm việc", 12, "hour", ""),
        ("04 giờ làm việc", 4, "hour", ""),
        (
            "10 (mười) ngày làm việc kể từ ngày nhận đủ hồ sơ",
            10, "day", "10 (mười) ngày làm việc kể từ ngày nhận đủ hồ sơ",
        ),
        ("Cấp mới: 10 ngày; cấp lại: 05 ngày", None, "day", "Cấp mới: 10 ngày; cấp lại: 05 ngày"),
        ("30 phút", None, "day", "30 phút"),
        ("Ngay trong ngày làm việc", None, "day", "Ngay trong ngày làm việc"),
        ("1/0 ngày", None, "day", "1/0 ngày"),
        ("99999999 ngày", None, "day", "99999999 ngày"),
        ("", None, "day", ""),
        ("07 ngày (làm việc)", 7, "day", ""),
        ("10 ngày, làm việc", 10, "day", ""),
    ],
)  # fmt: skip
def test_time_limits_are_read_from_words(text, limit, unit, note):
    assert time_limits.parse(text) == (limit, unit, note)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I. LĨNH VỰC ĐẤT ĐAI (05 TTHC)", "Đất đai"),
        ("Lĩnh vực: Hộ tịch", "Hộ tịch"),
        ("II Lĩnh vực Đầu tư tại Việt Nam", "Đầu tư tại Việt Nam"),
        ("Đất đai", "Đất đai"),
        ("Việc làm", "Việc làm"),
        ("Chứng thực", "Chứng thực"),
        ("Xây dựng", "Xây dựng"),
    ],
)
def test_a_heading_names_its_field(text, name):
    assert field_name(text) == name


GROUPED = [
    ["A", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH"],
    ["I", "LĨNH VỰC ĐẤT ĐAI (02 TTHC)"],
    [1, "1.004873.H50", "Cấp giấy chứng nhận", "15 ngày làm việc", "Không", "Sở Nông nghiệp và Môi trường"],
    [2, 1.00088, "Đăng ký biến động", "1/2 ngày làm việc", "50.000 đồng", "Văn phòng đăng ký đất đai"],
    ["B. THỦ TỤC HÀNH CHÍNH CẤP XÃ"],
    ["I. Lĩnh vực Hộ tịch"],
    [1, "1.001193", "Đăng ký khai sinh", "Ngay trong ngày", "Miễn phí", "UBND cấp xã"],
]


def test_the_title_or_the_competent_agency_says_the_level():
    head = ["TT", "Mã TTHC", "Tên TTHC", "Cơ quan thực hiện"]
    row = [1, "1.001193", "Đăng ký khai sinh"]
    of = lambda *rows: read_catalogue(listing(*rows, header=None), "huyen")[0]  # noqa: E731
    titled = of(["DANH MỤC TTHC THUỘC THẨM QUYỀN CỦA UBND CẤP XÃ"], head, [*row, ""])
    both = of(["DANH MỤC TTHC CẤP HUYỆN, CẤP XÃ"], head, [*row, "UBND cấp xã"])
    silent = of(["DANH MỤC TTHC CẤP HUYỆN, CẤP XÃ"], head, [*row, "UBND"])
    assert [found.values["level"] for found in (titled, both, silent)] == ["xa", "xa", "huyen"]
    assert [found.level_told for found in (titled, both, silent)] == [True, True, False]


def test_groups_say_level_and_field_of_the_rows_below():
    rows = read_catalogue(listing(*GROUPED), "don_vi")
    assert [(row.code, row.values["level"], row.values["field"]) for row in rows] == [
        ("1.004873", "tinh", "Đất đai"),
        ("1.000880", "tinh", "Đất đai"),
        ("1.001193", "xa", "Hộ tịch"),
    ]
    first, second, third = rows
    assert first.values["code_suffix"] == "H50" and first.row == 4
    assert (second.values["time_limit"], second.values["time_unit"]) == (4, "hour")
    assert third.values["time_note"] == "Ngay trong ngày" and third.values["fee"] == "Miễn phí"
    assert not any(row.problem for row in rows)


def test_the_header_stands_under_titles_over_two_rows_with_merged_cells():
    rows = [
        ["ỦY BAN NHÂN DÂN TỈNH"],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH"],
        [],
        [
            "STT",
            "Mã số TTHC",
            "Tên thủ tục hành chính",
            "Thời gian giải quyết",
            "Dịch vụ công trực tuyến",
            None,
        ],
        [None, None, None, None, "Toàn trình", "Một phần"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "2.000815", "Chứng thực bản sao", "01 ngày làm việc", None, "x"],
        [2, "1.000894", "Đăng ký kết hôn", "03 ngày làm việc", "x", None],
    ]
    merged = ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4")
    found = read_catalogue(listing(*rows, header=None, merged=merged), "xa")
    assert [(row.code, row.values["online_level"]) for row in found] == [
        ("2.000815", "partial"),
        ("1.000894", "full"),
    ]


def test_a_cell_merged_over_rows_counts_for_each():
    rows = [
        [1, "1.001193", "Đăng ký khai sinh", "01 ngày làm việc", "Miễn phí", "UBND xã"],
        [2, "1.000894", "Đăng ký kết hôn", None, None, None],
    ]
    found = read_catalogue(listing(*rows, merged=("D2:D3", "E2:E3", "F2:F3")), "xa")
    assert [row.values["fee"] for row in found] == ["Miễn phí", "Miễn phí"]


@pytest.mark.parametrize("code", ["Mã TTHC", "Mã số TTHC", "Mã thủ tục", "MÃ SỐ\nTTHC", "Mã TTHC (*)"])
@pytest.mark.parametrize("name", ["Tên TTHC", "Tên thủ tục hành chính", "TÊN THỦ TỤC"])
def test_headers_are_spelt_in_many_ways(code, name):
    content = listing([1, "1.001193", "Đăng ký khai sinh"], header=["STT", code, name])
    assert read_catalogue(content, "xa")[0].values["name"] == "Đăng ký khai sinh"


def test_rows_under_abolished_are_no_rows_of_the_catalogue():
    rows = read_catalogue(listing(["C. DANH MỤC TTHC BỊ BÃI BỎ"], [1, "1.001193", "Đăng ký khai sinh"]), "xa")
    assert [row.abolished for row in rows] == [True]


def test_rejected_rows_say_why_and_where():
    rows = read_catalogue(
        listing(
            [1, "1.001193", "Đăng ký khai sinh"],
            [2, "1.001193", "Đăng ký khai sinh lần nữa"],
            [3, None, "Thủ tục không mã", "05 ngày"],
            [4, "1.01193", "Mã thiếu số", "05 ngày"],
            [5, "1.000894", None, "05 ngày"],
            [6, "1.000895", "x" * 1001, "05 ngày"],
        ),
        "xa",
    )
    assert [(row.row, row.problem[:28]) for row in rows] == [
        (2, ""),
        (3, "Mã này đã có ở dòng 2."),
        (4, "Thiếu mã TTHC."),
        (5, "Mã TTHC gồm một chữ số 1–3, "),
        (6, "Thiếu tên thủ tục."),
        (7, "Tên thủ tục dài 1001 ký tự, "),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: listing(["Họ tên"], ["Nguyễn Văn A"], header=None, sheet="Nhân sự"), "“Nhân sự”"),
        (lambda: listing(), "không có thủ tục nào ở dưới"),
        (lambda: listing([1, "=B9", "Tên"]), "Ô B2 có công thức chưa tính ra kết quả"),
        (lambda: b"ma,ten", "không phải là bảng tính Excel"),
        (lambda: listing(*([n, f"1.{n:06d}", "Tên"] for n in range(10_001))), "tối đa 10000 dòng"),
    ],
)
def test_a_file_that_holds_no_list_says_what_to_do(content, sentence):
    with pytest.raises(ValidationError) as caught:
        read_catalogue(content(), "xa")
    assert sentence in caught.value.messages[0]


def test_the_column_of_the_header_is_not_taken_for_a_group():
    assert (
        len(
            read_catalogue(
                listing(["I", "Hộ tịch"], [1, "1.001193", "Đăng ký khai sinh"], header=HEADER), "xa"
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    ("header", "cell", "values"),
    [
        ("Thời hạn giải quyết (ngày làm việc)", 13, {"time_limit": 13, "time_unit": "day"}),
        ("Thời hạn (ngày)", "05", {"time_limit": 5, "time_unit": "calendar"}),
        ("Thời hạn (ngày làm việc)", 0.5, {"time_limit": 4, "time_unit": "hour"}),
        ("Thời hạn (ngày làm việc)", "15 ngày", {"time_limit": 15, "time_unit": "calendar"}),
        ("Phí, lệ phí (đồng)", 1500000, {"fee": "1.500.000 đồng"}),
        ("Phí, lệ phí", 1500000, {"fee": "1500000"}),
    ],
)
def test_the_header_names_the_unit_of_plain_numbers(header, cell, values):
    content = listing([1, "1.001193", "Khai sinh", cell], header=["TT", "Mã TTHC", "Tên TTHC", header])
    (row,) = read_catalogue(content, "xa")
    assert not row.problem and row.values | values == row.values


def test_a_limit_without_a_unit_is_told_not_guessed():
    (row,) = read_catalogue(listing([1, "1.001193", "Khai sinh", 13]), "xa")
    assert (
        "Thời hạn “13” không ghi đơn vị." in row.problem
        and "“Thời hạn giải quyết (ngày làm việc)”" in row.problem
    )


@pytest.mark.parametrize(
    ("headers", "marks", "level"),
    [
        (("DVC trực tuyến toàn trình", "DVC trực tuyến một phần"), ("X", None), "full"),
        (("DVC trực tuyến toàn trình", "DVC trực tuyến một phần"), (None, "x"), "partial"),
        (("Mức độ DVC (toàn trình)", "Mức độ DVC (một phần)"), ("x", None), "full"),
        (("Mức độ DVC (toàn trình/một phần)", "Ghi chú"), ("Một phần", None), "partial"),
        (("Toàn trình", "Một phần"), ("Không", "Có"), "partial"),
        (("Toàn trình", "Một phần"), ("Toàn trình", None), "full"),
        (("Toàn trình", "Một phần"), (None, None), None),
    ],
)
def test_a_mark_stands_in_the_column_of_its_level(headers, marks, level):
    content = listing([1, "1.001193", "Khai sinh", *marks], header=["TT", "Mã TTHC", "Tên TTHC", *headers])
    assert read_catalogue(content, "xa")[0].values.get("online_level") == level


def test_a_merged_header_over_marks_is_both_columns():
    head = ["TT", "Mã số TTHC", "Tên TTHC", "Mức độ DVC", None]
    rows = [
        head,
        [None, None, None, "Toàn trình", "Một phần"],
        [1, "1.001193", "Khai sinh", "x", None],
        [2, "1.000894", "Kết hôn", None, "x"],
    ]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    found, columns = read_file(listing(*rows, header=None, merged=merged), "xa")
    assert [row.values["online_level"] for row in found] == ["full", "partial"]
    assert columns[0]["read"][-2:] == [
        ["Mức độ DVC – Toàn trình", "dịch vụ công toàn trình"],
        ["Mức độ DVC – Một phần", "dịch vụ công một phần"],
    ]


def test_columns_are_told_as_what_they_were_read_and_the_rest_by_name():
    head = ["TT", "Mã TTHC", "Tên TTHC", "Thời hạn (ngày)", "Phí", "Lệ phí", "Căn cứ pháp lý", "Trống"]
    row = [1, "1.001193", "Khai sinh", 5, "Không", "Không", "Luật Hộ tịch", None]
    (told,) = read_file(listing(row, header=head), "xa")[1]
    assert told["sheet"] == "Sheet1" and told["unread"] == ["Lệ phí", "Căn cứ pháp lý"]
    assert told["read"] == [
        ["Mã TTHC", ""],
        ["Tên TTHC", "tên thủ tục"],
        ["Thời hạn (ngày)", "tính bằng ngày"],
        ["Phí", "phí, lệ phí"],
    ]


@pytest.mark.parametrize(
    ("limit", "note", "values"),
    [
        ("", "khi xác minh thì 15 ngày", {"time_note": "khi xác minh thì 15 ngày"}),
        ("5 ngày", "", {"time_limit": 5, "time_unit": "calendar"}),
        ("Ngay trong ngày", "", {"time_limit": None, "time_note": "Ngay trong ngày"}),
        ("", "", {}),
    ],
)
def test_an_empty_cell_of_limit_or_note_says_nothing_of_it(limit, note, values):
    head = ["TT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Ghi chú thời hạn"]
    (row,) = read_catalogue(listing([1, "1.001193", "Khai sinh", limit, note], header=head), "xa")
    assert {name: value for name, value in row.values.items() if name.startswith("time_")} == values
