"""A secretary brings in an export: upload, columns, an unknown word, preview, import, rows not taken, the list."""

import re

import pytest

from tests.tthc.exports import code, row, xlsx

HOME = "/tthc/ho-so/"


@pytest.fixture
def export(tmp_path):
    return xlsx(
        tmp_path / "xuat.xlsx",
        *(row(number) for number in range(1, 30)),
        row(30, **{"Trạng thái": "Xong xuôi"}),
        row(31, **{"Ngày tiếp nhận": "31/02/2024"}),
    )


def named(export):
    """With the names of the TTHC, so that they can be added."""
    from openpyxl import load_workbook

    book = load_workbook(export)
    sheet = book.active
    sheet.cell(1, 12, "Tên TTHC")
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, 12, "Cấp Giấy xác nhận tình trạng hôn nhân")
    book.save(export)
    return export


def test_from_file_to_list(visit, accessible, export, tmp_path):
    visitor = visit("thuky")
    page = visitor.page
    page.set_default_timeout(60_000)
    visitor.go(HOME)
    visitor.follow("Nhập hồ sơ")
    accessible(visitor)
    page.get_by_label("Tệp xuất từ phần mềm Một cửa").set_input_files(str(named(export)))
    page.get_by_label("Tên nguồn mới").fill("Một cửa cấp xã")
    visitor.choose("Hồ sơ của cấp", "Cấp xã")
    visitor.press("Tải lên, đọc tệp")
    page.wait_for_url(re.compile("/ghep-cot/$"))
    assert page.get_by_label("Ngày kết thúc").input_value() == "Ngày có kết quả"
    assert "Thông tin cá nhân: Chủ hồ sơ." in visitor.text()
    accessible(visitor)
    visitor.press("Lưu cách ghép, xem trước")
    visitor.says("Chọn nghĩa của “Xong xuôi”.")
    visitor.choose("Trạng thái “Xong xuôi”", "Đã trả kết quả")
    visitor.press("Lưu cách ghép, xem trước")
    visitor.says("Ngày tiếp nhận: “31/02/2024” không phải là ngày có thật")
    accessible(visitor)
    assert page.get_by_label(re.compile("^Thêm 1 TTHC")).is_checked()
    visitor.press("Nhập hồ sơ")
    page.get_by_role("heading", name="Đã nhập xong").wait_for()
    assert re.search(r"Hồ sơ mới\s+30", visitor.text())
    accessible(visitor)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng không nhận").click()
    assert download.value.suggested_filename == "xuat-khong-nhan.xlsx"
    visitor.follow("Xem hồ sơ")
    visitor.says(code(30))  # the newest stand first
    accessible(visitor)
    page.get_by_label("Mã hồ sơ").fill(code(7))
    page.keyboard.press("Enter")
    page.get_by_text("1 mục", exact=True).wait_for()
    visitor.follow(re.escape(code(7)))
    visitor.says("Đã trả kết quả")
    assert "Người Thử Nghiệm" not in visitor.text()
    assert not visitor.errors


def test_the_calendar_is_readable(visit, accessible):
    visitor = visit("thuky")
    visitor.go(f"{HOME}lich/")
    visitor.says("29/04/2024")
    accessible(visitor)
