"""Figures of planning: which papers, counted rows, results of risks."""

import datetime

import pytest

from planning.models import (
    GuidanceDocument,
    QualityObjective,
    RiskOpportunity,
    SteeringCommittee,
    TrainingCourse,
)
from qms import figures
from tests.factories import UnitFactory
from tests.planning.build import DAY, committee, document, objective_plan, risk_plan, year_plan

pytestmark = pytest.mark.django_db


def collect(agency, year=2024):
    return figures.collect(agency, year)


def mine(found):
    return [key for key in (*found.figures, *found.tables) if key.startswith("planning.")]


def test_an_empty_year_has_no_figure_rather_than_a_zero(scope):
    assert mine(collect(scope)) == []


def test_plans_tell_their_paper(scope):
    year_plan(document=document(367))
    objective_plan(document=document(366))
    risk_plan(document=document(7, day=DAY(2023, 5, 8)))
    found = collect(scope)
    assert found.value("planning.year_plan.symbol") == "367/KH-UBND"
    assert found.value("planning.year_plan.issued_on") == DAY(2024, 2, 22)
    assert found.value("planning.objective_plan.symbol") == "366/KH-UBND"
    assert found.value("planning.risk_plan.symbol") == "07/KH-UBND"


def test_three_plans_take_one_query_and_lead_to_their_pages(scope, django_assert_num_queries):
    plans = [year_plan(document=document(367)), objective_plan(document=document(366)), risk_plan()]
    found = collect(scope)
    with django_assert_num_queries(1):
        urls = [found.get(f"planning.{name}_plan.symbol") for name in ("year", "objective", "risk")]
    assert [row.url for row in urls[:2]] == [plan.get_absolute_url() for plan in plans[:2]]
    assert urls[2] is None


def test_a_plan_without_paper_has_no_symbol(scope):
    year_plan()
    assert "planning.year_plan.symbol" not in collect(scope)


def test_figures_of_another_year_or_agency_stay_out(scope, other_agency):
    from qms.scope import in_agency

    year_plan(year=2023, document=document(1))
    with in_agency(other_agency):
        year_plan(document=document(2))
    assert mine(collect(scope)) == []


def test_committee_is_the_composition_in_force_at_the_years_end(scope):
    committee(decision=document(1, kind="QĐ"), valid_from=DAY(2020, 1, 1), valid_to=DAY(2024, 6, 30))
    committee(decision=document(2, kind="QĐ"), valid_from=DAY(2024, 7, 1))
    committee(decision=document(3, kind="QĐ"), valid_from=DAY(2025, 2, 1))
    assert collect(scope).value("planning.committee.symbol") == "02/QĐ-UBND"
    assert SteeringCommittee.objects.in_force(DAY(2024, 6, 30)).decision.number == 1
    assert SteeringCommittee.objects.in_force(DAY(2019, 12, 31)) is None


def guide(number, kind="letter", **given):
    return GuidanceDocument.objects.create(year=2024, kind=kind, subject=f"Hướng dẫn {number}", **given)


def test_guidance_is_counted_by_kind(scope):
    for number in range(17):
        guide(number, "plan" if number < 3 else "letter")
    found = collect(scope)
    assert [found.value(f"planning.guidance.{k}") for k in ("total", "plans", "letters")] == [17, 3, 14]
    assert found["planning.guidance.total"].formula == "3 kế hoạch + 14 công văn"
    assert "planning.guidance.period" not in found


def test_guidance_period_comes_from_the_days_of_all_rows(scope):
    guide(1, document=document(1))
    guide(2, issued_on=DAY(2024, 9, 30))
    assert collect(scope).value("planning.guidance.period") == "Quý I đến Quý III"


@pytest.mark.parametrize(
    ("month", "label"), [(1, "Quý I"), (3, "Quý I"), (4, "Quý II"), (9, "Quý III"), (12, "Quý IV")]
)
def test_quarter_follows_the_day(month, label):
    assert GuidanceDocument(issued_on=datetime.date(2024, month, 1)).quarter_label == label


def test_training_adds_up_and_names_partners_once(scope):
    for title, people in (("A", 115), ("B", 20), ("C", None)):
        TrainingCourse.objects.create(year=2024, title=title, partner="Sở KH&CN", participants=people)
    found = collect(scope)
    assert found.value("planning.training.participants") == 135
    assert found["planning.training.participants"].formula == "115 + 20"
    assert found.value("planning.training.partner") == "Sở KH&CN"


def test_training_without_numbers_has_no_participants_figure(scope):
    TrainingCourse.objects.create(year=2024, title="A")
    assert "planning.training.participants" not in collect(scope)


def test_objectives_are_counted_by_result(scope):
    plan, unit = objective_plan(), UnitFactory(name="Phòng Tư pháp")
    QualityObjective.objects.create(plan=plan, text="Đúng hạn", target="98%", actual="99%", result="met")
    QualityObjective.objects.create(plan=plan, text="Số hóa", target="100%", level="unit", unit=unit)
    found = collect(scope)
    names = ("total", "assessed", "met")
    assert [found.value(f"planning.objectives.{name}") for name in names] == [2, 1, 1]
    assert found.tables["planning.objective_results"].rows[1]["unit"] == "Phòng Tư pháp"


def test_risk_results_are_the_rows_with_a_result_in_order(scope):
    plan = risk_plan()
    RiskOpportunity.objects.create(plan=plan, position=2, result="CBCC chấp hành quy tắc ứng xử.")
    RiskOpportunity.objects.create(plan=plan, position=1, text="Xử lý hồ sơ", result="đã tăng giờ làm thêm.")
    RiskOpportunity.objects.create(plan=plan, position=3, text="Chưa làm")
    found = collect(scope)
    rows = found.tables["planning.risk_results"].rows
    assert [row["sentence"] for row in rows] == [
        "Xử lý hồ sơ: đã tăng giờ làm thêm",
        "CBCC chấp hành quy tắc ứng xử",
    ]
    assert rows[0]["action"] == "đã tăng giờ làm thêm."
    assert found.value("planning.risks.total") == 3


def test_figures_take_a_fixed_number_of_queries(scope, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plan, counts = risk_plan(), []
    for start in (0, 40):
        for number in range(start, start + 20):
            guide(number, document=document(number + 1))
            RiskOpportunity.objects.create(plan=plan, position=number + 1, result="x")
        with CaptureQueriesContext(connection) as queries:
            collect(scope)
        counts.append(len(queries))
    assert counts[0] == counts[1]
