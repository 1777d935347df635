"""People of Kim Thành: who drafts, who approves."""

import pytest

from tests.documents import helpers


@pytest.fixture
def secretary(scope, user_as):
    return user_as("secretary")


@pytest.fixture
def leader(scope, user_as):
    return user_as("leader")


@pytest.fixture
def contact(scope, user_as):
    """The contact of one unit."""
    from tests.factories import UnitFactory

    user = user_as("unit_contact")
    user.person.unit = UnitFactory(name="Phòng Tư pháp")
    user.person.save()
    return user


@pytest.fixture
def procedure(scope):
    return helpers.document()


@pytest.fixture
def draft(procedure, secretary):
    """A first revision the secretary wrote."""
    return helpers.revision(procedure, author=secretary.person)


@pytest.fixture
def submitted(draft, secretary):
    return helpers.run("submit", draft, secretary)


@pytest.fixture
def approved(submitted, leader):
    """Approved before the days of 2024 on which tests issue it."""
    revision = helpers.run("approve", submitted, leader)
    revision.approved_on = helpers.day("2023-12-29")
    revision.save()
    return revision


@pytest.fixture
def effective(approved, secretary):
    return helpers.run("issue", approved, secretary, effective_on=helpers.day("2024-01-02"))
