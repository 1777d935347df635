"""Row locks of the foundation, on PostgreSQL."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from qms.models import RoleAssignment
from qms.scope import in_agency
from qms.services import role_end

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
