"""Pages of planning: rows on their plan's page, refusals in sentences, who may write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import (
    CommitteeMember,
    GuidanceDocument,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    TrainingCourse,
    YearPlan,
)
from qms import inbox
from qms.models import HistoryEntry
from qms.scope import in_agency
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY, committee, document, objective_plan, risk_plan, year_plan

pytestmark = pytest.mark.django_db
LISTS = ("committee", "plan", "objectiveplan", "riskplan", "guidance", "training")


def errors(response):
    return " ".join(sentence for found in response.context["form"].errors.values() for sentence in found)


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


def test_secretary_makes_the_plan_of_the_year_in_the_address(secretary, scope):
    response = secretary.send("planning:plan_add", goals="Duy trì", document=document().pk)
    assert response.status_code == 302
    plan = YearPlan.objects.get()
    assert (plan.year, plan.goals) == (2024, "Duy trì")
    assert HistoryEntry.objects.filter(object_id=plan.pk, action="create").exists()
    assert "2.024" not in secretary.page("planning:plan_detail", plan.pk).content.decode()


@pytest.mark.parametrize("kind", ["plan", "objectiveplan", "riskplan"])
def test_a_second_plan_of_a_year_is_refused_in_a_sentence(secretary, scope, kind):
    assert secretary.send(f"planning:{kind}_add").status_code == 302
    response = secretary.send(f"planning:{kind}_add")
    assert response.status_code == 422
    assert "Năm này đã có" in errors(response)
    assert not secretary.page(f"planning:{kind}_list").context["actions"]


def test_two_agencies_may_plan_the_same_year(secretary, scope, other_agency):
    with in_agency(other_agency):
        year_plan()
    assert secretary.send("planning:plan_add").status_code == 302


def test_a_row_is_added_at_the_end_of_its_plan_and_leads_back(secretary, scope):
    plan = year_plan()
    PlanTask.objects.create(plan=plan, what="Một", position=4)
    assert secretary.page("planning:task_add", plan.pk).context["form"]["position"].value() == 5
    response = secretary.send("planning:task_add", plan.pk, what="Hai", due_on="30/9/2024", position="5")
    assert response.headers["Location"] == secretary.path("planning:plan_detail", plan.pk)
    rows = secretary.page("planning:plan_detail", plan.pk).context["panels"][0].context["rows"]
    assert [row["cells"][0]["value"] for row in rows] == ["Một", "Hai"]
    assert rows[1]["cells"][2]["value"] in ("30/09/2024", "30/9/2024")


def test_a_row_of_another_agencys_plan_is_not_found(secretary, scope, other_agency):
    with in_agency(other_agency):
        plan = year_plan()
    assert secretary.page("planning:task_add", plan.pk).status_code == 404
    assert secretary.send("planning:task_add", plan.pk, what="X", position="1").status_code == 404


def test_the_same_task_twice_is_refused(secretary, scope):
    plan = year_plan()
    for status in (302, 422):
        response = secretary.send("planning:task_add", plan.pk, what="Rà soát", position="1")
        assert response.status_code == status
    assert "Việc này đã có" in errors(response)


def test_bad_input_comes_back_with_sentences(secretary, scope):
    response = secretary.send(
        "planning:task_add", year_plan().pk, what="", due_on="31/02/2024", position="-1"
    )
    assert response.status_code == 422
    text = errors(response)
    assert "31/02/2024" in text
    assert "không được âm" in text
    response = secretary.send("planning:training_add", title="A", participants="nhiều")
    assert "số nguyên" in errors(response)


def test_objective_of_a_unit_needs_the_unit_and_only_then(secretary, scope):
    plan, unit = objective_plan(), UnitFactory()
    data = {"text": "A", "target": "1", "position": "1"}
    for level, unit_pk, status in (("unit", "", 422), ("agency", unit.pk, 422), ("unit", unit.pk, 302)):
        sent = secretary.send("planning:objective_add", plan.pk, level=level, unit=unit_pk, **data)
        assert sent.status_code == status
    assert secretary.send("planning:objective_add", plan.pk, level="agency", **data).status_code == 302
    response = secretary.send("planning:objective_add", plan.pk, level="agency", **data)
    assert "đã có trong kế hoạch" in errors(response)


def test_objective_is_not_judged_without_its_actual(secretary, scope):
    data = {"level": "agency", "text": "A", "target": "1", "result": "met", "position": "1"}
    response = secretary.send("planning:objective_add", objective_plan().pk, **data)
    assert "Ghi kết quả đạt được" in errors(response)


def test_an_empty_risk_and_a_used_position_are_refused(secretary, scope):
    plan = risk_plan()
    assert "Ghi ít nhất" in errors(secretary.send("planning:risk_add", plan.pk, position="1"))
    assert secretary.send("planning:risk_add", plan.pk, position="1", result="Xong").status_code == 302
    response = secretary.send("planning:risk_add", plan.pk, position="1", result="Khác")
    assert "Số thứ tự này đã dùng" in errors(response)


def test_a_member_is_a_person_or_a_name(secretary, scope):
    group, person = committee(), PersonFactory(name="Trần Thị Lan Phương")
    data = {"role": "member", "position": "1"}
    for given, status in (
        ({}, 422),
        ({"person": person.pk, "name": "Khác"}, 422),
        ({"person": person.pk}, 302),
        ({"person": person.pk}, 422),
        ({"name": "Trần Thị Lan Phương"}, 302),
        ({"name": "Trần Thị Lan Phương"}, 422),
    ):
        assert secretary.send("planning:member_add", group.pk, **data, **given).status_code == status
    assert CommitteeMember.objects.count() == 2


def test_committee_cannot_end_before_it_begins(secretary, scope):
    decision = document(1, kind="QĐ").pk
    data = {"decision": decision, "name": "BCĐ", "valid_from": "01/3/2024"}
    response = secretary.send("planning:committee_add", **data, valid_to="29/02/2024")
    assert "Ngày kết thúc phải từ ngày bắt đầu" in errors(response)
    assert secretary.send("planning:committee_add", **data).status_code == 302
    assert "đã gắn với một Ban Chỉ đạo" in errors(secretary.send("planning:committee_add", **data))


def test_a_plan_with_rows_is_not_deleted(secretary, scope):
    plan = year_plan()
    task = PlanTask.objects.create(plan=plan, what="Rà soát")
    response = secretary.send("planning:plan_delete", plan.pk)
    assert response.status_code == 422
    assert "Rà soát" in response.content.decode()
    assert secretary.send("planning:task_delete", task.pk).status_code == 302
    assert secretary.send("planning:plan_delete", plan.pk).status_code == 302


def test_two_writers_of_a_row_see_the_conflict(secretary, scope):
    task = PlanTask.objects.create(plan=year_plan(), what="Cũ")
    data = {"what": "Mới", "position": "1", "version": "0"}
    assert secretary.send("planning:task_edit", task.pk, **data).status_code == 302
    assert secretary.send("planning:task_edit", task.pk, **{**data, "what": "Khác"}).status_code == 409


def test_lists_show_the_year_of_the_address(secretary, scope):
    for year in (2023, 2024):
        GuidanceDocument.objects.create(year=year, subject=f"Năm {year}")
        TrainingCourse.objects.create(year=year, title=f"Năm {year}")
    for name in ("guidance", "training"):
        rows = secretary.page(f"planning:{name}_list").context["table"]["rows"]
        assert [row["cells"][0]["value"] for row in rows] == ["Năm 2024"]
    rows = secretary.page("planning:guidance_list", q="nam 2024", kind="plan").context["table"]["rows"]
    assert rows == []


@pytest.mark.parametrize("role", ["staff", "leader", "observer", "auditor", "unit_contact", "admin"])
def test_others_read_and_do_not_write(as_role, scope, role):
    client, plan = as_role(role), year_plan()
    page = client.page("planning:plan_detail", plan.pk)
    assert page.status_code == 200
    assert "Thêm việc" not in page.content.decode()
    assert client.page("planning:task_add", plan.pk).status_code == 403
    assert client.send("planning:plan_delete", plan.pk).status_code == 403
    assert not client.page("planning:plan_list").context["actions"]


def fill(start, amount):
    for n in range(start, start + amount):
        paper = document(n + 1)
        year_plan(year=1990 + n, document=paper)
        objective_plan(year=1990 + n, document=paper)
        risk_plan(year=1990 + n, document=paper)
        committee(decision=paper)
        GuidanceDocument.objects.create(year=2024, subject=f"VB {n}", document=paper)
        TrainingCourse.objects.create(year=2024, title=f"Lớp {n}")


def test_list_queries_do_not_grow_with_rows(as_role, scope):
    client = as_role("staff")
    counts = []
    for start, amount in ((0, 3), (3, 17)):
        fill(start, amount)
        for name in LISTS:
            client.page(f"planning:{name}_list")
        found = []
        for name in LISTS:
            with CaptureQueriesContext(connection) as queries:
                assert client.page(f"planning:{name}_list").status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 15


def test_detail_queries_do_not_grow_with_rows(as_role, scope):
    client, plan, aims, group = as_role("staff"), year_plan(), objective_plan(), committee()
    counts = []
    for start in (0, 20):
        for n in range(start, start + 10):
            unit = UnitFactory()
            PlanTask.objects.create(plan=plan, what=f"Việc {n}", unit=unit)
            QualityObjective.objects.create(plan=aims, text=f"MT {n}", target="1", level="unit", unit=unit)
            CommitteeMember.objects.create(committee=group, person=PersonFactory())
        found = []
        for name, obj in (("plan", plan), ("objectiveplan", aims), ("committee", group)):
            client.page(f"planning:{name}_detail", obj.pk)
            with CaptureQueriesContext(connection) as queries:
                client.page(f"planning:{name}_detail", obj.pk)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


def test_search_finds_rows_without_accents_and_leads_to_their_plan(secretary, scope):
    plan = risk_plan()
    RiskOpportunity.objects.create(plan=plan, text="Thất lạc hồ sơ", result="đã sắp xếp kho")
    page = secretary.page("qms:search", q="that lac ho so").content.decode()
    assert secretary.path("planning:riskplan_detail", plan.pk) in page


def test_due_tasks_wait_for_the_secretary_alone(scope, user_as):
    plan = year_plan()
    PlanTask.objects.create(plan=plan, what="Quá hạn", due_on=DAY(2024, 1, 5))
    PlanTask.objects.create(plan=plan, what="Xong", due_on=DAY(2024, 1, 5), done_on=DAY(2024, 1, 4))
    PlanTask.objects.create(plan=plan, what="Còn lâu", due_on=DAY(2099, 1, 5))
    titles = [item.title for item in inbox.collect(scope, user_as("secretary"))]
    assert titles == ["Quá hạn"]
    assert inbox.collect(scope, user_as("staff")) == []
