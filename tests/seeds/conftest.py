"""The sample years, loaded once a module; each test finds them as loaded."""

from pathlib import Path

import pytest

from qms.exchange import load_year
from qms.models import Agency
from qms.scope import in_agency
from tests.kept import kept_rows

SAMPLES = Path(__file__).resolve().parents[2] / "qms" / "samples"


@pytest.fixture(scope="module")
def kim_thanh_rows(django_db_setup, django_db_blocker):
    yield from kept_rows(django_db_blocker, lambda: load_year(SAMPLES / "kim-thanh-2024.yaml"))


@pytest.fixture(scope="module")
def tra_cu_rows(django_db_setup, django_db_blocker):
    yield from kept_rows(django_db_blocker, lambda: load_year(SAMPLES / "tra-cu-2021.yaml"))


@pytest.fixture
def kim_thanh(kim_thanh_rows, db):
    """UBND huyện Kim Thành with its year 2024, entered."""
    with in_agency(Agency.objects.get(code="kim-thanh")) as agency:
        yield agency


@pytest.fixture
def tra_cu(tra_cu_rows, db):
    """UBND huyện Trà Cú with its year 2021, entered."""
    with in_agency(Agency.objects.get(code="tra-cu")) as agency:
        yield agency
