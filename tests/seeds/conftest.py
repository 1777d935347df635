"""The sample years, loaded once a test."""

from pathlib import Path

import pytest

from qms.exchange import load_year
from qms.scope import in_agency

SAMPLES = Path(__file__).resolve().parents[2] / "qms" / "samples"


@pytest.fixture
def kim_thanh(db):
    """UBND huyện Kim Thành with its year 2024, entered."""
    agency, _, _ = load_year(SAMPLES / "kim-thanh-2024.yaml")
    with in_agency(agency):
        yield agency


@pytest.fixture
def tra_cu(db):
    """UBND huyện Trà Cú with its year 2021, entered."""
    agency, _, _ = load_year(SAMPLES / "tra-cu-2021.yaml")
    with in_agency(agency):
        yield agency
