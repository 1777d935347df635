"""NĐ 30/2020 Phụ lục I, read back from the DOCX."""

import io
import zipfile

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from qms.paper import docx, fonts, nd30
from tests.paper.papers import dossiers, minutes, nc_sheet, report

TWIP = 635  # EMU


@pytest.fixture(scope="module")
def data():
    return docx.render(report())


@pytest.fixture(scope="module")
def document(data):
    return python_docx.Document(io.BytesIO(data))


def paragraphs(document):
    """Every paragraph, also those in tables, in order."""
    return [python_docx.text.paragraph.Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]


def find(document, words):
    return next(p for p in paragraphs(document) if p.text.startswith(words))


def after(document, words):
    """The paragraph that follows the one with these words."""
    found = find(document, words)._p.getnext()
    return python_docx.text.paragraph.Paragraph(found, document)


def rule_length(paragraph, room):
    borders = paragraph._p.pPr.find(qn("w:pBdr"))
    assert borders is not None
    shape = paragraph.paragraph_format
    return (room - shape.left_indent - shape.right_indent) / 12700


def test_paper_is_a4_with_the_decrees_margins(document):
    sizes = [(round(s.page_width.mm), round(s.page_height.mm)) for s in document.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    for section in document.sections:
        assert round(section.top_margin.mm) == round(section.bottom_margin.mm) == 20
        assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)


def test_every_script_is_set_in_times_new_roman(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {n: package.read(n).decode() for n in package.namelist() if n.endswith(".xml")}
    wanted = "".join(f' w:{script}="Times New Roman"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    assert f"<w:rFonts{wanted}/>" in parts["word/styles.xml"]
    assert sum(part.count("w:rFonts") for part in parts.values()) == 1
    assert not any("theme" in name for name in parts)


@pytest.mark.parametrize(
    ("words", "size", "bold", "italic"),
    [
        (nd30.NATION, 12, True, None),
        (nd30.MOTTO, 13, True, None),
        ("ỦY BAN NHÂN DÂN", 12, True, None),
        ("Số: 05/BC-UBND", 13, None, None),
        ("Đông Sơn, ngày", 13, None, True),
        ("BÁO CÁO", 14, True, None),
        ("Kết quả duy trì", 14, True, None),
        ("TM. ỦY BAN NHÂN DÂN", 14, True, None),
        ("Nguyễn Thị Ước", 14, True, None),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT, VP.", 11, None, None),
    ],
)
def test_components_have_their_size_and_style(document, words, size, bold, italic):
    font = find(document, words).runs[0].font
    assert (font.size.pt, font.bold, font.italic) == (size, bold, italic)


def test_body_is_14_justified_indented_and_spaced(document):
    style = document.styles["QMS Nội dung"]
    assert find(document, "Thực hiện Kế hoạch").style.name == "QMS Nội dung"
    assert style.paragraph_format.alignment == python_docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
    assert style.paragraph_format.first_line_indent == pytest.approx(Mm(12.7), abs=TWIP)
    assert style.paragraph_format.space_after == Pt(6)
    assert 1 <= style.paragraph_format.line_spacing <= 1.5
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "28"


def test_legal_basis_is_italic(document):
    assert all(run.italic for run in find(document, "Căn cứ Quyết định").runs)


def test_headings_are_word_headings(document):
    assert find(document, "I. KẾT QUẢ").style.name == "Heading 1"
    assert find(document, "1. Khái quát").style.name == "Heading 2"
    assert find(document, "I. KẾT QUẢ").runs[0].bold


def test_the_rule_under_the_motto_is_as_long_as_the_motto(document):
    room = Mm(nd30.TEXT_WIDTH * (1 - nd30.LETTERHEAD_LEFT))
    length = rule_length(after(document, nd30.MOTTO), room)
    assert length == pytest.approx(fonts.text_width(nd30.MOTTO, 13, bold=True), rel=0.01)


def test_the_rule_under_the_organ_is_a_third_to_a_half_of_the_line(document):
    length = rule_length(after(document, "ỦY BAN NHÂN DÂN"), Mm(nd30.TEXT_WIDTH * nd30.LETTERHEAD_LEFT))
    assert 1 / 3 <= length / fonts.text_width("ỦY BAN NHÂN DÂN", 12, bold=True) <= 1 / 2


def test_the_rule_under_the_subject_is_a_third_to_a_half_of_the_line(document):
    lines = find(document, "Kết quả duy trì").text.split("\n")
    longest = max(fonts.text_width(line.strip(), 14, bold=True) for line in lines)
    assert 1 / 3 <= rule_length(after(document, "Kết quả duy trì"), Mm(nd30.TEXT_WIDTH)) / longest <= 1 / 2


def test_page_number_is_centred_in_the_header_and_missing_on_first_pages(document):
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        header = section.header._element
        assert next(header.iter(qn("w:instrText"))).text.strip() == "PAGE"
        assert next(header.iter(qn("w:sz"))).get(qn("w:val")) == "28"
        assert not list(section.first_page_header._element.iter(qn("w:instrText")))
        width = section.page_width - section.left_margin - section.right_margin
        stop = next(header.iter(qn("w:tab")))
        assert stop.get(qn("w:val")) == "center"
        assert int(stop.get(qn("w:pos"))) * TWIP == pytest.approx(width / 2, abs=3 * TWIP)


def test_table_heads_repeat_and_rows_do_not_split():
    long = python_docx.Document(io.BytesIO(docx.render(report(body=(dossiers(50),), annexes=()))))
    table = next(t for t in long.tables if t.rows[0].cells[0].text == "TT")
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, True] + [False] * 51
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_merged_cells_are_merged(document):
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "TT")
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 2)._tc is table.cell(0, 3)._tc
    assert table.cell(5, 0).text == "Tổng cộng"


