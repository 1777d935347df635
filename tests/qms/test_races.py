"""Row locks of the foundation, on PostgreSQL."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from qms.history import HistoryEntry
from qms.models import RoleAssignment, Unit
from qms.records import record_delete, record_save
from qms.scope import in_agency
from qms.services import role_end
from tests.factories import UnitFactory
from tests.locks import behind

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_two_administrators_do_not_remove_each_other(agency, user_as):
    first, second = user_as("admin"), user_as("admin")
    barrier, refused = threading.Barrier(2), []

    def remove(actor, other):
        try:
            with in_agency(agency):
                held = RoleAssignment.objects.get(user=other)
                barrier.wait()
                role_end(held, actor=actor)
        except ValidationError as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 1
    assert RoleAssignment.objects.in_force().filter(agency=agency, role="admin").count() == 1


def test_what_is_deleted_twice_at_once_is_deleted_once(agency, user_as):
    actor = user_as("secretary")
    with in_agency(agency):
        unit = UnitFactory()

    def delete():
        record_delete(Unit(pk=unit.pk, agency=agency, name=unit.name), actor=actor)

    assert behind(agency, delete, delete) == "Mục này vừa được người khác xóa."
    with in_agency(agency):
        assert HistoryEntry.objects.of(unit).filter(action="delete").count() == 1


def test_what_is_deleted_is_what_is_stored(agency, user_as):
    """Not what the page had read before somebody else saved."""
    actor = user_as("secretary")
    with in_agency(agency):
        unit, seen = UnitFactory(name="Phòng Kinh tế"), Unit.objects.get()
    unit.name = "Phòng Kinh tế, hạ tầng"
    assert (
        behind(agency, lambda: record_save(unit, actor=actor), lambda: record_delete(seen, actor=actor)) == ""
    )
    with in_agency(agency):
        gone = HistoryEntry.objects.of(seen).get(action="delete")
    assert gone.changes["name"] == ["Phòng Kinh tế, hạ tầng", None]
