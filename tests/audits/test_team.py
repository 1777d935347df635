"""The team: members one by one and several at once, who is trained, and nobody on his own unit."""

import pytest
from django.core.exceptions import ValidationError

from audits.models import AuditedUnit, AuditTeamMember
from audits.schedule import remarks, slots_of
from audits.services.team import audited_unit_save, audited_units_add, member_save, members_add
from planning.models import TrainingAttendee, TrainingCourse
from tests.audits.build import audit
from tests.audits.plan import member, planned, slot
from tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(as_role):
    return as_role("secretary")


def told(row):
    return " ".join(remarks(row, slots_of(row)))


def test_members_are_added_changed_and_taken_off_in_order(secretary, scope):
    row, person = audit(), PersonFactory()
    start = row.team.count()
    sent = {"person": person.pk, "role": "deputy", "position": 5}
    assert secretary.send("audits:team_member_add", row.pk, **sent).status_code == 302
    added = AuditTeamMember.objects.get(person=person)
    assert (added.role, added.position) == ("deputy", 5)
    again = secretary.send("audits:team_member_add", row.pk, **sent)
    assert "đã có trong đoàn" in str(again.context["form"].errors)
    changed = sent | {"role": "member", "title": "Công chức", "version": added.version}
    assert secretary.send("audits:team_member_edit", added.pk, **changed).status_code == 302
    assert secretary.send("audits:team_member_delete", added.pk).status_code == 302
    assert row.team.count() == start


def test_a_team_has_one_lead(secretary, scope):
    row = planned()
    member(row, role="lead")
    second = member(row)
    sent = {"person": second.person_id, "role": "lead", "position": 2, "version": second.version}
    response = secretary.send("audits:team_member_edit", second.pk, **sent)
    assert "đã có trưởng đoàn" in str(response.context["form"].errors)


def test_several_people_come_at_once_and_nobody_twice(secretary, scope):
    row = planned()
    first, second, third = (PersonFactory() for _ in range(3))
    member(row, person=first)
    sent = secretary.send("audits:team_member_pick", row.pk, rows=[third.pk, second.pk])
    assert sent.status_code == 302
    assert list(row.team.values_list("person", "position")) == [(first.pk, 1), (third.pk, 2), (second.pk, 3)]
    assert secretary.send("audits:team_member_pick", row.pk, rows=[first.pk]).status_code == 422
    assert secretary.send("audits:team_member_pick", row.pk).status_code == 422
    assert members_add(audit=row, persons=[first], actor=secretary.user) == 0


def test_several_units_come_at_once_and_none_twice(secretary, scope):
    row, units = planned(), [UnitFactory(), UnitFactory()]
    assert (
        secretary.send("audits:audited_unit_pick", row.pk, rows=[unit.pk for unit in units]).status_code
        == 302
    )
    assert row.audited_units.count() == 2
    assert audited_units_add(audit=row, units=units, actor=secretary.user) == 0


def test_pick_lists_of_a_closed_audit_are_refused(secretary, scope):
    row = audit("closed")
    for name, one in (("team_member", PersonFactory()), ("audited_unit", UnitFactory())):
        response = secretary.send(f"audits:{name}_pick", row.pk, rows=[one.pk])
        assert response.status_code == 422
        assert "đã kết thúc" in response.content.decode()


@pytest.mark.iso("9.2.2")
def test_a_member_exchanged_for_one_of_the_audited_unit_is_refused_by_name(scope, user_as):
    unit = UnitFactory(name="Phòng Tư pháp")
    row = planned(unit)
    auditor = member(row)
    slot(row, auditors=[auditor])
    auditor.person = PersonFactory(unit=unit, name="Trần Văn Mới", honorific="Ông")
    with pytest.raises(ValidationError, match="Ông Trần Văn Mới thuộc Phòng Tư pháp"):
        member_save(member=auditor, actor=user_as("secretary"))
    assert AuditTeamMember.objects.get(pk=auditor.pk).person.name != "Trần Văn Mới"


@pytest.mark.iso("9.2.2")
def test_an_audited_unit_exchanged_for_its_auditors_own_is_refused(scope, user_as):
    row, home = planned(UnitFactory()), UnitFactory(name="Phòng Y tế")
    auditor = member(row, person=PersonFactory(unit=home))
    slot(row, auditors=[auditor])
    visited = AuditedUnit.objects.get(audit=row)
    visited.unit = home
    with pytest.raises(ValidationError, match="thuộc Phòng Y tế, không được đánh giá đơn vị mình"):
        audited_unit_save(audited_unit=visited, actor=user_as("secretary"))


def test_a_person_who_moves_into_the_audited_unit_is_warned_of(scope):
    unit = UnitFactory(name="Phòng Y tế")
    row = planned(unit)
    auditor = member(row)
    slot(row, auditors=[auditor])
    assert "không được đánh giá đơn vị mình" not in told(row)
    auditor.person.unit = unit
    auditor.person.save()
    assert "thuộc Phòng Y tế, không được đánh giá đơn vị mình" in told(row)


@pytest.mark.iso("7.2")
def test_an_untrained_member_is_a_warning_until_a_course_of_auditors_lists_him(scope):
    row = planned()
    auditor = member(row)
    assert f"Chưa có trong danh sách đã đào tạo đánh giá viên: {auditor.named}" in told(row)
    course = TrainingCourse.objects.create(year=2025, title="Đánh giá viên", for_auditors=True)
    TrainingAttendee.objects.create(course=course, person=auditor.person)
    assert "đã đào tạo" in told(row)  # trained after the year of the audit
    TrainingCourse.objects.update(year=2023, for_auditors=False)
    assert "đã đào tạo" in told(row)  # a course about something else
    TrainingCourse.objects.update(for_auditors=True)
    assert "đã đào tạo" not in told(row)


def test_a_team_without_a_lead_is_a_warning(scope):
    row = planned()
    assert "Chưa có thành viên nào" in told(row)
    auditor = member(row)
    assert "chưa có trưởng đoàn" in told(row)
    auditor.role = "lead"
    auditor.save()
    assert "chưa có trưởng đoàn" not in told(row)


def test_attendees_are_entered_together_and_the_auditor_list_shows_them(secretary, scope):
    course = TrainingCourse.objects.create(year=2023, title="Đào tạo đánh giá viên nội bộ", for_auditors=True)
    people = [PersonFactory(unit=UnitFactory(name="Phòng Nội vụ")), PersonFactory()]
    sent = {"rows": [one.pk for one in people], "certificate": "CN 12/2023"}
    assert secretary.send("planning:attendee_pick", course.pk, **sent).status_code == 302
    page = secretary.page("planning:auditor_list").content.decode()
    assert all(one.name in page for one in people)
    assert "CN 12/2023" in page and "Phòng Nội vụ" in page
    row = TrainingAttendee.objects.get(person=people[0])
    sent = {"person": people[0].pk, "certificate": "Khác", "position": 1, "version": row.version}
    assert secretary.send("planning:attendee_edit", row.pk, **sent).status_code == 302
    assert "Khác" in secretary.page("planning:training_detail", course.pk).content.decode()
    assert secretary.send("planning:attendee_delete", row.pk).status_code == 302
    other = TrainingCourse.objects.create(year=2024, title="Tập huấn chung")
    TrainingAttendee.objects.create(course=other, person=people[0])
    [left] = secretary.page("planning:auditor_list").context["table"]["rows"]
    assert left["cells"][0]["value"] == people[1].name
