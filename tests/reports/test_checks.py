from decimal import Decimal

import pytest

from qms.figures import Figure, Figures
from reports.checks import Line, _counts_before, _wrong_rates
from reports.models import OutlineSection
from reports.verdicts import findings

pytestmark = pytest.mark.django_db


def messages(report, rule):
    report.__dict__.pop("_composition", None)
    report.__dict__.pop("_findings", None)
    return [row for row in findings(report) if row.rule == rule and row.severity != "ok"]


def write(key, body):
    OutlineSection.objects.filter(key=key).update(body=body)


def test_a_clean_draft_has_no_error(report):
    assert [row.message for row in findings(report) if row.severity == "error"] == []


def test_r12_names_a_figure_the_year_lacks(report):
    write("muc-1", "Có {{ tthc.la.gi }} hồ sơ.")
    (row,) = messages(report, "R12")
    assert row.severity == "error"
    assert "{{ tthc.la.gi }}" in row.message
    assert row.url.endswith(f"/nam/{report.pk}/muc/muc-1/")


def test_r12_names_a_body_that_cannot_be_filled(report):
    write("muc-1", "{{ tthc.dossiers.huyen.received|ngay }}")
    (row,) = messages(report, "R12")
    assert "Bộ lọc “ngay”" in row.message


@pytest.mark.parametrize("typed", ["98%", "4.529 hồ sơ", "87 quy trình", "115 cán bộ"])
def test_r12_warns_of_a_count_typed_by_hand(report, typed):
    write("muc-1", f"Đạt {typed} trong năm.")
    (row,) = messages(report, "R12")
    assert row.severity == "warning"
    assert f"“{typed}”" in row.message


@pytest.mark.parametrize(
    "text",
    [
        "Nhận {{ tthc.dossiers.huyen.received }} hồ sơ, đạt {{ tthc.survey.forms_rate }}.",
        "Theo Thông tư 02/2017/TT-VPCP và TCVN ISO 9001:2015.",
        "Từ ngày 31/10/2017 phòng chuyên môn thực hiện.",
    ],
)
def test_r12_leaves_placed_figures_and_citations_alone(report, text):
    write("muc-1", text)
    assert messages(report, "R12") == []


def test_r3_finds_a_typed_rate_that_is_wrong(report):
    write("muc-1", "Quá hạn {{ tthc.dossiers.huyen.late }} hồ sơ, tỷ lệ 0,59%.")
    (row,) = messages(report, "R3")
    assert row.severity == "error"
    assert "0,59%" in row.message
    assert "0,67%" in row.message
    assert "30 / 4506" in row.message


@pytest.mark.parametrize("typed", ["0,67%", "0.67%", "0,7%", "1%"])
def test_r3_accepts_a_rate_right_at_its_own_places(report, typed):
    write("muc-1", f"Quá hạn {{{{ tthc.dossiers.huyen.late }}}} hồ sơ, tỷ lệ {typed}.")
    assert messages(report, "R3") == []


def test_r3_reads_typed_counts_too():
    rate = Figure("a.r", "Tỷ lệ", Decimal("0.67"), "%", numerator=30, formula="30 / 4506")
    line = Line("quá hạn 30 hồ sơ, tỷ lệ 0,59%", ())
    assert list(_wrong_rates(line, [rate])) == [("0,59", rate)]
    assert _counts_before(Line("a \ufffc b 4.506 c", ("4529",)), 17) == [4529, 4506]


@pytest.mark.parametrize("words", ["trong năm 2023", "đến năm 2022"])
def test_r14_finds_a_stale_year_in_the_tasks_ahead(report, words):
    write("muc-2", f"- Thực hiện Kế hoạch {words}.")
    (row,) = messages(report, "R14")
    assert row.severity == "warning"
    assert words in row.message
    assert row.url.endswith("/muc/muc-2/")


def test_r14_allows_this_year_and_the_next(report):
    write("muc-2", "Trong năm 2024 và năm 2025, giai đoạn 2021-2025, TCVN ISO 9001:2015, ngày 31/10/2017.")
    assert messages(report, "R14") == []


def test_r14_does_not_read_other_sections(report):
    write("muc-1", "Trong năm 2023 đã làm.")
    assert messages(report, "R14") == []


def test_r15_finds_vv_in_the_subject(report):
    report.subject = "V/v thực hiện duy trì"
    report.save()
    assert any("V/v" in row.message and row.severity == "error" for row in messages(report, "R15"))


def test_r15_warns_of_a_committee_paper_without_tm(report):
    report.signature_lines = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    report.organ = "ỦY BAN NHÂN DÂN\nHUYỆN KIM THÀNH"
    report.save()
    assert [row.severity for row in messages(report, "R15") if "TM." in row.message] == ["warning"]


def test_a_draft_may_lack_number_and_day(report):
    assert not any("số" in row.message.lower() and row.severity == "error" for row in messages(report, "R15"))


def test_empty_year_has_nothing_to_say(scope):
    from reports import checks

    assert list(checks.figures_are_there(scope, 2031, Figures(()))) == []
