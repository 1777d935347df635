"""Nobody leaves his own unit by himself: who may check whose work hangs on it."""

import pytest

from qms.models import Person
from tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def send(client, person, unit):
    typed = {"name": person.name, "unit": unit.pk if unit else "", "version": person.version}
    return client.send("qms:person_edit", person.pk, **typed)


def test_one_s_own_unit_is_changed_by_somebody_else(as_role, scope):
    client, other = as_role("secretary"), as_role("admin")
    me = Person.objects.get(user=client.user)
    assert send(client, me, unit := UnitFactory()).status_code == 302  # to enter the first one is no escape
    me.refresh_from_db()
    refused = send(client, me, None)
    assert refused.status_code == 422
    assert "do người khác có quyền đổi" in refused.content.decode()
    me.refresh_from_db()
    assert me.unit == unit
    assert send(other, me, None).status_code == 302


def test_others_move_freely(as_role, scope):
    person = PersonFactory(unit=UnitFactory())
    assert send(as_role("secretary"), person, UnitFactory()).status_code == 302
