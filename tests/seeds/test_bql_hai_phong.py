"""BQL Khu kinh tế Hải Phòng 2024: its figures, and exactly the two errors of its report (facts.md 003)."""

import pytest

from qms import checks, figures
from qms.checks import Severity
from qms.exchange import dump_year, load_year
from qms.scope import in_agency
from tests.seeds.conftest import SAMPLES

pytestmark = pytest.mark.django_db
FILE = SAMPLES / "bql-hai-phong-2024.yaml"
ERRORS = [
    (
        "R1",
        "Cơ quan, đơn vị: 124 + 454 = 578, nhưng 439 + 113 + 0 + 0 + 0 = 552; còn 26 hồ sơ chưa rõ trạng thái. "
        "Nguồn chưa ghi: trả lại, tạm dừng, hủy, rút.",
    ),
    (
        "R13",
        "TTHC đưa vào HTQLCL: 66/55, tử số lớn hơn mẫu số; 66 là số quy trình (5 quy trình hệ thống + "
        "6 quy trình nội bộ + 55 quy trình tác nghiệp), không phải số TTHC.",
    ),
]
EXPECTED = {
    "documents.procedures.system": 5,
    "documents.procedures.internal": 6,
    "documents.procedures.operating": 55,
    "documents.declaration.symbol": "1872/QĐ-BQL",
    "documents.declaration.fields_count": 5,
    "tthc.procedures.in_authority": 55,
    "tthc.dossiers.don_vi.total": 578,
    "tthc.dossiers.don_vi.resolved": 439,
    "tthc.dossiers.don_vi.pending": 113,
    "planning.training.courses": 1,
}
CORRECTED = {
    "    in_system: 66": "    in_system: 55",
    "    pending_overdue: 0": "    pending_overdue: 0\n    returned: 26\n    paused: 0\n    cancelled: 0",
}


def loaded(path):
    agency, year, _ = load_year(path)
    return agency, year


def errors(agency, year):
    with in_agency(agency):
        found = checks.run_all(agency, year, figures.collect(agency, year))
    return [(row.rule, row.message) for row in found if row.severity is Severity.ERROR]


def test_checks_report_exactly_the_seeds_errors():
    assert errors(*loaded(FILE)) == ERRORS


def test_a_corrected_copy_has_none(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    for wrong, right in CORRECTED.items():
        assert wrong in text
        text = text.replace(wrong, right)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    assert errors(*loaded(path)) == []


def test_figures_are_the_seeds():
    agency, year = loaded(FILE)
    with in_agency(agency):
        found = figures.collect(agency, year)
        assert {key: found.value(key) for key in EXPECTED} == EXPECTED
        assert found["tthc.dossiers.don_vi.early_on_time_rate"].text() == "84,05%"
        assert found["tthc.dossiers.don_vi.late_rate"].text() == "15,95%"


def test_load_dump_load_changes_nothing(tmp_path):
    agency, year = loaded(FILE)
    text = dump_year(agency, year)
    path = tmp_path / "nam.yaml"
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    assert dump_year(agency, year) == text
