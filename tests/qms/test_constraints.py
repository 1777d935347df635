"""Every constraint of the foundation refuses what it forbids, in the form and in the database."""

import datetime
from typing import Any

import pytest

from qms import history
from qms.models import (
    Agency,
    AgencyFormerName,
    AgencyPredecessor,
    Announcement,
    HistoryEntry,
    Notice,
    Person,
    PersonFormerName,
    RoleAssignment,
    Unit,
    UnitFormerName,
    UnitPredecessor,
)
from tests.factories import AgencyFactory, PersonFactory, UnitFactory, UserFactory
from tests.refusals import constraint_names, refused_by_database, refused_twice

pytestmark = pytest.mark.django_db
DAY = datetime.date(2020, 12, 31)
LATER, EARLIER = datetime.date(2024, 1, 2), datetime.date(2024, 1, 1)


def former_agency_name() -> AgencyFormerName:
    agency = Agency.objects.get(code="kim-thanh")
    return AgencyFormerName(agency=agency, full_name="Cũ", short_name="Cũ", place="Cũ", valid_to=DAY)


def agency_predecessor(other: Agency) -> AgencyPredecessor:
    return AgencyPredecessor(agency=Agency.objects.get(code="kim-thanh"), predecessor=other)


def twice(make: Any) -> Any:
    """A row equal to one that is stored."""
    make().save()
    return make()


def agency_predecessor_twice() -> AgencyPredecessor:
    other = AgencyFactory()
    return twice(lambda: agency_predecessor(other))


def named_predecessor_twice() -> AgencyPredecessor:
    agency = Agency.objects.get(code="kim-thanh")
    return twice(lambda: AgencyPredecessor(agency=agency, predecessor_name="UBND huyện cũ"))


def predecessor_in_two_ways() -> AgencyPredecessor:
    link = agency_predecessor(AgencyFactory())
    link.predecessor_name = "UBND huyện cũ"
    return link


def person_former_name_twice() -> PersonFormerName:
    person = PersonFactory()
    return twice(lambda: PersonFormerName(person=person, name="Tên cũ", valid_to=DAY))


def unit_former_name_twice() -> UnitFormerName:
    unit = UnitFactory()
    return twice(lambda: UnitFormerName(unit=unit, name="Phòng cũ", valid_to=DAY))


def unit_predecessor_twice() -> UnitPredecessor:
    unit, other = UnitFactory(), UnitFactory()
    return twice(lambda: UnitPredecessor(unit=unit, predecessor=other))


def unit_its_own_predecessor() -> UnitPredecessor:
    unit = UnitFactory()
    return UnitPredecessor(unit=unit, predecessor=unit)


def person_of_a_taken_account() -> Person:
    user = UserFactory()
    PersonFactory(user=user)
    return Person(name="Người khác", user=user)


def notice_twice() -> Notice:
    entry = history.record(UnitFactory(), action="x", label="X", actor=None)
    announcement = Announcement.objects.create(entry=entry, year=2024, changed_state=True)
    user = UserFactory()
    return twice(lambda: Notice(user=user, announcement=announcement, title="X", url="/"))


def role_twice() -> RoleAssignment:
    user, agency = UserFactory(), Agency.objects.get(code="kim-thanh")
    return twice(lambda: RoleAssignment(user=user, agency=agency, role="staff"))


CASES = {
    "agency_valid_order": (
        lambda: AgencyFactory.build(valid_from=LATER, valid_to=EARLIER),
        "Ngày kết thúc phải sau ngày bắt đầu.",
    ),
    "agency_former_name_once": (
        lambda: twice(former_agency_name),
        "Đã có tên khác dùng đến hết ngày này.",
    ),
    "agency_predecessor_once": (agency_predecessor_twice, "Cơ quan tiền thân này đã ghi."),
    "agency_predecessor_other": (
        lambda: agency_predecessor(Agency.objects.get(code="kim-thanh")),
        "Cơ quan không thể là tiền thân của chính nó.",
    ),
    "agency_predecessor_name_once": (named_predecessor_twice, "Cơ quan tiền thân này đã ghi."),
    "agency_predecessor_one_way": (predecessor_in_two_ways, "không ghi cả hai"),
    "agency_predecessor_one_way, neither": (
        lambda: AgencyPredecessor(agency=Agency.objects.get(code="kim-thanh")),
        "hoặc ghi tên",
    ),
    "person_former_name_once": (person_former_name_twice, "Đã có dòng khác đến hết ngày này."),
    "unit_name_once": (lambda: twice(lambda: Unit(name="Phòng Y tế")), "Đơn vị này đã có."),
    "unit_valid_order": (
        lambda: Unit(name="Phòng Y tế", valid_from=LATER, valid_to=EARLIER),
        "Ngày kết thúc phải sau ngày bắt đầu.",
    ),
    "unit_former_name_once": (unit_former_name_twice, "Đã có tên khác dùng đến hết ngày này."),
    "unit_predecessor_once": (unit_predecessor_twice, "Đơn vị tiền thân này đã ghi."),
    "unit_predecessor_other": (unit_its_own_predecessor, "Đơn vị không thể là tiền thân của chính nó."),
    "person_key_once": (
        lambda: twice(lambda: Person(name="Một người", key="mot-nguoi")),
        "Mã này đã dùng cho người khác.",
    ),
    "person_user_once": (
        person_of_a_taken_account,
        "Tài khoản này đã gắn với người khác trong cơ quan.",
    ),
    "notice_once_a_user_and_step": (notice_twice, ""),
    "role_once": (role_twice, "Tài khoản đã có vai trò này."),
}


@pytest.mark.parametrize("name", CASES)
def test_constraint_refuses_in_form_and_database(scope, name):
    make, sentence = CASES[name]
    refused_twice(make(), sentence)


def test_two_entries_of_a_history_never_share_a_number(scope):
    """The chain has one order; no form shows it, so only the database speaks."""
    first = history.record(scope, action="x", label="X", actor=None)
    values = {field.name: getattr(first, field.name) for field in HistoryEntry._meta.concrete_fields}
    refused_by_database(HistoryEntry(**values | {"id": None}))


def test_no_constraint_is_without_a_case():
    assert constraint_names("qms") == {*(case.split(",")[0] for case in CASES), "history_sequence_once"}
