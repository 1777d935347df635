"""One record of every kind, made once a module; each test finds them as made."""

import pytest

from qms.models import Agency
from tests.factories import AgencyFactory, user_with_role
from tests.kept import kept_rows
from tests.permissions.records import build


@pytest.fixture(scope="module")
def kept_records(django_db_setup, django_db_blocker):
    def make():
        agency = AgencyFactory(code="kim-thanh", short_name="UBND huyện Kim Thành")
        return build(agency, user_with_role("secretary", agency))

    yield from kept_rows(django_db_blocker, make)


@pytest.fixture
def records(kept_records, db):
    return dict(kept_records)


@pytest.fixture
def agency(kept_records, db):
    return Agency.objects.get(code="kim-thanh")
