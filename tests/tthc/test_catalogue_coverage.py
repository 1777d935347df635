"""Coverage: TTHC over TTHC, on the last day of the year; what the checks say of mixed ratios."""

import datetime

import pytest
from django.urls import reverse

from qms.checks import Severity, run_all
from qms.exchange import dump_year, load_year
from qms.figures import collect
from qms.obligations import collect as obligations_of
from tests.documents.helpers import document, official, revision
from tests.tthc.catalogue import field, operating, procedure, serve
from tthc.models import AdministrativeProcedure, ProcedureChange, ProcedureCount, ProcedureService
from tthc.querysets.catalogue import orphaned

pytestmark = pytest.mark.django_db
END = datetime.date(2024, 12, 31)


def findings(agency, rule="R13"):
    results = run_all(agency, 2024, collect(agency, 2024))
    about = ("TTHC", "quy trình")
    return [r for r in results if r.rule == rule and any(word in r.message for word in about)]


def test_counts_are_of_tthc_in_force_and_in_scope(scope):
    one, two, three = (procedure(f"1.00000{n}", f"Thủ tục {n}") for n in (1, 2, 3))
    procedure("1.000004", "Ngoài phạm vi", in_scope=False, scope_reason="Liên thông")
    procedure("1.000005", "Đã bãi bỏ", in_force_to=datetime.date(2024, 12, 30))
    procedure("1.000006", "Chưa có hiệu lực", in_force_from=datetime.date(2025, 1, 1))
    serve(operating(), one, two)
    draft = document("QT-02")
    revision(draft)
    serve(draft, three)
    found = collect(scope, 2024)
    values = {
        key: found.value(f"tthc.catalogue.{key}") for key in ("total", "in_scope", "covered", "uncovered")
    }
    assert values == {"total": 4, "in_scope": 3, "covered": 2, "uncovered": 1}
    rate = found["tthc.catalogue.coverage_rate"]
    assert rate.text() == "66,67%" and rate.formula == "2 / 3 TTHC thuộc phạm vi HTQLCL"
    (finding,) = findings(scope)
    assert finding.severity == Severity.WARNING
    assert finding.message == "2 / 3 TTHC thuộc phạm vi đã có quy trình; còn 1 TTHC chưa có."


def test_a_last_day_counts(scope):
    procedure(in_force_from=END, in_force_to=END)
    assert AdministrativeProcedure.objects.coverage(END)["total"] == 1


def test_two_procedures_of_one_tthc_count_once(scope):
    one = procedure()
    serve(operating("QT-01"), one)
    serve(operating("QT-02"), one)
    assert AdministrativeProcedure.objects.coverage(END) == {"total": 1, "in_scope": 1, "covered": 1}


def test_a_procedure_without_tthc_in_force_is_told(scope):
    dead = procedure("1.000001", "Đã bãi bỏ", in_force_to=datetime.date(2024, 6, 30))
    alive = procedure("1.000002", "Còn")
    lost, shared, never = operating("QT-01"), operating("QT-02"), operating("QT-03")
    serve(lost, dead)
    serve(shared, dead, alive)
    assert list(orphaned(END)) == [lost]
    assert list(orphaned(datetime.date(2024, 6, 30))) == []
    assert any("mọi TTHC của quy trình này đã hết hiệu lực" in found.message for found in findings(scope))
    assert never not in orphaned(END)


def test_changes_are_summed_by_kind_and_0_is_a_count(scope):
    row = procedure()
    for values in (
        {"kind": "amended", "count": 8},
        {"kind": "amended", "procedure": row},
        {"kind": "new", "count": 0},
    ):
        ProcedureChange.objects.create(year=2024, **values)
    ProcedureChange.objects.create(year=2023, kind="abolished", count=3)
    found = collect(scope, 2024)
    assert found.value("tthc.changes.amended") == 9 and found.value("tthc.changes.new") == 0
    assert "tthc.changes.abolished" not in found


def test_no_catalogue_gives_no_figures(scope):
    assert not [key for key in collect(scope, 2024).figures if key.startswith("tthc.catalogue")]


