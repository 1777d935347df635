"""What waits for whom in audits: each person his own, two taps from a phone, constant queries; what is late by unit."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import CorrectiveActionRequest, Finding
from audits.overdue import overdue_by_unit, overdue_rows
from qms import inbox
from qms.counting import NEVER, union_counts
from qms.scope import in_agency
from tests.audits.build import (
    audit,
    car,
    conclusion,
    finding,
    held_audit,
    measure,
    member,
    of_unit,
    ready_review,
    review,
)
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2024, 10, 30)
FAR = DAY(2030, 1, 1)


def waiting(agency, user):
    return [(item.record, item.tag) for item in inbox.collect(agency, user) if item.record is not None]


def records(agency, user):
    return [record for record, _ in waiting(agency, user)]


@pytest.fixture
def team(scope, user_as):
    """(audit, unit, contact, auditor): an audit under way and who works in it."""
    unit, auditor = UnitFactory(), user_as("auditor")
    contact = of_unit(user_as("unit_contact"), unit)
    return held_audit(auditor), unit, contact, auditor


FINDING_FOR = {
    "open": {"contact"},
    "answered": {"leader"},
    "approved": {"contact"},
    "done": {"auditor", "secretary"},
    "verified": {"auditor", "secretary"},
    "closed": set(),
}


@pytest.mark.parametrize(("state", "whom"), FINDING_FOR.items())
def test_a_finding_waits_for_whom_its_state_names(state, whom, team, scope, user_as):
    row, unit, contact, auditor = team
    found = finding(row, state=state, unit=unit, due_on=FAR, opened_on=timezone.localdate())
    people = {
        "contact": contact,
        "leader": user_as("leader"),
        "auditor": auditor,
        "secretary": user_as("secretary"),
        "stranger": of_unit(user_as("unit_contact"), UnitFactory()),
        "other auditor": user_as("auditor"),
        "staff": user_as("staff"),
        "observer": user_as("observer"),
    }
    assert {name for name, user in people.items() if found in records(scope, user)} == whom


CAR_FOR = {
    "opened": {"contact"},
    "analysed": {"leader"},
    "in_progress": {"contact", "responsible"},
    "done": {"auditor", "secretary"},
    "closed": set(),
}


@pytest.mark.parametrize(("state", "whom"), CAR_FOR.items())
def test_a_request_waits_for_whom_its_state_names(state, whom, team, scope, user_as):
    row, unit, contact, auditor = team
    responsible = user_as("staff")
    closed = finding(row, unit=unit, state="closed")
    request = car(closed, state=state, written=True, opened_on=timezone.localdate())
    request.current_round.actions.update(due_on=FAR, person=responsible.person)
    people = {
        "contact": contact,
        "leader": user_as("leader"),
        "auditor": auditor,
        "secretary": user_as("secretary"),
        "responsible": responsible,
        "stranger": of_unit(user_as("unit_contact"), UnitFactory()),
        "other auditor": user_as("auditor"),
        "observer": user_as("observer"),
    }
    assert {name for name, user in people.items() if request in records(scope, user)} == whom


def test_a_good_point_waits_for_nobody(team, scope, user_as):
    row, unit, contact, _ = team
    finding(row, unit=unit, grade="strength", opened_on=DAY(2024, 1, 1))
    for user in (contact, user_as("leader"), user_as("secretary")):
        assert not [record for record in records(scope, user) if isinstance(record, Finding)]


def test_the_secretary_sees_what_is_late_or_stuck(team, scope, user_as):
    row, unit, *_ = team
    secretary, today = user_as("secretary"), timezone.localdate()
    late = finding(row, 1, unit=unit, state="approved", due_on=today - datetime.timedelta(days=1))
    stuck = finding(row, 2, unit=unit, opened_on=today - datetime.timedelta(days=15))
    leader_late = finding(row, 3, unit=unit, state="answered", opened_on=today - datetime.timedelta(days=15))
    finding(row, 4, unit=unit, opened_on=today - datetime.timedelta(days=13))
    bodiless = finding(row, 5, unit=None, opened_on=today)
    found = [record for record in records(scope, secretary) if isinstance(record, Finding)]
    assert {item.number for item in found} == {1, 2, 3, 5}
    assert set(found) == {late, stuck, leader_late, bodiless}
    quiet = car(late, 1, unit=unit, state="in_progress", opened_on=today)
    quiet.current_round.actions.update(due_on=FAR)
    loud = car(late, 2, unit=unit, state="in_progress", opened_on=today)
    loud.current_round.actions.update(due_on=today - datetime.timedelta(days=1))
    cars = [record for record in records(scope, secretary) if isinstance(record, CorrectiveActionRequest)]
    assert cars == [loud]


def test_what_was_returned_or_not_effective_goes_back_to_the_unit_with_the_reason(team, scope, user_as):
    row, unit, contact, _ = team
    returned = finding(row, 1, unit=unit, return_reason="Nêu rõ nguyên nhân")
    failed = finding(row, 2, unit=unit, state="answered", result="not_effective", return_reason="Vẫn trễ")
    items = {item.record: item for item in inbox.collect(scope, contact)}
    assert ("Lý do trả lại", "Nêu rõ nguyên nhân") in items[returned].details
    assert (items[failed].tag, items[failed].steps) == ("Không đạt, trả lời lại", ("answer",))
    assert failed not in records(scope, user_as("leader"))


def test_the_leader_approves_in_two_taps_and_returns_with_a_sentence(as_role, scope):
    leader = as_role("leader")
    rows = [finding(held_audit(), 1, state="answered")]
    rows.append(finding(rows[0].audit, 2, state="answered"))
    request = car(rows[0], state="analysed")
    page = leader.page("qms:inbox").content.decode()
    for told in ("Chưa đọc quy trình", "Tập huấn lại quy trình", "Trả lại đơn vị…"):
        assert told in page
    approve = leader.path("audits:finding_step", rows[0].pk, "approve")
    assert f'action="{approve}"' in page and "return_answer/?next=inbox" in page
    answer = leader.post(approve, {"version": rows[0].version, "next": "inbox"})
    assert answer.headers["Location"].endswith("/viec-cua-toi/")
    sent = {"version": rows[1].version, "next": "inbox", "reason": "Nêu rõ nguyên nhân"}
    leader.step("audits:finding_step", rows[1].pk, "return_answer", **sent)
    leader.step("audits:car_step", request.pk, "approve", version=request.version, next="inbox")
    states = [Finding.objects.get(pk=row.pk).state for row in rows]
    assert (states, CorrectiveActionRequest.objects.get().state) == (["approved", "open"], "in_progress")
    assert not [item for item in inbox.collect(scope, leader.user) if item.record in (*rows, request)]


def test_audit_steps_wait_for_secretary_lead_and_leader(scope, user_as):
    secretary, leader, lead = user_as("secretary"), user_as("leader"), user_as("auditor")
    planned = audit()
    under_way = audit("in_progress", round=2, team_decision=None, notice=None, findings_recorded=True)
    member(under_way, lead, role="lead")
    done = audit("reported", round=3, team_decision=None, notice=None)
    blocked = audit("reported", round=4, team_decision=None, notice=None)
    finding(blocked)
    finding(done, grade="observation")
    assert set(records(scope, secretary)) >= {planned, under_way}
    assert [record for record in records(scope, lead) if record == under_way]
    assert planned not in records(scope, lead)
    assert [record for record in records(scope, leader) if record in (done, blocked)] == [done]


def test_minutes_wait_for_the_leader_then_for_the_secretary(scope, user_as):
    secretary, leader = user_as("secretary"), user_as("leader")
    empty = review("held")
    assert ((empty, "Chờ biên bản") in waiting(scope, secretary), records(scope, leader)) == (True, [])
    ready = ready_review("held", round=2)
    assert (ready, "Chờ ký biên bản") in waiting(scope, leader)
    ready.return_reason = "Thiếu mục C"
    ready.save()
    assert ready not in records(scope, leader)
    [item] = [item for item in inbox.collect(scope, secretary) if item.record == ready]
    assert (item.tag, item.sentence) == ("Biên bản bị trả lại", "Lãnh đạo trả lại: Thiếu mục C")


def test_a_conclusion_waits_for_its_person_and_near_its_day_for_the_secretary(scope, user_as):
    person, secretary = user_as("unit_contact"), user_as("secretary")
    signed = ready_review("minutes_signed", signed_on=DAY(2024, 10, 30))
    task = conclusion(signed, person=person.person, due_on=FAR)
    assert task in records(scope, person) and task not in records(scope, secretary)
    task.due_on = timezone.localdate() + datetime.timedelta(days=14)
    task.save()
    assert task in records(scope, secretary)
    unsigned = conclusion(ready_review("held", round=2), person=person.person)
    done = conclusion(signed, person=person.person, state="done")
    standing = conclusion(signed, person=person.person, standing=True, due_on=None)
    assert not {unsigned, done, standing} & set(records(scope, person))


def late_things(unit):
    """One finding, one measure, one conclusion past their day, and as many that are not."""
    row = finding(held_audit(), 1, unit=unit, state="approved", due_on=DAY(2024, 10, 25))
    finding(row.audit, 2, unit=unit, state="done", due_on=DAY(2024, 10, 25))
    finding(row.audit, 3, unit=unit, state="approved", due_on=FAR)
    request = car(finding(row.audit, 4, unit=unit, state="closed"), state="in_progress")
    request.current_round.actions.update(due_on=DAY(2024, 10, 20))
    measure(request.current_round, due_on=DAY(2024, 10, 20), done_on=DAY(2024, 10, 19))
    signed = ready_review("minutes_signed", signed_on=DAY(2024, 10, 10))
    conclusion(signed, person=PersonFactory(unit=unit), due_on=DAY(2024, 10, 29))
    conclusion(signed, owner="Ban Chỉ đạo", due_on=DAY(2024, 10, 29))
    conclusion(signed, due_on=DAY(2024, 10, 30))
    return row


def test_what_is_late_stands_by_unit_with_its_days(scope):
    unit = UnitFactory(name="Phòng Nội vụ")
    late_things(unit)
    told = [(name, [(late.kind, late.days) for late in rows]) for name, rows in overdue_by_unit(TODAY)]
    assert told == [
        ("Ban Chỉ đạo", [("Kết luận", 1)]),
        ("Phòng Nội vụ", [("Biện pháp", 10), ("Phát hiện", 5), ("Kết luận", 1)]),
    ]


def counted(user) -> int:
    return sum(count for count, _ in union_counts((rows, NEVER) for rows in overdue_rows(user)).values())


def test_the_count_of_the_menu_is_the_pages_and_stays_in_the_agency(agency, other_agency, user_as):
    leader = user_as("leader")
    with in_agency(other_agency):
        late_things(UnitFactory())
        there = counted(leader)
    with in_agency(agency):
        assert (there, counted(leader)) == (5, 0)
        assert overdue_by_unit(timezone.localdate()) == []
        late_things(UnitFactory())
        shown = sum(len(rows) for _, rows in overdue_by_unit(timezone.localdate()))
        assert (counted(leader), shown) == (5, 5)


def test_the_overdue_page_links_each_thing_and_the_menu_counts_it_red(as_role, scope):
    row = late_things(UnitFactory(name="Phòng Nội vụ"))
    leader = as_role("leader")
    page = leader.page("audits:overdue").content.decode()
    assert "Phòng Nội vụ" in page and leader.path("audits:finding_detail", row.pk) in page
    [entry] = [
        item
        for group in leader.page("qms:year").context["menu"]
        for item in group["items"]
        if item["label"] == "Quá hạn theo đơn vị"
    ]
    assert (entry["count"], entry["late"]) == (5, True)


def test_nothing_late_shows_no_count_and_says_so(as_role, scope):
    leader = as_role("leader")
    response = leader.page("audits:overdue")
    assert "Không có việc nào quá hạn" in response.content.decode()
    entries = {item["label"]: item for group in response.context["menu"] for item in group["items"]}
    assert (entries["Quá hạn theo đơn vị"]["count"], entries["Quá hạn theo đơn vị"]["late"]) == (None, False)


@pytest.mark.parametrize("role", ["secretary", "leader", "auditor", "unit_contact", "staff"])
def test_the_inbox_asks_as_often_for_thirty_things_as_for_three(role, as_role, agency):
    client = as_role(role)

    def fill(numbers):
        for number in numbers:
            states = ("open", "answered", "approved", "done", "verified")
            state = states[number % 5]
            row = finding(work, number, unit=unit, state=state, due_on=DAY(2024, 11, 1), grade="major")
            car_state = ("opened", "analysed", "in_progress", "done")[number % 4]
            request = car(row, number, state=car_state, written=True)
            measure(request.current_round, person=client.user.person, due_on=DAY(2024, 11, 1))
            conclusion(signed, person=client.user.person, due_on=DAY(2024, 11, 1))

    def queries():
        client.page("qms:inbox")
        with CaptureQueriesContext(connection) as asked:
            response = client.page("qms:inbox")
        assert response.status_code == 200
        return len(asked)

    with in_agency(agency):
        unit, work = UnitFactory(), held_audit(client.user)
        of_unit(client.user, unit)
        signed = ready_review("minutes_signed", signed_on=DAY(2024, 10, 30))
        fill(range(1, 11))
    few = queries()
    with in_agency(agency):
        fill(range(11, 31))
    assert queries() <= few <= 30
