"""Kim Thành 2024 from its year file to the annual report: the seed's words, with our figures."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from qms import checks, figures
from qms.checks import Severity
from qms.exchange import dump_year, load_year
from qms.models import Person
from qms.scope import in_agency
from tests.seeds.conftest import SAMPLES
from tests.seeds.words import compare

pytestmark = pytest.mark.django_db
SEED = Path(__file__).with_name("kim-thanh-2024.txt")

LAW = "NĐ 30 PL I"
HALF_UP = "the seed rounds up; half-up is right, and complementary rates add up to 100"
COMMA = "decimal comma, as Vietnamese papers print it"
DIFFERENCES = {
    ("V/v thực", "Thực"): f"{LAW} ô số 5a: no “V/v” in the subject of a BÁO CÁO",
    ("", "phù"): "“công bố hợp với” lacks a word",
    ("số 01", "I"): f"{LAW}: annexes are numbered in Roman figures",
    ("02", "II"): f"{LAW}: annexes are numbered in Roman figures",
    ("91.24%", "91,23%"): HALF_UP,
    ("99.34%", "99,33%"): HALF_UP,
    ("10.76%", "10,75%"): HALF_UP,
    ("0.59%", "0,07%"): "32 of 45496 is 0,07 %: the seed is grossly wrong",
    ("99.94%", "99,93%"): HALF_UP,
    ("", "DỰ THẢO"): "a draft says so on every page",
} | {
    (rate.replace(",", "."), rate): COMMA
    for rate in (
        "99,98%",
        "0,02%",
        "8,77%",
        "0,67%",
        "89,25%",
        "99,93%",
        "99,56%",
        "99,62%",
        "0,38%",
        "99,94%",
        "99,87%",
        "99,24%",
        "0,76%",
    )
}


def rendered(tmp_path, format):
    path = tmp_path / f"bao-cao.{format}"
    call_command("render_report", "kim-thanh", 2024, "--format", format, "--output", path)
    return path


@pytest.fixture
def text(kim_thanh, tmp_path):
    return rendered(tmp_path, "text").read_text(encoding="utf-8")


def test_seeds_words_stand_in_the_report_in_order(kim_thanh, text):
    seed = SEED.read_text(encoding="utf-8").format(signer=Person.objects.get(key="pham-viet-tuan").name)
    body = text[: text.index("Phụ lục I\n")]  # the seed names its annexes and does not contain them
    share, differences = compare(seed, body)
    assert share >= 0.97
    unexplained = [difference for difference in differences if difference not in DIFFERENCES]
    assert not unexplained


def test_every_listed_difference_is_there(kim_thanh, text):
    """A reason for a difference that is gone would hide the next one."""
    seed = SEED.read_text(encoding="utf-8").format(signer=Person.objects.get(key="pham-viet-tuan").name)
    _, differences = compare(seed, text[: text.index("Phụ lục I\n")])
    assert set(DIFFERENCES) <= set(differences)


EXPECTED = {
    "documents.procedures.system": "5", "documents.procedures.internal": "2", "documents.procedures.operating": "87",
    "documents.document_set.symbol": "4584/QĐ-UBND", "documents.declaration.fields_count": "43",
    "tthc.procedures.in_authority": "292", "tthc.communes.applying": "18", "tthc.communes.total": "18",
    "planning.guidance.total": "17", "planning.guidance.plans": "3", "planning.guidance.letters": "14",
    "planning.training.participants": "115",
    "tthc.dossiers.huyen.total": "4.692", "tthc.dossiers.huyen.online_rate": "91,23%",
    "tthc.dossiers.huyen.in_person_rate": "8,77%", "tthc.dossiers.huyen.early_on_time_rate": "99,33%",
    "tthc.dossiers.huyen.late_rate": "0,67%", "tthc.dossiers.xa.total": "45.624",
    "tthc.dossiers.xa.online_rate": "89,25%", "tthc.dossiers.xa.in_person_rate": "10,75%",
    "tthc.dossiers.xa.early_on_time_rate": "99,93%", "tthc.dossiers.xa.late_rate": "0,07%",
    "tthc.digitisation.huyen.some_rate": "99,93%", "tthc.digitisation.huyen.full_rate": "99,56%",
    "tthc.digitisation.huyen.result_rate": "99,62%", "tthc.digitisation.huyen.result_missing_rate": "0,38%",
    "tthc.digitisation.xa.some_rate": "99,94%", "tthc.digitisation.xa.full_rate": "99,87%",
    "tthc.digitisation.xa.result_rate": "99,24%", "tthc.digitisation.xa.result_missing_rate": "0,76%",
    "tthc.survey.forms_rate": "98,01%", "tthc.survey.good_rate": "99,98%", "tthc.survey.dissatisfied_rate": "0,02%",
    "audits.audit.team_symbol": "2389/QĐ-UBND", "audits.review.held_on": "28/10/2024",
    "audits.previous.units_count": "11",
    "audits.previous.nonconformities": "0",
}  # fmt: skip


def test_figures_are_the_seeds_with_right_rates(kim_thanh):
    found = figures.collect(kim_thanh, 2024)
    assert {key: found[key].text() for key in EXPECTED} == EXPECTED


def test_rates_name_their_denominator(kim_thanh):
    found = figures.collect(kim_thanh, 2024)
    assert found["tthc.dossiers.huyen.online_rate"].formula.startswith("4132 / 4529")
    assert found["tthc.survey.forms_rate"].denominator == 4529


def test_checks_report_the_seeds_errors(kim_thanh, capsys):
    call_command("check_figures", "kim-thanh", 2024, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert all(set(row) == {"rule", "severity", "message", "record"} for row in found)
    assert not [row for row in found if row["severity"] == "error"]
    said = " ".join(f"{row['rule']}: {row['message']}" for row in found)
    for words_said in (
        "R10: Công bố theo 3265/QĐ-UBND ngày 28/10/2022 trước",
        "thứ Bảy 19/10/2024, Chủ nhật 20/10/2024",
        "07/KH-BCĐ ngày 08/5/2023",
        "668/QĐ-UBND ngày 19/5/2023",
        "R14: “trong năm 2023”",
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert words_said in said
    assert all(row["record"].startswith("/kim-thanh/2024/") for row in found if row["rule"] != "R15")


def test_balance_closes_and_says_so(kim_thanh):
    found = figures.collect(kim_thanh, 2024)
    balances = [row for row in checks.run_all(kim_thanh, 2024, found) if row.rule == "R1"]
    assert {row.severity for row in balances} == {Severity.OK}
    assert "163 + 4.529 = 4.506 + 147 + 26 + 12 + 1" in balances[0].message


def test_load_dump_load_changes_nothing(kim_thanh, tmp_path):
    text = dump_year(kim_thanh, 2024)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    assert dump_year(kim_thanh, 2024) == text


def test_dump_alone_makes_the_same_report(kim_thanh, text, tmp_path):
    """The year file holds all that the report needs: a copy under another code prints the same words."""
    path = tmp_path / "nam.yaml"
    path.write_text(dump_year(kim_thanh, 2024).replace("code: kim-thanh", "code: ban-sao"), encoding="utf-8")
    copy, _, summary = load_year(path)
    assert summary.unchanged == 0
    with in_agency(copy):
        call_command(
            "render_report", "ban-sao", 2024, "--format", "text", "--output", tmp_path / "ban-sao.txt"
        )
    assert (tmp_path / "ban-sao.txt").read_text(encoding="utf-8") == text


def test_loading_the_sample_twice_adds_nothing(kim_thanh):
    _, _, summary = load_year(SAMPLES / "kim-thanh-2024.yaml")
    assert (summary.added, summary.changed) == (0, 0)


def test_no_figure_of_the_report_is_typed_in_the_outline(kim_thanh):
    """The outline's text holds no digit of a figure: only clause, decree and heading numbers."""
    import re

    from reports.models import OutlineSection

    typed = re.compile(r"(?<![\w./:-])\d{2,}(?:[.,]\d+)?%?(?![\w./:-])")
    bodies = [re.sub(r"\{[{%].*?[%}]\}", "", section.body) for section in OutlineSection.objects.all()]
    assert [found for body in bodies for found in typed.findall(body)] == []
