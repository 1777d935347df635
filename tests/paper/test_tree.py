import sys
import unicodedata

import pytest

from qms.paper.build import cell, row, table
from qms.paper.inline import _FORBIDDEN
from qms.paper.tree import (
    Addressees,
    Bullets,
    Cell,
    Column,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Recipients,
    Row,
    Run,
    SignatureBlock,
    Table,
    Title,
    text,
)
from reports.placeholders import _PRIVATE


def test_text_is_kept_in_nfc():
    decomposed = unicodedata.normalize("NFD", "Hồ sơ Đường")
    assert Run(decomposed).text == "Hồ sơ Đường"
    assert Recipients((decomposed,)).names == ("Hồ sơ Đường",)


def test_characters_word_cannot_open_are_dropped():
    assert Run("a\x0b\x00b\u202ec\ud800").text == "abc"


def test_no_printable_character_is_forbidden_or_private():
    """By this clean() and strip_private() leave most texts unread."""
    printable = "".join(char for char in map(chr, range(sys.maxunicode + 1)) if char.isprintable())
    assert not _FORBIDDEN.search(printable)
    assert not _PRIVATE.search(printable)
    assert not any(mark in printable for mark in "\n\r\t")


def test_a_blank_of_three_spaces_survives_html_and_a_typing_slip_does_not():
    assert Run("ngày     tháng  12").text == "ngày\u00a0\u00a0\u00a0\u00a0\u00a0tháng 12"


def test_text_adds_its_style_to_every_run():
    runs = text("a", Run("b", italic=True), bold=True)
    assert runs == (Run("a", bold=True), Run("b", bold=True, italic=True))


def test_a_string_where_runs_belong_is_refused():
    with pytest.raises(TypeError, match="text"):
        Paragraph("Không phải Run")


def test_lists_become_tuples():
    assert Recipients(["Như trên"]).names == ("Như trên",)
    assert SignatureBlock("Chủ tọa").authority == ("CHỦ TỌA",)


def test_organ_kind_and_authority_are_printed_in_capitals():
    assert Letterhead("Ủy ban nhân dân").organ == "ỦY BAN NHÂN DÂN"
    assert Title("Báo cáo").kind == "BÁO CÁO"
    assert SignatureBlock(("KT. Chủ tịch",)).authority == ("KT. CHỦ TỊCH",)
    assert SignatureBlock(("Đại diện",), upper=False).authority == ("Đại diện",)


def test_upper_heading_raises_its_words():
    assert Heading(1, text("I. Kết quả"), upper=True).runs == (Run("I. KẾT QUẢ"),)


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("-", ["-", "-"]),
        ("1.", ["1.", "2."]),
        ("a)", ["a)", "b)"]),
        ("(1)", ["(1)", "(2)"]),
        ("I.", ["I.", "II."]),
    ],
)
def test_markers_count_when_asked(marker, expected):
    assert Bullets((Item(text("x")), Item(text("y"))), marker).markers() == expected


def test_lists_of_names_end_with_semicolons_and_a_full_stop():
    assert Recipients(("Như trên;", "- Lưu: VT, BCĐ.")).lines == ("- Như trên;", "- Lưu: VT, BCĐ.")
    assert Addressees(("Sở A", "Sở B")).lines == ("Kính gửi:", "- Sở A;", "- Sở B.")
    assert Addressees(("Sở A",)).lines == ("Kính gửi: Sở A",)


def test_letter_subject_gets_its_v_v_once():
    assert Title(subject="cử cán bộ").letter_subject == "V/v cử cán bộ"
    assert Title(subject="V/v cử cán bộ").letter_subject == "V/v cử cán bộ"
    assert Title("BÁO CÁO", "kết quả").letter_subject == ""


def test_table_rows_must_fill_the_columns():
    with pytest.raises(ValueError, match="Hàng 1 của bảng thiếu ô"):
        Table((Column(), Column()), (row("1"),))
    with pytest.raises(ValueError, match="Hàng 2 của bảng thừa ô"):
        Table((Column(),), (row("1"), row("1", "2")))


def test_rowspan_takes_places_in_the_rows_below():
    table((), [Row((cell("a", rowspan=2), cell("b"))), row("c")], weights=(1, 1))
    with pytest.raises(ValueError, match="vượt quá hàng cuối"):
        Table((Column(),), (Row((Cell(text("a"), rowspan=2),)),))


def test_rowspan_between_other_columns_keeps_its_column():
    rows = [Row((cell("a"), cell("b", rowspan=2), cell("c"))), row("d", "e")]
    assert len(table((), rows, weights=(1, 1, 1)).rows) == 2


def test_wide_tables_get_smaller_type():
    assert table(["a"] * 4, [["1"] * 4]).type_size == 13
    assert table(["a"] * 19, [["1"] * 19]).type_size == 9
