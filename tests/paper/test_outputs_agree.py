"""One tree, four outputs: nothing that stands in one is missing in another."""

import unicodedata
from dataclasses import replace

import pytest

from qms.paper import docx, html, pdf, text
from qms.paper.build import p, table
from qms.paper.tree import Choice, Choices, KeyValue, Paper, Title
from tests.paper.papers import ALL, report
from tests.paper.reading import docx_margins, docx_words, html_words, open_pdf, pdf_words, squeezed


def main_words(paper):
    """The text without what stands in the margins."""
    words = squeezed(text.render(paper))
    if paper.marking:
        words = words.removeprefix(squeezed(paper.marking.text))
    if paper.form_code:
        words = words.removesuffix(squeezed(paper.form_code.code + paper.form_code.revision))
    return words


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("name", [name for name in ALL if name != "report"])
def test_html_has_the_words_of_the_text(name, preview):
    paper = ALL[name]()
    assert main_words(paper) in squeezed(html_words(html.render(paper, preview=preview)))


def test_html_of_a_report_with_annexes_has_the_words_of_the_text():
    assert squeezed(html_words(html.render(report()))) == main_words(report())


@pytest.mark.parametrize("name", ALL)
def test_pdf_has_the_words_of_the_text_in_its_order(name):
    paper = ALL[name]()
    assert squeezed(pdf_words(pdf.render(paper))) == main_words(paper)


@pytest.mark.parametrize("name", ALL)
def test_docx_has_the_words_of_the_text_in_its_order(name):
    paper = ALL[name]()
    assert squeezed(docx_words(docx.render(paper))) == main_words(paper)


def test_marking_and_form_code_stand_in_every_output():
    paper = ALL["nc_sheet"]()
    marking, code = paper.marking.text, paper.form_code.code
    assert text.render(paper).startswith(marking)
    assert code in text.render(paper)
    header, footer = docx_margins(docx.render(paper))
    assert marking in header
    assert footer == code + paper.form_code.revision
    with open_pdf(pdf.render(paper)) as opened:
        for page in opened.pages:
            assert marking in page.extract_text()
            assert code in page.extract_text()
    assert marking in html.render_fragment(paper)


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "Tom & Jerry <b>", "\"quoted\" 'single'", "]]>"]
)
def test_what_users_type_is_text_in_every_output(evil):
    sheet = table([evil], [[evil]], caption=evil)
    paper = Paper(Title("Phiếu", evil), (p(evil), KeyValue(evil), Choices((Choice(evil),)), sheet))
    page = html.render(paper, preview=True)
    assert "<script>" not in page
    assert html_words(page).count(evil) == 7
    for words in (text.render(paper), docx_words(docx.render(paper)), pdf_words(pdf.render(paper))):
        assert squeezed(words).count(squeezed(evil)) == 7


def test_decomposed_input_is_printed_composed():
    decomposed = unicodedata.normalize("NFD", "Đường Nguyễn Hữu Thọ")
    paper = report(legal_basis=(decomposed,), annexes=())
    for words in (text.render(paper), html.render(paper), docx_words(docx.render(paper))):
        assert "Đường Nguyễn Hữu Thọ" in words


def test_text_repeats_the_draft_lines_of_seed_000():
    head = replace(report().letterhead, number=None, place="Kim Thành", day=(2024, 12))
    lines = text.render(report(letterhead=head)).splitlines()
    assert "Số: /BC-UBND" in lines
    assert "Kim Thành, ngày tháng 12 năm 2024" in lines


def test_text_is_stable():
    assert text.render(report()) == text.render(report())


def test_several_papers_make_one_file():
    papers = [ALL["minutes"](), ALL["nc_sheet"]()]
    assert squeezed(docx_words(docx.render(papers))) == "".join(map(main_words, papers))
    assert squeezed(pdf_words(pdf.render(papers))) == "".join(map(main_words, papers))