def test_boxes_are_frames_not_glyphs():
    sheet = python_docx.Document(io.BytesIO(docx.render(nc_sheet())))
    boxes = [run for p in paragraphs(sheet) for run in p.runs if run._r.find(f".//{qn('w:bdr')}") is not None]
    assert [run.text.strip() for run in boxes] == ["", "X", "", "", ""]


def test_the_last_paragraph_stays_with_the_signatures(document):
    assert find(document, "Trên đây là báo cáo").paragraph_format.keep_with_next
    assert find(document, "TM. ỦY BAN NHÂN DÂN").paragraph_format.keep_with_next


def test_the_last_row_of_a_table_stays_with_the_one_before(document):
    rows = next(table for table in document.tables if len(table.rows) > 4).rows
    kept = [all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs) for row in rows]
    assert kept == [*(False for _ in rows[:-2]), True, False]


def test_recipients_share_the_row_of_the_authority(document):
    row = next(t.rows[0] for t in document.tables if t.rows[0].cells[0].text.startswith("Nơi nhận"))
    assert row.cells[1].text.startswith("TM. ỦY BAN NHÂN DÂN")


def test_minutes_have_two_signatures_side_by_side():
    opened = python_docx.Document(io.BytesIO(docx.render(minutes())))
    row = next(t.rows[0] for t in opened.tables if t.rows[0].cells[0].text.startswith("THƯ KÝ"))
    assert row.cells[1].text.startswith("CHỦ TỌA")


def test_properties_name_the_paper(document):
    assert document.core_properties.title.startswith("Báo cáo Kết quả")
    assert document.core_properties.author == "UBND xã Đông Sơn"
    assert document.core_properties.language == "vi"


def test_xml_follows_the_schemas_order(document):
    """Word repairs or refuses files whose properties are out of order."""
    orders = {
        "w:pPr": "pStyle keepNext pBdr tabs spacing ind jc outlineLvl rPr sectPr",
        "w:rPr": "b bCs i iCs sz szCs u bdr vertAlign",
        "w:tcPr": "tcW gridSpan vMerge vAlign",
        "w:tblPr": "tblW tblBorders tblLayout tblCellMar",
    }
    for tag, order in orders.items():
        names = [f"w:{name}" for name in order.split()]
        for element in document.element.body.iter(qn(tag)):
            places = [names.index("w:" + child.tag.split("}")[1]) for child in element]
            assert places == sorted(places), (tag, places)
