import pytest

from qms import figures as registry
from qms.figures import collect, provider
from reports import syntax
from reports.editing import unknown_keys
from reports.fill import Filler, FillError
from reports.placeholders import MARKED, Style, plain
from reports.textfilters import FILTERS
from tests.reports.conftest import make_figures


def fill(source, style=None, **words):
    return Filler(make_figures(), style or Style(), {"nam": 2024, **words}).fill(source)


def printed(source, style=None):
    return plain(fill(source, style).text)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ ''.__class__ }}", "__class__"),
        ("{{ tthc.__class__.__mro__ }}", "__"),
        ("{{ tthc.dossiers.__init__ }}", "__init__"),
        ("{{ self }}", "self"),
        ("{{ self.__init__.__globals__ }}", "không được dùng"),
        ("{{ tthc() }}", "lời gọi hàm"),
        ("{{ range(10) }}", "lời gọi hàm"),
        ("{% for i in range(1000000) %}x{% endfor %}", "vòng lặp chỉ có dạng"),
        ("{{ 'x' * 100000000 }}", "phép tính"),
        ("{{ 9 ** 9 ** 9 }}", "phép tính"),
        ("{{ 'a' ~ 'b' }}", "phép tính"),
        ("{{ tthc['__class__'] }}", "[ ]"),
        ("{% set x = 1 %}", "set"),
        ("{% macro f() %}{% endmacro %}", "macro"),
        ("{% include 'x' %}", "include"),
        ("{% import 'x' as y %}", "import"),
        ("{% from 'x' import y %}", "import"),
        ("{% extends 'x' %}", "extends"),
        ("{% block a %}{% endblock %}", "block"),
        ("{% filter upper %}x{% endfilter %}", "không được dùng"),
        ("{% call tthc() %}{% endcall %}", "không được dùng"),
        ("{% if tthc is callable %}{% endif %}", "phép thử"),
        ("{{ nam|attr('x') }}", "không có bộ lọc “attr”"),
        ("{{ nam|map('upper') }}", "không có bộ lọc"),
        ("{{ nam|phan_tram(99999999999999999999) }}", "số quá dài"),
        ("{{ tthc.survey.forms_rate|phan_tram(9) }}", "0 đến 4"),
        ("{{ nam|phan_tram(1, 2) }}", "ngoặc"),
        ("{{ nam|phan_tram(places=1) }}", "chưa đúng"),
        ("{{ (1).__class__ }}", "không được dùng"),
        ("{{ [1, 2] }}", "không được dùng"),
        ("{{ {'a': 1} }}", "không được dùng"),
        ("{{ 1.5 }}", "số nguyên"),
        ("{{ nam.real }}", "Không có “real”"),
        ("{{ " + "9" * 5000 + " }}", "số quá dài"),
        ("{{ " + "(" * 5000 + "nam" + ")" * 5000 + " }}", "quá sâu"),
        ("{{ a" + ".b" * 20 + " }}", "quá nhiều dấu chấm"),
        ("x" * 50_001, "quá giới hạn"),
        ("{% if nam %}" * 9 + "{% endif %}" * 9, "quá 8 lớp"),
        (
            "{% for a in b.c %}{% for d in b.c %}{% for e in b.c %}{% endfor %}{% endfor %}{% endfor %}",
            "quá 2 lớp",
        ),
        ("{% for a in planning.risk_results recursive %}{% endfor %}", "dạng"),
        ("{% for a, b in planning.risk_results %}{% endfor %}", "dạng"),
        ("{% for a in planning.risk_results if a.risk %}{% endfor %}", "dạng"),
        ("{% for r in planning.risk_results %}{{ r }}{% endfor %}", "ghi rõ cột"),
        ("{% for r in planning.risk_results %}{{ loop }}{% endfor %}", "không phải là số liệu"),
        ("{% for r in planning.risk_results %}{{ loop.cycle }}{% endfor %}", "Không có “cycle”"),
        ("{% if nam > 'x' %}a{% endif %}", "điền"),
    ],
)
def test_attacks_and_slips_are_refused_in_a_sentence(source, words):
    with pytest.raises(FillError, match=__import__("re").escape(words)):
        fill(source)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("một\nhai {{ x|la }}", "Dòng 2: không có bộ lọc “la”"),
        ("a\nb\n{% for x in y.z %}", "Dòng 3: thiếu {% endfor %}."),
        ("{% if nam %}", "Dòng 1: thiếu {% endif %}."),
        ("a\n{% endif %}", "Dòng 2: không có lệnh “endif”"),
        ("{{ a b }}", "Dòng 1: thừa “b”"),
        ("{{ }}", "Dòng 1: phần {{ … }}"),
        ("{{ a $ }}", "Dòng 1: "),
    ],
)
def test_an_error_names_its_line(source, sentence):
    found = syntax.problems(source)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_a_long_loop_cannot_fill_the_memory(monkeypatch):
    monkeypatch.setattr("reports.fill.MAX_FILLED", 50)
    with pytest.raises(FillError, match="quá 50 ký tự"):
        fill("{% for r in planning.risk_results %}{{ r.risk }} và còn nữa {% endfor %}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ tthc.dossiers.huyen.received }}", "4529"),
        ("{{ tthc.dossiers.huyen.received|so }}", "4529"),
        ("{{ tthc.dossiers.huyen.received|so_cham }}", "4.529"),
        ("{{ tthc.dossiers.huyen.zero }}", "0"),
        ("{{ tthc.dossiers.huyen.zero|hai_so }}", "00"),
        ("{{ tthc.dossiers.huyen.zero|chu_khong }}", "không"),
        ("{{ tthc.dossiers.huyen.late|chu_khong }}", "30"),
        ("{{ tthc.dossiers.huyen.late|hai_so }}", "30"),
        ("{{ tthc.dossiers.huyen.late_rate }}", "0,67%"),
        ("{{ tthc.dossiers.huyen.late_rate|so }}", "0,67"),
        ("{{ tthc.survey.forms_rate|phan_tram }}", "98,01%"),
        ("{{ tthc.survey.forms_rate|phan_tram(0) }}", "98%"),
        ("{{ documents.document_set.issued_on }}", "30/12/2022"),
        ("{{ documents.document_set.issued_on|ngay }}", "30/12/2022"),
        ("{{ documents.document_set.issued_on|ngay_chu }}", "ngày 30 tháng 12 năm 2022"),
        ("{{ documents.document_set.issued_on|ngay_chu|hoa_dau }}", "Ngày 30 tháng 12 năm 2022"),
        ("{{ documents.document_set.issued_on|thang_nam }}", "tháng 12 năm 2022"),
        ("{{ documents.document_set.symbol|thuong_dau }}", "4584/QĐ-UBND"),
        ("năm {{ nam }}", "năm 2024"),
    ],
)
def test_forms_of_a_placeholder(source, text):
    assert printed(source) == text


