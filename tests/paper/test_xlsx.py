"""A paper's table as a sheet: merged as it prints, numbers that Excel adds up, texts that stay texts."""

from io import BytesIO

from openpyxl import load_workbook

from qms.paper import build, xlsx

HEAD = (
    build.row(build.cell("TT", rowspan=2), build.cell("Lĩnh vực", rowspan=2), build.cell("Hồ sơ", colspan=2)),
    build.row("Nhận", "Giải quyết"),
)
ROWS = [
    build.row(build.number(1), "=1+1", build.number(4529), build.number(2, two_digits=True)),
    build.row("", "Tổng", build.number(None), build.number(12), bold=True),
]


def opened(**changes):
    table = build.table([], ROWS, header_rows=HEAD, weights=[1, 3, 1, 1], aligns="clrr")
    sheet = xlsx.Sheet("Tên dài hơn ba mươi mốt ký tự của Excel", "-Kỳ 2024", table, **changes)
    return load_workbook(BytesIO(xlsx.render([sheet]))).active


def test_the_head_is_merged_and_stays():
    sheet = opened()
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A3:A4", "B3:B4", "C3:D3"}
    assert sheet.freeze_panes == "C5"
    assert sheet["C3"].alignment.horizontal == "center"
    assert sheet["C3"].font.bold
    assert sheet.column_dimensions["B"].width > 2 * sheet.column_dimensions["C"].width


def test_numbers_are_numbers_as_the_paper_writes_them():
    sheet = opened()
    assert [(cell.value, cell.number_format) for cell in sheet[5][2:]] == [(4529, "#,##0"), (2, "00")]
    assert [cell.value for cell in sheet[6]] == [None, "Tổng", None, 12]
    assert [sheet["D6"].font.bold, sheet["D5"].font.bold] == [True, False]


def test_a_text_that_begins_like_a_formula_stays_a_text():
    sheet = opened()
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1", "s")
    assert (sheet.title, sheet["A1"].value) == ("Tên dài hơn ba mươi mốt ký tự c", "-Kỳ 2024")


def test_notes_stand_under_the_table():
    sheet = opened(notes=["Cân đối: khớp.", "Ghi chú"])
    assert [sheet.cell(row, 1).value for row in (7, 8, 9)] == [None, "Cân đối: khớp.", "Ghi chú"]


def test_it_prints_one_page_wide_with_its_head_on_every_page():
    sheet = opened()
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert sheet.print_title_rows == "$3:$4"


def test_every_row_is_as_high_as_its_text():
    long = build.row(build.number(1), "Thành lập và hoạt động của hộ kinh doanh", "", "")
    head = (
        build.row("TT", "Lĩnh vực", build.cell("Tổng số", colspan=2)),
        build.row("", "", "Trước và đúng hạn", ""),
    )
    table = build.table([], [long, ROWS[0]], header_rows=head, weights=[1, 3, 1, 1])
    sheet = load_workbook(BytesIO(xlsx.render([xlsx.Sheet("a", "b", table)]))).active
    assert [sheet.row_dimensions[row].height / 15 for row in (3, 4, 5, 6)] == [1, 2, 2, 1]


def test_a_merged_head_gives_its_last_row_the_room_it_lacks():
    head = (
        build.row(
            build.cell("Thời gian trả kết quả giải quyết TTHC", rowspan=2), build.cell("Số", colspan=2)
        ),
        build.row("a", "b"),
    )
    table = build.table([], [build.row("", "", "")], header_rows=head, weights=[1, 1, 1])
    sheet = load_workbook(BytesIO(xlsx.render([xlsx.Sheet("a", "b", table)]))).active
    assert sum(sheet.row_dimensions[row].height for row in (3, 4)) >= 15 * 5
