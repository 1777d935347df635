"""Every constraint of planning refuses what it forbids, in the form and in the database."""

import pytest

from planning.models import (
    CommitteeMember,
    GuidanceDocument,
    ObjectivePlan,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    SteeringCommittee,
    TrainingCourse,
    YearPlan,
)
from planning.models.support import TrainingAttendee
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY, committee, document, objective_plan, risk_plan, year_plan
from tests.refusals import constraint_names, refused_twice

pytestmark = pytest.mark.django_db


def committee_of_a_used_decision():
    return SteeringCommittee(decision=committee().decision, valid_from=DAY(2024, 5, 1))


def committee_ending_before_it_begins():
    decision = document(668, kind="QĐ")
    return SteeringCommittee(decision=decision, valid_from=DAY(2024, 3, 2), valid_to=DAY(2024, 3, 1))


def member_with_person_and_name():
    return CommitteeMember(committee=committee(), person=PersonFactory(), name="Một người")


def member_without_person_or_name():
    return CommitteeMember(committee=committee())


def member_person_twice():
    row = {"committee": committee(), "person": PersonFactory()}
    CommitteeMember.objects.create(**row)
    return CommitteeMember(**row)


def member_name_twice():
    row = {"committee": committee(), "name": "Một người"}
    CommitteeMember.objects.create(**row)
    return CommitteeMember(**row)


def task_twice():
    row = {"plan": year_plan(), "what": "Rà soát quy trình"}
    PlanTask.objects.create(**row)
    return PlanTask(**row)


def objective(**given):
    return QualityObjective(**{"text": "Đúng hạn", "target": "98%"} | given)


def unit_objective_twice():
    row = {"plan": objective_plan(), "level": "unit", "unit": UnitFactory()}
    objective(**row).save()
    return objective(**row)


def agency_objective_twice():
    row = {"plan": objective_plan()}
    objective(**row).save()
    return objective(**row)


def risk_position_twice():
    row = {"plan": risk_plan(), "position": 1, "text": "Rủi ro"}
    RiskOpportunity.objects.create(**row)
    return RiskOpportunity(**row)


def guidance_twice():
    row = {"year": 2024, "kind": "letter", "subject": "Đôn đốc"}
    GuidanceDocument.objects.create(**row)
    return GuidanceDocument(**row)


def guidance_document_twice():
    paper = document(kind="CV")
    GuidanceDocument.objects.create(year=2024, subject="Đôn đốc", document=paper)
    return GuidanceDocument(year=2024, subject="Hướng dẫn", document=paper)


def training_twice():
    TrainingCourse.objects.create(year=2024, title="Tập huấn")
    return TrainingCourse(year=2024, title="Tập huấn")


def attendee_twice():
    row = {"course": TrainingCourse.objects.create(year=2024, title="Tập huấn"), "person": PersonFactory()}
    TrainingAttendee.objects.create(**row)
    return TrainingAttendee(**row)


def of_a_taken_year(make, model):
    make()
    return model(year=2024)


CASES = {
    "yearplan_year_once": (lambda: of_a_taken_year(year_plan, YearPlan), "Năm này đã có kế hoạch"),
    "objectiveplan_year_once": (
        lambda: of_a_taken_year(objective_plan, ObjectivePlan),
        "Năm này đã có kế hoạch mục tiêu chất lượng",
    ),
    "riskplan_year_once": (
        lambda: of_a_taken_year(risk_plan, RiskPlan),
        "Năm này đã có kế hoạch rủi ro và cơ hội",
    ),
    "committee_decision_once": (
        committee_of_a_used_decision,
        "Quyết định này đã gắn với một Ban Chỉ đạo.",
    ),
    "committee_valid_order": (
        committee_ending_before_it_begins,
        "Ngày kết thúc phải từ ngày bắt đầu trở đi.",
    ),
    "member_person_or_name": (member_with_person_and_name, "không ghi cả hai"),
    "member_person_or_name, neither": (member_without_person_or_name, "hoặc ghi họ tên"),
    "member_person_once": (member_person_twice, "Người này đã có trong Ban Chỉ đạo."),
    "member_name_once": (member_name_twice, "Đã có người tên này"),
    "plantask_once": (task_twice, "Việc này đã có trong kế hoạch."),
    "objective_once_a_unit": (
        unit_objective_twice,
        "Mục tiêu này của đơn vị đã có trong kế hoạch.",
    ),
    "objective_once": (agency_objective_twice, "Mục tiêu này của cơ quan đã có trong kế hoạch."),
    "objective_unit_by_level": (
        lambda: objective(plan=objective_plan(), level="unit"),
        "Mục tiêu cấp đơn vị phải chọn đơn vị",
    ),
    "objective_unit_by_level, agency": (
        lambda: objective(plan=objective_plan(), unit=UnitFactory()),
        "cấp cơ quan thì để trống",
    ),
    "objective_result_needs_actual": (
        lambda: objective(plan=objective_plan(), result="met"),
        "Ghi kết quả đạt được trước khi đánh giá",
    ),
    "risk_position_once": (risk_position_twice, "Số thứ tự này đã dùng cho một dòng khác."),
    "risk_says_something": (
        lambda: RiskOpportunity(plan=risk_plan()),
        "Ghi ít nhất rủi ro, biện pháp hoặc kết quả.",
    ),
    "guidance_once": (guidance_twice, "Văn bản cùng loại, cùng nội dung này đã có trong năm."),
    "guidance_document_once": (guidance_document_twice, "Văn bản này đã được kể một lần."),
    "attendee_once": (attendee_twice, "Người này đã có trong danh sách dự lớp."),
    "training_once": (training_twice, "Lớp tập huấn này đã có trong năm"),
}


@pytest.mark.parametrize("case", CASES)
def test_constraint_refuses_in_form_and_database(scope, case):
    make, sentence = CASES[case]
    refused_twice(make(), sentence)


def test_no_constraint_is_without_a_case():
    assert constraint_names("planning") == {case.split(",")[0] for case in CASES}