def test_every_filter_is_tried_above():
    tried = test_forms_of_a_placeholder.pytestmark[0].args[1]
    assert all(any(f"|{name}" in source for source, _ in tried) for name in FILTERS)


def test_the_outline_decides_how_numbers_are_written():
    style = Style(grouped=True, decimal_mark=".")
    assert (
        printed("{{ tthc.dossiers.huyen.received }} {{ tthc.dossiers.huyen.late_rate }}", style)
        == "4.529 0.67%"
    )


@pytest.mark.parametrize("name", ["ngay", "ngay_chu", "thang_nam"])
def test_a_date_filter_refuses_a_count(name):
    with pytest.raises(FillError, match=f"Bộ lọc “{name}” chỉ dùng cho ngày"):
        fill("{{ tthc.dossiers.huyen.received|" + name + " }}")


@pytest.mark.parametrize("name", ["so", "hai_so", "so_cham", "phan_tram", "chu_khong"])
def test_a_number_filter_refuses_a_date(name):
    with pytest.raises(FillError, match=f"Bộ lọc “{name}”"):
        fill("{{ documents.document_set.issued_on|" + name + " }}")


def test_a_figure_the_year_lacks_is_named_in_its_place():
    filled = fill("Có {{ tthc.la.gi|so }} hồ sơ{% if tthc.la.gi %} và hơn{% endif %}.")
    assert plain(filled.text) == "Có [chưa có số liệu: tthc.la.gi] hồ sơ."
    assert [quote.key for quote in filled.missing] == ["tthc.la.gi"]


def test_conditions_compare_values():
    assert printed("{% if tthc.dossiers.huyen.zero == 0 %}không{% endif %}") == "không"
    assert printed("{% if tthc.dossiers.huyen.late >= 30 %}trễ{% endif %}") == "trễ"
    assert printed("{% if not tthc.la.gi and nam %}chưa{% else %}rồi{% endif %}") == "chưa"
    assert printed("{{ nam if tthc.la.gi else tthc.dossiers.huyen.late }}") == "30"