def seed_003(operating_count: int, in_authority: int) -> None:
    """Five common, six office and so many operating procedures; TTHC as entered."""
    for kind, count in (("system", 5), ("internal", 6), ("operating", operating_count)):
        for number in range(count):
            revision(document(f"{kind}-{number}", kind=kind), "effective")
    ProcedureCount.objects.create(year=2024, in_authority=in_authority)


@pytest.mark.parametrize(("operating_count", "in_authority"), [(61, 55), (66, 55)])
def test_procedures_over_tthc_are_told(scope, operating_count, in_authority):
    """“61 quy trình giải quyết TTHC”, “66/55 (5 chung + 6 Văn phòng)”: facts.md, 003."""
    seed_003(operating_count, in_authority)
    (found,) = findings(scope)
    assert found.severity == Severity.ERROR
    assert f"không lập tỷ lệ {operating_count + 11}/55" in found.message
    assert "5 quy trình hệ thống + 6 quy trình nội bộ" in found.message


def test_the_sum_of_procedures_entered_as_tthc_is_told(scope):
    seed_003(55, 66)
    (found,) = findings(scope)
    assert found.severity == Severity.ERROR
    assert "Số TTHC đã nhập là 66, đúng bằng số quy trình (5 quy trình hệ thống + 6" in found.message


def test_the_corrected_count_says_nothing(scope):
    seed_003(55, 55)
    assert findings(scope) == []


def test_a_catalogue_that_is_not_complete_yet_stops_no_report(scope):
    """The first week: 87 procedures, 292 TTHC stated, a part of them in the catalogue."""
    seed_003(55, 292)
    procedure()
    found = [row for row in findings(scope) if "Danh mục mới có" in row.message]
    assert {row.severity for row in findings(scope)} == {Severity.WARNING}
    assert [row.url for row in found] == [reverse("tthc:procedure_list")]
    assert "mới có 1 TTHC (số TTHC đã nhập: 292), trong khi có 55 quy trình tác nghiệp" in found[0].message


def test_a_catalogue_of_as_many_as_the_procedures_says_nothing_of_them(scope):
    revision(document("QT-01", kind="operating"), "effective")
    procedure()
    assert not [row for row in findings(scope) if "Danh mục mới có" in row.message]


def test_the_entered_number_is_compared_with_the_catalogue(scope):
    procedure()
    entered = ProcedureCount.objects.create(year=2024, in_authority=2)
    (found,) = findings(scope, "R12")
    assert found.severity == Severity.WARNING
    assert found.message == "Số TTHC đã nhập là 2, danh mục có 1 TTHC đang có hiệu lực."
    entered.in_authority = 1
    entered.save()
    assert [found.severity for found in findings(scope, "R12")] == [Severity.OK]


def test_a_year_file_says_the_same_after_loading(scope, other_agency, tmp_path):
    """Ended before the year is left out, unless a change of the year names it."""
    one = procedure(
        field=field(), decision=official(1684), time_limit=5, code_suffix="H50", online_level="full"
    )
    old = procedure("1.000002", "Cũ", in_force_to=datetime.date(2023, 6, 30))
    procedure("1.000003", "Cũ hơn", in_force_to=datetime.date(2023, 6, 30))
    serve(operating(), one)
    ProcedureChange.objects.create(year=2024, kind="replaced", procedure=old, successor=one)
    for kind in ("amended", "new"):
        ProcedureChange.objects.create(year=2024, kind=kind, count=0 if kind == "new" else 8)
    first = dump_year(scope, 2024)
    assert "1.000002" in first and "1.000003" not in first and "document: QT-01" in first
    path = tmp_path / "2024.yaml"
    path.write_text(first, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    path.write_text(first.replace("code: kim-thanh", "code: kim-thanh-2"), encoding="utf-8")
    copy, _, summary = load_year(path)
    assert summary.changed == 0
    assert dump_year(copy, 2024).replace("code: kim-thanh-2", "code: kim-thanh") == first
    assert ProcedureService.objects.count() == 1


def duty(agency):
    return next((one for one in obligations_of(agency, 2024) if one.code == "O10"), None)


def test_the_duty_is_done_when_every_procedure_is_covered(scope):
    assert duty(scope) is None
    one = procedure()
    assert duty(scope).done == ""
    serve(operating(), one)
    assert duty(scope).done == "1 / 1 TTHC đã có quy trình"
