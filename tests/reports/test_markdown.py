from qms.paper.tree import Bullets, Heading, Paragraph, Table
from reports.fill import Filler
from reports.markdown import Writer
from reports.placeholders import Style
from tests.reports.conftest import make_figures


def blocks(source, changed=frozenset()):
    filled = Filler(make_figures(), Style(), {"nam": 2024}).fill(source)
    writer = Writer(filled.quotes, lambda key: Paragraph(writer.inline(f"bảng {key}")), frozenset(changed))
    return writer.blocks(filled.text)


def words(runs):
    return "".join(run.text for run in runs)


def test_each_line_is_a_paragraph():
    found = blocks("Một dòng\nhai dòng\n\nba dòng")
    assert [words(block.runs) for block in found] == ["Một dòng", "hai dòng", "ba dòng"]
    assert all(isinstance(block, Paragraph) for block in found)


def test_bullets_keep_their_marker():
    found = blocks("- a\n- b\n+ c\n* d")
    assert [(block.marker, [words(item.runs) for item in block.items]) for block in found] == [
        ("-", ["a", "b"]),
        ("+", ["c"]),
        ("*", ["d"]),
    ]


def test_a_line_after_a_bullet_is_its_own_paragraph():
    found = blocks("- a\nđoạn sau")
    assert isinstance(found[0], Bullets)
    assert words(found[1].runs) == "đoạn sau"


def test_bullets_may_be_nested():
    (outer,) = blocks("- a\n  + b\n  + c")
    (inner,) = outer.items[0].blocks
    assert (inner.marker, len(inner.items)) == ("+", 2)


def test_numbered_lines_keep_their_numbers():
    (found,) = blocks("3. ba\n4. bốn")
    assert found.markers() == ["3.", "4."]


def test_section_numbers_are_no_list():
    found = blocks("1.1. HTQLCL bao gồm:\n1.2. Công bố")
    assert [words(block.runs) for block in found] == ["1.1. HTQLCL bao gồm:", "1.2. Công bố"]


def test_bold_and_italic():
    (found,) = blocks("**đậm {{ nam }}** và *nghiêng* \\* sao")
    assert [(run.text, run.bold, run.italic) for run in found.runs] == [
        ("đậm 2024", True, False),
        (" và ", False, False),
        ("nghiêng", False, True),
        (" * sao", False, False),
    ]


def test_a_figure_is_a_run_with_its_source():
    (found,) = blocks("Nhận **{{ tthc.dossiers.huyen.received }}** hồ sơ", {"tthc.dossiers.huyen.received"})
    run = found.runs[1]
    assert (run.text, run.bold) == ("4529", True)
    assert (run.figure.key, run.figure.url, run.figure.changed) == (
        "tthc.dossiers.huyen.received",
        "/nguon/received",
        True,
    )


def test_a_figure_s_title_tells_its_formula():
    (found,) = blocks("{{ tthc.dossiers.huyen.late_rate }}")
    assert found.runs[0].figure.title == "Tỷ lệ quá hạn = 30 / 4506 hồ sơ đã giải quyết"


def test_a_figure_at_the_head_of_a_line_starts_no_list():
    (found,) = blocks("{{ tthc.dossiers.huyen.late }}. Hồ sơ")
    assert isinstance(found, Paragraph)
    assert words(found.runs) == "30. Hồ sơ"


def test_loop_makes_one_list():
    (found,) = blocks("{% for r in planning.risk_results %}\n- {{ r.risk }}: {{ r.action }}.\n{% endfor %}")
    assert words(found.items[0].runs) == "Rủi ro 1: đã *xử lý* 1."
    assert len(found.items) == 3


def test_headings_and_tables():
    rows = "{% for r in planning.risk_results %}\n| {{ r.risk }} | x |\n{% endfor %}"
    found = blocks(f"## Tiêu đề\n| A | B |\n|---|--:|\n{rows}")
    assert isinstance(found[0], Heading)
    assert found[0].level == 2
    assert isinstance(found[1], Table)
    assert len(found[1].rows) == 3


def test_a_table_block_stands_on_its_own_line():
    found = blocks("Xem:\n[[bang:tthc.dossier_table]]")
    assert words(found[1].runs) == "bảng tthc.dossier_table"


def test_html_stays_text():
    (found,) = blocks("<script>alert(1)</script> & [x](javascript:1) ![y](z)")
    assert words(found.runs) == "<script>alert(1)</script> & [x](javascript:1) ![y](z)"
