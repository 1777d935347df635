"""NĐ 30/2020 Phụ lục I, read back from the PDF."""

import re
import sys

import pytest

from qms.paper import fonts, html, nd30, pdf
from qms.paper.blocks import Paragraph
from qms.paper.build import dashes, h, p, table, text
from qms.paper.tree import Annex, Paper, Title
from tests.paper.papers import LONG, dossiers, letter, minutes, report
from tests.paper.reading import POINT, in_text_area, open_pdf

SUBJECT = "Kết quả duy trì, cải tiến hệ thống quản lý chất lượng năm 2026"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = (
    f"QMS-Serif{style}" for style in ("", "-Bold", "-Italic", "-Bold-Italic")
)


@pytest.fixture(scope="module")
def pages():
    with open_pdf(pdf.render(report())) as opened:
        yield opened.pages


def chars_of(page, words):
    """The letters of `words`, without spaces, as written in the file."""
    letters = [char for char in page.chars if char["text"].strip()]
    wanted = "".join(words.split())
    start = "".join(char["text"] for char in letters).index(wanted)
    return letters[start : start + len(wanted)]


def style_of(page, words):
    styles = {(char["fontname"].split("+")[1], round(char["size"], 1)) for char in chars_of(page, words)}
    assert len(styles) == 1, styles
    return styles.pop()


def edges(chars):
    return min(c["x0"] for c in chars), max(c["x1"] for c in chars)


def middle(chars):
    return sum(edges(chars)) / 2


def rule_below(page, chars):
    """Length of the first horizontal line under these characters."""
    bottom = max(char["bottom"] for char in chars)
    lines = [
        r
        for r in page.rects
        if r["bottom"] >= bottom - 4 and abs((r["x0"] + r["x1"]) / 2 - middle(chars)) < 3
    ]
    return min(lines, key=lambda r: r["bottom"])["width"]


def test_paper_is_a4_and_annexes_may_lie(pages):
    sizes = [(round(page.width * POINT), round(page.height * POINT)) for page in pages]
    assert sizes == [(210, 297), (210, 297), (297, 210), (210, 297)]


def test_margins_are_30_left_15_right_20_above_and_below(pages):
    chars = [c for page in pages[:2] for c in page.chars if c["text"].strip() and in_text_area(c, page)]
    left, right = edges(chars)
    assert left * POINT == pytest.approx(nd30.MARGIN_LEFT, abs=0.6)
    assert right * POINT == pytest.approx(210 - nd30.MARGIN_RIGHT, abs=0.6)
    assert min(c["top"] for c in chars) * POINT == pytest.approx(nd30.MARGIN_TOP, abs=2)
    assert max(c["bottom"] for c in chars) * POINT <= 297 - nd30.MARGIN_BOTTOM


def test_every_letter_is_set_in_our_own_font(pages):
    names = {char["fontname"].split("+")[1] for page in pages for char in page.chars}
    assert names <= {REGULAR, BOLD, ITALIC, BOLD_ITALIC}


def test_that_font_is_as_wide_as_times_new_roman(pages):
    chars = chars_of(pages[0], nd30.MOTTO)
    left, right = edges(chars)
    assert right - left == pytest.approx(fonts.text_width(nd30.MOTTO, 13, bold=True), rel=0.01)


@pytest.mark.parametrize(
    ("words", "font", "size"),
    [
        (nd30.NATION, BOLD, 12),
        (nd30.MOTTO, BOLD, 13),
        ("ỦY BAN NHÂN DÂN", BOLD, 12),
        ("Số: 05/BC-UBND", REGULAR, 13),
        ("tháng 12 năm 2026", ITALIC, 13),
        ("BÁO CÁO", BOLD, 14),
        ("Kết quả duy trì", BOLD, 14),
        ("Kính gửi:", REGULAR, 14),
        ("Căn cứ Quyết định số 19/2014/QĐ-TTg;", ITALIC, 14),
        ("Căn cứ Thông tư số 26/2014/TT-BKHCN.", ITALIC, 14),
        ("Thực hiện Kế hoạch số", REGULAR, 14),
        ("I. KẾT QUẢ", BOLD, 14),
    ],
)
def test_components_of_page_one_have_their_size_and_style(pages, words, font, size):
    assert style_of(pages[0], words) == (font, size)


@pytest.mark.parametrize(
    ("words", "font", "size"),
    [
        ("KT. CHỦ TỊCH", BOLD, 14),
        ("Nguyễn Thị Ước", BOLD, 14),
        ("Nơi nhận:", BOLD_ITALIC, 12),
        ("- Lưu: VT, VP.", REGULAR, 11),
    ],
)
def test_components_of_the_end_have_their_size_and_style(pages, words, font, size):
    assert style_of(pages[1], words) == (font, size)


