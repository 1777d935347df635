"""Checks and obligations of planning."""

import datetime

import pytest

from planning import checks
from planning.models import GuidanceDocument, QualityObjective, TrainingCourse
from qms import obligations
from qms.figures import Figures
from tests.planning.build import DAY, committee, document, objective_plan, risk_plan, year_plan

pytestmark = pytest.mark.django_db


def results(function, agency, year=2024):
    return [(found.severity.value, found.message) for found in function(agency, year, Figures([]))]


def test_a_plan_of_its_year_is_in_order(scope):
    year_plan(document=document())
    assert [severity for severity, _ in results(checks.plans_of_the_year, scope)] == ["ok"]


def test_a_plan_issued_late_in_the_year_before_is_in_order(scope):
    year_plan(document=document(day=DAY(2023, 12, 31)))
    assert [severity for severity, _ in results(checks.plans_of_the_year, scope)] == ["ok"]


@pytest.mark.parametrize("day", [DAY(2023, 5, 8), DAY(2023, 9, 30), DAY(2025, 1, 1)])
def test_a_plan_of_another_year_is_flagged(scope, day):
    risk_plan(document=document(7, day=day))
    [(severity, message)] = results(checks.plans_of_the_year, scope)
    assert severity == "warning"
    assert "07/KH-UBND" in message
    assert "không thuộc năm 2024" in message


def test_a_plan_without_paper_is_flagged(scope):
    objective_plan()
    [(severity, message)] = results(checks.plans_of_the_year, scope)
    assert severity == "warning"
    assert "chưa ghi văn bản ban hành" in message


def test_committee_of_an_earlier_year_is_flagged(scope):
    committee(decision=document(668, kind="QĐ", day=DAY(2023, 5, 19)), valid_from=DAY(2023, 5, 19))
    [(severity, message)] = results(checks.committee_of_the_year, scope)
    assert severity == "warning"
    assert "668/QĐ-UBND ngày 19/5/2023, trước năm 2024" in message


def test_committee_of_the_year_is_in_order_and_none_is_flagged(scope):
    assert results(checks.committee_of_the_year, scope)[0][0] == "warning"
    committee()
    assert results(checks.committee_of_the_year, scope)[0][0] == "ok"


def test_guidance_and_training_outside_the_year_are_flagged(scope):
    GuidanceDocument.objects.create(year=2024, subject="A", issued_on=DAY(2023, 1, 2))
    GuidanceDocument.objects.create(year=2024, subject="B", issued_on=DAY(2024, 1, 2))
    TrainingCourse.objects.create(year=2024, title="C", held_on=DAY(2025, 1, 2))
    TrainingCourse.objects.create(year=2024, title="D", held_on=DAY(2024, 1, 2))
    messages = [message for _, message in results(checks.support_in_the_year, scope)]
    assert len(messages) == 2
    assert "A: ngày 02/01/2023" in messages[0]
    assert "“C”: ngày 02/01/2025" in messages[1]


def test_guidance_counted_as_another_kind_is_an_error(scope):
    GuidanceDocument.objects.create(year=2024, kind="letter", subject="A", document=document())
    found = results(checks.guidance_counts, scope)
    assert found[0][0] == "error"
    assert "là kế hoạch, nhưng được đếm là công văn" in found[0][1]


def test_guidance_without_symbols_is_one_warning(scope):
    for number in range(3):
        GuidanceDocument.objects.create(year=2024, subject=str(number))
    GuidanceDocument.objects.create(year=2024, kind="plan", subject="x", document=document())
    [(severity, message)] = results(checks.guidance_counts, scope)
    assert severity == "warning"
    assert message.startswith("3 trên 4")


def test_guidance_with_symbols_is_in_order(scope):
    GuidanceDocument.objects.create(year=2024, kind="plan", subject="x", document=document())
    assert results(checks.guidance_counts, scope)[0][0] == "ok"
    assert results(checks.guidance_counts, scope, 2023) == []


def test_training_without_participants_is_flagged(scope):
    course = TrainingCourse.objects.create(year=2024, title="A")
    assert results(checks.training_counted, scope)[0][0] == "warning"
    course.participants = 0
    course.save()
    assert results(checks.training_counted, scope) == []


def test_objectives_without_result_are_flagged(scope):
    assert results(checks.objectives_assessed, scope) == []
    objective = QualityObjective.objects.create(plan=objective_plan(), text="A", target="1")
    assert results(checks.objectives_assessed, scope)[0][0] == "warning"
    objective.actual, objective.result = "1", "met"
    objective.save()
    assert results(checks.objectives_assessed, scope)[0][0] == "ok"


def duties(agency, year=2024):
    return {duty.title: duty for duty in obligations.collect(agency, year) if duty.code == "O2"}


def test_an_empty_year_owes_five_things(scope):
    found = duties(scope)
    assert set(found) == {
        "Kế hoạch duy trì, cải tiến",
        "Kiện toàn Ban Chỉ đạo",
        "Mục tiêu chất lượng",
        "Rủi ro và cơ hội",
        "Đào tạo, tập huấn",
    }
    assert not any(duty.done for duty in found.values())
    assert all(duty.due == datetime.date(2024, 12, 31) and duty.url for duty in found.values())


def test_duties_are_done_by_the_years_papers(scope):
    year_plan(document=document(367))
    committee()
    TrainingCourse.objects.create(year=2024, title="A", participants=115, held_on=DAY(2024, 5, 6))
    found = duties(scope)
    assert found["Kế hoạch duy trì, cải tiến"].done == "367/KH-UBND ngày 22/02/2024"
    assert found["Kế hoạch duy trì, cải tiến"].since == DAY(2024, 2, 22)
    assert found["Kiện toàn Ban Chỉ đạo"].done
    assert found["Đào tạo, tập huấn"].done == "1 lớp, 115 người"
    assert found["Đào tạo, tập huấn"].since == DAY(2024, 5, 6)


def test_papers_of_another_year_want_a_look(scope):
    risk_plan(document=document(7, day=DAY(2023, 5, 8)))
    committee(decision=document(668, kind="QĐ", day=DAY(2023, 5, 19)), valid_from=DAY(2023, 5, 19))
    found = duties(scope)
    for title in ("Rủi ro và cơ hội", "Kiện toàn Ban Chỉ đạo"):
        assert not found[title].done
        assert found[title].needs_review
        assert found[title].since is None