def test_a_loop_over_a_table_keeps_each_cell_s_identity():
    filled = fill(
        "{% for r in planning.risk_results %}\n- {{ r.risk }}{% if not loop.last %};{% endif %}\n{% endfor %}"
    )
    assert plain(filled.text).splitlines() == ["- Rủi ro 1;", "- Rủi ro 2;", "- Rủi ro 3"]
    assert filled.quotes[1].key == "planning.risk_results[1].risk"


def test_a_figure_s_value_cannot_be_markdown():
    filled = fill("{% for r in planning.risk_results %}{{ r.action }} {% endfor %}")
    assert r"\*xử lý\*" in filled.text
    assert "*xử lý*" in plain(filled.text)


def test_marks_typed_by_a_user_are_stripped():
    forged = "\U000f0005giả\U0010fffd \ue000x {{ tthc.dossiers.huyen.late }}"
    filled = fill(forged)
    assert [match[2] for match in MARKED.finditer(filled.text)] == ["30"]
    assert plain(filled.text) == "giả x 30"


def test_marks_inside_a_word_of_the_report_are_stripped_from_values():
    filled = fill("{{ ten }}", ten="\U000f0000a\U0010fffd")
    assert filled.text == "a"
    assert filled.quotes == ()


def test_names_lists_what_a_body_mentions():
    source = "{{ a.b|so }}{% for r in p.q %}{{ r.x }}{{ loop.index }}{% endfor %}"
    source += "{% if c.d > 1 %}{{ nam }}{% endif %}"
    assert syntax.names(source) == {"a.b", "p.q", "c.d", "nam"}


@pytest.mark.parametrize(
    "source",
    [
        "{% for loop in planning.risk_results %}{% endfor %}",
        "{% for loop in tthc.x %}{{ loop.index }}{% endfor %}",
    ],
)
def test_the_name_loop_is_kept_for_its_place(source):
    assert "“loop”" in syntax.problems(source)[0]
    with pytest.raises(FillError):
        fill(source)


def test_a_tree_that_is_no_code_is_refused_and_filled_with_a_sentence(monkeypatch):
    """Even where the rules above do not foresee it."""
    monkeypatch.setattr(syntax, "_check_loop", lambda node, loops: None)
    source = "{% for loop in tthc.x %}{% endfor %}"
    assert "viết chưa đúng" in syntax.problems(source)[0]
    with pytest.raises(FillError, match="không điền được"):
        fill(source)


@pytest.fixture
def asked(scope, monkeypatch):
    """Three providers of the test alone, over a year that is collected; the list tells who was read."""
    monkeypatch.setattr(registry, "_providers", {})
    ran = []

    def giving(name):
        def give(agency, year):
            ran.append(name)
            yield registry.Figure(f"tthc.{name}.count", name, 0)
            yield registry.FigureTable(f"tthc.{name}.rows", name, (("ten", "Tên"),), ())

        return give

    for name in ("a", "b", "c"):
        provider(f"tthc.{name}")(giving(name))
    return ran


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("Năm {{ nam }}.", []),
        ("{{ tthc.a.count }}, {{ tthc.a.other }}", ["a"]),
        ("{% for dong in tthc.b.rows %}{{ dong.ten }}{% endfor %}", ["b"]),
        ("{% if tthc.a.count > 0 %}{{ tthc.b.count }}{% endif %}", ["a", "b"]),
    ],
)
def test_a_body_reads_what_it_mentions_and_no_more(scope, asked, source, read):
    """The branch that is not taken as well: filled again after an edit of the year, a report sees one state."""
    Filler(collect(scope, 2024), Style(), {"nam": 2024}).fill(source)
    assert sorted(asked) == read


def test_an_error_of_a_provider_is_not_told_as_one_of_the_body(scope, asked):
    @provider("tthc.broken")
    def broken(agency, year):
        raise TypeError("of the provider")

    with pytest.raises(TypeError, match="of the provider"):
        Filler(collect(scope, 2024), Style(), {}).fill("{{ tthc.broken.count }}")


def test_unknown_keys_are_looked_for_where_they_would_stand(scope, asked):
    sources = [
        "{{ tthc.a.count }}{{ tthc.a.slip }}{{ nam }}",
        "{% for r in tthc.a.rows %}{{ r.ten }}{% endfor %}",
    ]
    assert unknown_keys(collect(scope, 2024), sources) == ["tthc.a.slip"]
    assert asked == ["a"]


def test_line_breaks_are_the_same_with_and_without_a_placeholder():
    assert [fill(f"a\r\nb\rc{more}").text for more in ("", "{% if nam %}{% endif %}")] == ["a\nb\nc"] * 2