def test_annex_heads_are_bold_14_and_their_reference_italic(pages):
    assert style_of(pages[2], "Phụ lục I") == (BOLD, 14)
    assert style_of(pages[2], "KẾT QUẢ GIẢI QUYẾT") == (BOLD, 14)
    assert style_of(pages[3], "(Kèm theo Báo cáo)") == (ITALIC, 14)


def test_the_rule_under_the_motto_is_as_long_as_the_motto(pages):
    chars = chars_of(pages[0], nd30.MOTTO)
    left, right = edges(chars)
    assert rule_below(pages[0], chars) == pytest.approx(right - left, abs=2)


@pytest.mark.parametrize("words", ["ỦY BAN NHÂN DÂN XÃ ĐÔNG SƠN", SUBJECT])
def test_rules_under_organ_and_subject_are_a_third_to_a_half_of_the_line(pages, words):
    chars = chars_of(pages[0], words)
    lines = {}
    for char in chars:
        lines.setdefault(round(char["top"]), []).append(char)
    widths = [edges(line) for line in lines.values()]
    longest = max(right - left for left, right in widths)
    assert 1 / 3 <= rule_below(pages[0], chars_of(pages[0], words)) / longest <= 1 / 2


def test_number_and_date_stand_on_one_line(pages):
    number, day = chars_of(pages[0], "Số: 05/BC-UBND"), chars_of(pages[0], "Đông Sơn, ngày")
    assert number[0]["top"] == pytest.approx(day[0]["top"], abs=1)
    assert middle(number) == pytest.approx(middle(chars_of(pages[0], "ỦY BAN NHÂN DÂN")), abs=3)


def test_body_is_justified_with_the_first_line_indented(pages):
    first = chars_of(pages[0], LONG)
    rows = sorted({round(c["top"]) for c in first})
    starts = [min(c["x0"] for c in first if round(c["top"]) == top) * POINT for top in rows]
    ends = [max(c["x1"] for c in first if round(c["top"]) == top) * POINT for top in rows]
    assert starts[0] - nd30.MARGIN_LEFT == pytest.approx(nd30.FIRST_LINE_INDENT, abs=0.3)
    assert starts[1] == pytest.approx(nd30.MARGIN_LEFT, abs=0.3)
    assert ends[0] == pytest.approx(210 - nd30.MARGIN_RIGHT, abs=0.5)


