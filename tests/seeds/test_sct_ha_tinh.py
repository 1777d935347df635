"""Sở Công Thương Hà Tĩnh 2021: its figures; its report has no wrong sum (facts.md 002)."""

import pytest

from qms import checks, figures
from qms.checks import Severity
from qms.exchange import dump_year, load_year
from qms.scope import in_agency
from tests.seeds.conftest import SAMPLES

pytestmark = pytest.mark.django_db
FILE = SAMPLES / "sct-ha-tinh-2021.yaml"
EXPECTED = {
    "documents.procedures.internal": 2,
    "documents.declaration.symbol": "119/QĐ-SCT",
    "tthc.procedures.in_authority": 96,
    "tthc.changes.amended": 8,
    "tthc.changes.new": 0,
    "tthc.changes.abolished": 0,
    "tthc.dossiers.don_vi.received": 9852,
    "tthc.dossiers.don_vi.late": 0,
    "tthc.digitisation.don_vi.result": 9852,
}


@pytest.fixture
def ha_tinh(db):
    agency, _, _ = load_year(FILE)
    with in_agency(agency):
        yield agency


def test_figures_are_the_seeds(ha_tinh):
    found = figures.collect(ha_tinh, 2021)
    assert {key: found.value(key) for key in EXPECTED} == EXPECTED
    assert found["tthc.digitisation.don_vi.result_rate"].text() == "100,00%"


def test_a_count_the_paper_leaves_out_is_no_zero(ha_tinh):
    found = figures.collect(ha_tinh, 2021)
    assert "documents.declaration.fields_count" not in found
    assert "tthc.dossiers.don_vi.total" not in found


def test_nothing_is_called_wrong(ha_tinh):
    found = checks.run_all(ha_tinh, 2021, figures.collect(ha_tinh, 2021))
    assert [row.message for row in found if row.severity is Severity.ERROR] == []


def test_load_dump_load_changes_nothing(ha_tinh, tmp_path):
    text = dump_year(ha_tinh, 2021)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    assert dump_year(ha_tinh, 2021) == text
