"""Lock 2: no query and no write outside the agency's scope."""

import pytest

from qms.models import Agency, Person, Unit
from qms.scope import ScopeMismatch, ScopeNotSet, across_agencies, in_agency
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(agency, other_agency):
    with in_agency(agency):
        mine = UnitFactory(name="Phòng Tư pháp")
    with in_agency(other_agency):
        theirs = UnitFactory(name="Phòng Tư pháp")
    return mine, theirs


def test_query_without_scope_raises(units):
    with pytest.raises(ScopeNotSet):
        list(Unit.objects.all())


def test_queryset_built_in_one_scope_obeys_the_scope_it_runs_in(agency, other_agency, units):
    with in_agency(agency):
        rows = Unit.objects.all()
        assert [row.pk for row in rows.all()] == [units[0].pk]
    with in_agency(other_agency):
        assert [row.pk for row in rows.all()] == [units[1].pk]


def test_save_stamps_the_entered_agency(agency):
    with in_agency(agency):
        assert Unit.objects.create(name="Phòng Y tế").agency == agency


def test_save_of_another_agencys_row_is_refused(agency, units):
    with in_agency(agency), pytest.raises(ScopeMismatch):
        units[1].save()


def test_delete_of_another_agencys_row_is_refused(agency, units):
    with in_agency(agency), pytest.raises(ScopeMismatch):
        units[1].delete()


def test_create_for_another_agency_is_refused(agency, other_agency):
    with in_agency(agency), pytest.raises(ScopeMismatch):
        Unit.objects.create(name="Phòng lạ", agency=other_agency)


@pytest.mark.django_db
def test_an_upsert_cannot_reach_a_row_of_another_agency(agency, other_agency):
    with in_agency(other_agency):
        theirs = Unit.objects.create(name="Phòng của họ")
    with in_agency(agency), pytest.raises(ScopeMismatch):
        Unit.objects.bulk_create(
            [Unit(pk=theirs.pk, name="Phòng lạ")],
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["name"],
        )


def test_bulk_create_for_another_agency_is_refused(agency, other_agency):
    with in_agency(agency), pytest.raises(ScopeMismatch):
        Unit.objects.bulk_create([Unit(name="Phòng lạ", agency=other_agency)])


def test_bulk_create_stamps_and_folds(agency):
    with in_agency(agency):
        Unit.objects.bulk_create([Unit(name="Phòng Đô thị")])
        assert Unit.objects.get().search_text.strip() == "phong do thi"


def test_update_and_delete_touch_only_the_scope(agency, units):
    with in_agency(agency):
        assert Unit.objects.update(short_name="x") == 1
        assert Unit.objects.all().delete()[0] == 1
    with across_agencies(reason="test"):
        assert Unit.objects.get().short_name == ""


@pytest.mark.parametrize("by", ["object", "number"])
def test_foreign_key_to_another_agencys_row_is_refused(agency, units, by):
    person = Person(name="Một người")
    if by == "object":
        person.unit = units[1]
    else:
        person.unit_id = units[1].pk
    with in_agency(agency), pytest.raises(ScopeMismatch):
        person.save()


def test_bulk_create_checks_foreign_keys(agency, units):
    with in_agency(agency), pytest.raises(ScopeMismatch):
        Person.objects.bulk_create([Person(name="Một người", unit_id=units[1].pk)])


def test_parent_reads_descendants_and_never_writes(agency, other_agency, units):
    province = Agency.objects.create(
        code="tinh",
        kind="province",
        full_name="UBND tỉnh",
        short_name="UBND tỉnh",
        notation="UBND",
        place="Tỉnh",
        head_title="Chủ tịch",
        signing_mode="collective",
    )
    Agency.objects.filter(pk__in=[agency.pk, other_agency.pk]).update(parent=province)
    children = list(Agency.objects.descendants_of(province))
    with in_agency(province, reading=children):
        assert Unit.objects.count() == 2
        with pytest.raises(ScopeMismatch):
            Unit.objects.update(short_name="x")
        with pytest.raises(ScopeMismatch):
            Unit.objects.all().delete()
        with pytest.raises(ScopeMismatch):
            units[0].save()


def test_read_only_scope_refuses_every_write(agency, units):
    with in_agency(agency, read_only=True):
        assert Unit.objects.count() == 1
        for write in (
            units[0].save,
            units[0].delete,
            Unit.objects.all().delete,
            lambda: Unit.objects.update(name="x"),
        ):
            with pytest.raises(ScopeMismatch):
                write()
        with pytest.raises(ScopeMismatch):
            Unit.objects.create(name="Phòng mới")


def test_the_door_across_agencies_is_logged(caplog, units):
    with caplog.at_level("INFO"), across_agencies(reason="tổng hợp toàn tỉnh"):
        assert Unit.objects.count() == 2
    assert "tổng hợp toàn tỉnh" in caplog.text