def test_line_and_paragraph_spacing_keep_the_limits(pages):
    tops = sorted({round(c["top"], 1) for c in chars_of(pages[0], LONG)})
    pitch = tops[1] - tops[0]
    single = nd30.SIZE_BODY * nd30.SINGLE_LINE
    assert single <= pitch + 0.1 <= 1.5 * single
    both = chars_of(pages[0], LONG + LONG)
    assert both[len(both) // 2]["top"] - tops[-1] - pitch >= 6 - 0.2


def numbers_in_top_margin(page):
    return [c for c in page.chars if c["bottom"] * POINT < 20 and c["text"].strip()]


def test_page_number_is_hidden_on_first_pages_and_centred_in_the_top_margin(pages):
    assert [[c["text"] for c in numbers_in_top_margin(page)] for page in pages] == [[], ["2"], [], []]
    number = numbers_in_top_margin(pages[1])[0]
    assert (number["fontname"].split("+")[1], round(number["size"])) == (REGULAR, 14)
    assert middle([number]) * POINT == pytest.approx(30 + nd30.TEXT_WIDTH / 2, abs=0.5)
    assert (number["top"] + number["bottom"]) / 2 * POINT == pytest.approx(10, abs=2)


def test_each_annex_counts_its_own_pages():
    long = report(annexes=tuple(Annex("Bảng", (dossiers(42),), number) for number in ("I", "II")))
    with open_pdf(pdf.render(long)) as opened:
        shown = ["".join(c["text"] for c in numbers_in_top_margin(page)) for page in opened.pages]
    assert shown == ["", "2", "", "2", "", "2"]


def test_table_heads_repeat_on_every_page():
    long = report(annexes=(), body=(dossiers(80), p("Hết./.")))
    with open_pdf(pdf.render(long)) as opened:
        table_pages = [page for page in opened.pages if "Lĩnh vực" in page.extract_text()]
        assert len(table_pages) > 1
        assert all("Trong kỳ" in page.extract_text() for page in table_pages)


@pytest.mark.parametrize("rows", range(16, 40))
def test_the_last_row_of_a_table_never_stands_alone_on_a_page(rows):
    sheet = Paper(Title("Bảng"), body=(table(["Nội dung"], [(f"dòng {n}.",) for n in range(rows)]),))
    with open_pdf(pdf.render(sheet)) as opened:
        last = opened.pages[-1].extract_text()
        assert f"dòng {rows - 2}." in last


@pytest.mark.parametrize("before", range(26, 29))
@pytest.mark.parametrize("named", ["caption", "heading", "kept"])
def test_what_names_a_table_never_stands_alone_at_the_foot(before, named):
    """With the head and the first rows of its table, on whichever page they are."""
    rows = [(f"dòng {n}.",) for n in range(6)]
    tall = table(["Nội dung"], rows, caption="Theo đơn vị" if named == "caption" else "")
    kept = Paragraph(text("Theo đơn vị"), keep_with_next=True)
    over = {"heading": (h(1, "Theo đơn vị"),), "kept": (kept,)}.get(named, ())
    lines = tuple(p("Một dòng.") for _ in range(before))
    with open_pdf(pdf.render(Paper(Title("Bảng"), body=(*lines, *over, tall)))) as opened:
        pages = [page.extract_text() for page in opened.pages]
    (page,) = [found for found in pages if "Theo đơn vị" in found]
    assert "Nội dung" in page
    assert "dòng 0." in page


def test_recipients_stand_level_with_the_authority(pages):
    left, right = chars_of(pages[1], "Nơi nhận:"), chars_of(pages[1], "TM. ỦY BAN NHÂN DÂN")
    assert max(c["bottom"] for c in left) == pytest.approx(max(c["bottom"] for c in right), abs=3)
    assert edges(left)[0] * POINT == pytest.approx(30, abs=0.5)
    assert middle(right) * POINT > 105


@pytest.mark.parametrize("paragraphs", range(5, 9))
def test_signatures_never_stand_alone_on_a_page(paragraphs):
    paper = report(body=tuple(p(LONG) for _ in range(paragraphs)), annexes=())
    with open_pdf(pdf.render(paper)) as opened:
        last = opened.pages[-1]
        above = [
            c
            for c in last.chars
            if c["bottom"] < chars_of(last, "Nơi nhận:")[0]["top"] and in_text_area(c, last)
        ]
        assert above


def test_pages_are_filled_before_the_next_one_begins():
    paper = report(body=tuple(dashes(LONG) for _ in range(12)), annexes=())
    with open_pdf(pdf.render(paper)) as opened:
        page = opened.pages[0]
        assert max(c["bottom"] for c in page.chars) * POINT > 297 - 20 - 22


def test_minutes_are_signed_by_secretary_left_and_chair_right():
    with open_pdf(pdf.render(minutes())) as opened:
        page = opened.pages[0]
        secretary, chair = chars_of(page, "THƯ KÝ"), chars_of(page, "CHỦ TỌA")
        assert secretary[0]["top"] == pytest.approx(chair[0]["top"], abs=0.5)
        assert middle(secretary) < page.width / 2 < middle(chair)
        assert chars_of(page, "Nơi nhận:")[0]["top"] > chars_of(page, "Lê Văn Ngọc")[-1]["bottom"]


def test_letter_subject_stands_under_the_number():
    with open_pdf(pdf.render(letter())) as opened:
        page = opened.pages[0]
        number = chars_of(page, "Số: 1812/SKHCN-TĐC")
        subject = chars_of(page, "V/v cử cán bộ tham gia tập huấn")
        assert style_of(page, "V/v cử cán bộ") == (REGULAR, 13)
        assert style_of(page, "ỦY BAN NHÂN DÂN TỈNH") == (REGULAR, 12)
        gap = subject[0]["top"] - number[0]["bottom"]
        assert 5 <= gap <= 9
        assert middle(subject) == pytest.approx(middle(number), abs=2)


def test_file_is_pdf_a_and_carries_title_and_author():
    data = pdf.render(report())
    with open_pdf(data) as opened:
        xmp = opened.doc.catalog["Metadata"].resolve().get_data()
        assert re.search(rb"pdfaid:part[^\d]{1,3}3", xmp)
        assert opened.metadata["Title"].startswith("Báo cáo Kết quả")
        assert opened.metadata["Author"] == "UBND xã Đông Sơn"


@pytest.mark.parametrize(
    "url", ["http://example.org/a.png", "file:///etc/passwd", "ftp://x/y", "https://x/y"]
)
def test_nothing_but_fonts_is_ever_read(url):
    with pytest.raises(ValueError, match=r"Không được đọc|disallowed"):
        pdf._fetcher().fetch(url)


def test_fonts_are_read():
    assert pdf._fetcher().fetch(f"{html.FONT_URL}/Tinos-Regular.ttf").read(4) == b"\x00\x01\x00\x00"


def test_without_pango_the_user_is_told_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailable, match="pango"):
        pdf.render(Paper(Title("Báo cáo")))


def test_without_fonts_the_user_is_told_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FONT_DIR", tmp_path)
    with pytest.raises(pdf.PdfUnavailable, match=r"Tinos-Regular\.ttf"):
        pdf.render(Paper(Title("Báo cáo")))
