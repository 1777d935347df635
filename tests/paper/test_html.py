import re

import pytest

from qms.paper import html
from qms.paper.build import p, table
from qms.paper.tree import Heading, Paper, Title, figure, text
from tests.paper.papers import ALL, report


@pytest.fixture(scope="module")
def preview():
    return html.render_fragment(report())


def test_preview_links_a_figure_to_its_source(preview):
    assert (
        '<a class="figure" href="/figures/online/" title="4132 / 4529 hồ sơ" '
        'data-figure="tthc.dossiers.online">4132</a>'
    ) in preview


def test_preview_marks_a_figure_whose_source_changed():
    changed = figure("32", key="k", url="/k/", title="t", changed=True)
    fragment = html.render_fragment(Paper(Title("Báo cáo"), (p(changed),)))
    assert 'class="figure changed"' in fragment


def test_a_figure_url_that_runs_script_is_not_linked():
    bad = figure("1", key="k", url="javascript:alert(1)", title='"><script>')
    fragment = html.render_fragment(Paper(Title("Báo cáo"), (p(bad),)))
    assert "javascript:" not in fragment
    assert "<script>" not in fragment


def test_print_shows_figures_as_plain_text():
    page = html.render(report())
    assert "4132" in page
    assert "<a " not in page


@pytest.mark.parametrize("name", ALL)
def test_fragment_needs_no_inline_style_and_no_script(name):
    fragment = html.render_fragment(ALL[name]())
    assert " style=" not in fragment
    assert "<script" not in fragment
    assert fragment.startswith('<div class="paper">')


def test_every_screen_rule_is_scoped_under_paper():
    style = html.screen_css("/static/vendor/tinos")
    flat = re.sub(r"@font-face\{[^}]*\}", "", style)
    flat = re.sub(r"@media[^{]*\{", "", flat)
    for rule in re.findall(r"([^{}]+)\{[^}]*\}", flat):
        for selector in re.split(r",(?![^(]*\))", rule):
            assert selector.strip().startswith(".paper"), selector


def test_screen_css_loads_full_fonts_from_the_given_place():
    style = html.screen_css("/static/vendor/tinos/")
    assert style.count("@font-face") == 4
    assert 'url("/static/vendor/tinos/Tinos-BoldItalic.ttf")' in style
    assert "unicode-range" not in style


def test_headings_are_semantic(preview):
    assert '<h1 class="kind">BÁO CÁO</h1>' in preview
    assert '<h2 class="heading bold">I. KẾT QUẢ</h2>' in preview
    assert '<h3 class="heading bold">1. Khái quát' in preview


def test_a_heading_can_be_a_link_target():
    paper = Paper(Title("Báo cáo"), (Heading(1, text("1. A"), anchor="muc-1"),))
    assert '<h2 id="muc-1" class="heading bold">1. A</h2>' in html.render_fragment(paper)


def test_page_is_vietnamese_and_carries_its_title():
    page = html.render(report())
    assert '<html lang="vi">' in page
    assert "<title>Báo cáo Kết quả duy trì" in page
    assert '<meta name="author" content="UBND xã Đông Sơn">' in page


def test_merged_cells_keep_their_spans(preview):
    assert '<th rowspan="2">Đơn vị</th>' in preview
    assert '<th colspan="2">Tiếp nhận</th>' in preview
    assert '<tr class="strong"><td class="a-center" colspan="2">Tổng cộng</td>' in preview


@pytest.mark.parametrize("weights", [(1, 1, 1), (1, 5, 2, 2), (3, 7, 11, 13, 1)])
def test_column_shares_add_to_a_hundred(weights):
    grid = table([""] * len(weights), [["x"] * len(weights)], weights=weights)
    fragment = html.render_fragment(Paper(Title("Bảng"), (grid,)))
    assert sum(map(int, re.findall(r'<col class="w-(\d+)">', fragment))) == 100


def test_document_numbers_are_never_broken_over_lines():
    fragment = html.render_fragment(Paper(Title("Báo cáo"), (p("Kế hoạch số 367/KH-UBND ngày 22/02/2024"),)))
    assert '<span class="whole">367/KH-UBND</span>' in fragment
    assert "ngày 22/02/2024" in fragment


def test_boxes_are_drawn_not_typed():
    fragment = html.render_fragment(ALL["nc_sheet"]())
    assert '<span class="box">X</span>\u00a0Nhẹ</span> (NC)' in fragment
    assert '<span class="box"></span>\u00a0Nặng</span> (M)' in fragment
    assert not re.search("[☐☒]", fragment)


def test_sheets_of_one_paper_stand_beside_each_other(preview):
    assert preview.count('class="sheet ') == 3
    assert 'class="sheet s2 landscape"' in preview
