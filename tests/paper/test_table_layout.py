import pytest

from qms.paper import docx, html
from qms.paper.build import table
from qms.paper.fonts import text_width
from qms.paper.table_layout import PADDING, layout
from qms.paper.tree import Paper, SignatureBlock, Signatures, Table, Title


def narrow():
    return table(["Ngày", "Nội dung"], [["18/11/2026", "Đánh giá"]], weights=(1, 20))


def test_no_column_is_narrower_than_its_longest_word():
    fit = layout(narrow(), 468)
    assert fit.size == 13
    assert fit.shares[0] * 468 >= text_width("18/11/2026", 13) + 2 * PADDING
    assert sum(fit.shares) == pytest.approx(1)


def test_wide_enough_columns_keep_their_weights():
    fit = layout(table(["A", "B", "C"], [["x", "y", "z"]], weights=(1, 2, 1)), 468)
    assert fit.shares == (0.25, 0.5, 0.25)


def test_type_shrinks_until_every_word_fits():
    heads = ["Trước", "Đúng", "Chưa", "lượng"] * 5
    wide = table(heads, [["100"] * 20])
    assert layout(wide, 714).size == 9
    assert layout(wide, 468).size == 8


def test_a_size_that_was_asked_for_is_kept():
    asked = Table(narrow().columns, narrow().rows, size=14)
    assert layout(asked, 468).size == 14


def test_one_long_word_does_not_take_the_whole_table():
    link = "https://dichvucong.gov.vn/" + "x" * 200
    fit = layout(table(["Địa chỉ", "Ghi chú"], [[link, "có"]]), 468)
    assert fit.shares[0] <= 0.51


def test_words_of_merged_cells_do_not_widen_a_column():
    from qms.paper.build import Row, cell

    heads = (Row((cell("Nghiêng-ngả" * 9, colspan=2),)),)
    assert layout(table((), [["1", "2"]], header_rows=heads, weights=(1, 1)), 468).shares == (0.5, 0.5)


def test_a_single_signature_in_a_sheet_stands_right():
    paper = Paper(Title("Phiếu"), (Signatures((SignatureBlock("Người mở", "Lê Văn Ngọc"),)),))
    assert '<div class="signatures"><div></div><div class="signature">' in html.render_fragment(paper)
    assert docx.render(paper)
