"""Figures of audits: the year's audit and review, findings only when recorded, last year from its rows."""

import pytest

from audits.models import AuditedUnit, InternalAudit
from qms import figures
from qms.scope import in_agency
from tests.audits.build import audit, car, conclusion, finding, measure, review
from tests.audits.rows import turn
from tests.documents.helpers import document as procedure
from tests.factories import UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db


def values(agency, year=2024):
    found = figures.collect(agency, year)
    return {
        key.removeprefix("audits."): f.value for key, f in found.figures.items() if key.startswith("audits.")
    }


def test_an_empty_year_and_a_planned_audit_have_no_figures(scope):
    assert values(scope) == {}
    audit("planned")
    audit("notified", round=2, team_decision=None)
    review()
    assert values(scope) == {}


def test_the_audit_of_the_year(scope):
    row = audit("reported")
    AuditedUnit.objects.create(audit=row, unit=UnitFactory())
    found = values(scope)
    assert found["audit.team_symbol"] == "2389/QĐ-UBND"
    assert found["audit.team_issued_on"] == DAY(2024, 10, 14)
    assert (found["audit.starts_on"], found["audit.ends_on"]) == (DAY(2024, 10, 21), DAY(2024, 10, 23))
    assert found["audit.units_count"] == 2


def test_units_are_counted_from_rows_before_the_stated_number(scope):
    row = audit("reported", audited_units_stated=12)
    assert values(scope)["audit.units_count"] == 1
    AuditedUnit.objects.filter(audit=row).delete()
    found = figures.collect(scope, 2024)["audits.audit.units_count"]
    assert (found.value, found.formula) == (12, "số ghi trong văn bản")
    InternalAudit.objects.update(audited_units_stated=None)
    assert "audit.units_count" not in values(scope)


def test_findings_appear_only_when_recorded(scope):
    row = audit("in_progress")
    finding(row)
    assert not [key for key in values(scope) if key.startswith("findings")]
    InternalAudit.objects.update(findings_recorded=True)
    assert values(scope)["findings.minor"] == 1


def test_findings_are_counted_by_grade_over_the_years_audits(scope):
    first, second = audit("reported"), audit("reported", round=2, team_decision=None)
    for number, grade in enumerate(("major", "minor", "minor", "observation"), start=1):
        finding(first, number, grade=grade)
    finding(second, grade="observation", state="closed", closed_on=DAY(2024, 11, 1), outcome="Xong")
    found = values(scope)
    names = ("major", "minor", "observation", "nonconformities", "closed")
    assert [found[f"findings.{name}"] for name in names] == [1, 2, 2, 3, 1]
    assert found["audit.rounds"] == 2


def test_one_audit_without_its_findings_leaves_the_year_without_counts(scope):
    audit("reported")
    audit("reported", round=2, team_decision=None, findings_recorded=False)
    assert "findings.minor" not in values(scope)


def test_a_recorded_audit_without_findings_is_a_true_zero(scope):
    audit("closed")
    found = values(scope)
    assert [found[f"findings.{name}"] for name in ("major", "minor", "observation")] == [0, 0, 0]


def test_last_year_comes_from_its_rows(scope):
    row = audit("closed", year=2023, scope="11 phòng chuyên môn và Ban Chỉ đạo", team_decision=None)
    finding(row, 1, grade="minor", state="closed", closed_on=DAY(2023, 12, 1), outcome="Đã bổ sung hồ sơ")
    finding(row, 2, grade="observation")
    found = figures.collect(scope, 2024)
    names = ("year", "units_count", "scope", "nonconformities", "observations", "closed", "open")
    assert [found.value(f"audits.previous.{name}") for name in names] == [
        "2023", 1, "11 phòng chuyên môn và Ban Chỉ đạo", 1, 1, 1, 1,
    ]  # fmt: skip
    rows = found.tables["audits.previous_findings"].rows
    assert rows[0]["state"] == "Đã đóng ngày 01/12/2023"
    assert rows[0]["outcome"] == "Đã bổ sung hồ sơ"
    assert "audits.audit.starts_on" not in found


def test_audits_and_their_findings_are_read_in_two_queries_in_order(scope, django_assert_num_queries):
    first, second = audit("reported"), audit("reported", round=2, team_decision=None)
    for row, number in ((second, 1), (first, 2), (first, 1)):
        finding(row, number, unit=UnitFactory(), section="", procedure=procedure(f"QT-{row.round}{number}"))
    found = figures.collect(scope, 2024)
    with django_assert_num_queries(2):
        rows = found.table("audits.finding_rows").rows
    assert [row["criterion"] for row in rows] == ["QT-11", "QT-12", "QT-21"]
    assert all(row["unit"] for row in rows)


def test_last_year_without_recorded_findings_has_no_counts(scope):
    audit("reported", year=2023, findings_recorded=False)
    found = values(scope)
    assert found["previous.year"] == "2023"
    assert "previous.nonconformities" not in found


def test_the_review_that_was_held_last(scope):
    review("held")
    review("followed_up", round=2, held_on=DAY(2024, 12, 5))
    review("planned", round=3, planned_on=DAY(2024, 12, 20))
    found = values(scope)
    assert (found["review.held_on"], found["review.count"]) == (DAY(2024, 12, 5), 2)


def test_strengths_are_counted_apart_and_owe_nothing(scope):
    row = audit("reported")
    finding(row, 1, grade="strength")
    finding(row, 2, grade="minor", state="verified")
    found = figures.collect(scope, 2024)
    names = ("strength", "minor", "nonconformities", "closed", "open")
    assert [found.value(f"audits.findings.{name}") for name in names] == [1, 1, 1, 0, 1]
    assert [line["number"] for line in found.tables["audits.finding_rows"].rows] == ["02"]
    later = figures.collect(scope, 2025)
    names = ("nonconformities", "observations", "open")
    assert [later.value(f"audits.previous.{name}") for name in names] == [1, 0, 1]


def test_requests_are_counted_by_state_and_round(scope):
    assert not [key for key in values(scope) if key.startswith("cars")]
    late, again, closed = car(number=1), car(number=2), car(number=3, state="closed")
    measure(late.rounds.get(), due_on=DAY(2024, 11, 1))
    again.rounds.update(result="not_effective")
    measure(again.rounds.get(), due_on=DAY(2024, 11, 1))  # of a round that is over: nobody waits for it
    measure(turn(again, 2), due_on=DAY(2099, 1, 1))
    closed.rounds.update(result="effective")
    car(number=4, year=2023)
    found = figures.collect(scope, 2024)
    names = ("opened", "closed", "open", "overdue", "again")
    assert [found.value(f"audits.cars.{name}") for name in names] == [3, 1, 2, 1, 1]
    assert [tuple(row.values()) for row in found.tables["audits.car_rounds"].rows] == [
        (1, 3, 1, 1, 1),
        (2, 1, 0, 0, 1),
    ]


def test_conclusions_count_once_the_minutes_are_signed(scope):
    conclusion(review("held"))
    assert not [key for key in values(scope) if key.startswith("conclusions")]
    row = review("minutes_signed", round=2, signed_on=DAY(2024, 10, 29))
    conclusion(row)
    conclusion(row, due_on=DAY(2024, 11, 30), state="done", done_on=DAY(2024, 11, 20))
    found = values(scope)
    assert [found[f"conclusions.{name}"] for name in ("total", "done", "open")] == [2, 1, 1]


def test_another_agencys_audit_stays_out(scope, other_agency):
    with in_agency(other_agency):
        audit("closed")
        review("held")
    assert values(scope) == {}
