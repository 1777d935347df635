"""Every constraint of the counts refuses what it forbids, in the form and in the database."""

import datetime

import pytest

from tests.refusals import constraint_names, refused_twice
from tests.tthc.conftest import DISTRICT, digitisation, dossier, survey
from tests.tthc.test_catalogue_constraints import CASES as CATALOGUE
from tests.tthc.test_complaints import CASES as COMPLAINTS
from tests.tthc.test_dossier_constraints import CASES as DOSSIERS
from tests.tthc.test_statistics_constraints import CASES as STATISTICS
from tests.tthc.test_survey_constraints import CASES as SURVEYS
from tthc.models import CommuneCoverage, ProcedureChangeProposal, ProcedureCount

pytestmark = pytest.mark.django_db
BACKWARDS = {"period_from": datetime.date(2024, 12, 9), "period_to": datetime.date(2023, 12, 10)}
ONCE = {
    "dossier_statistics_once": (dossier, "Đã có thống kê hồ sơ của cấp này trong kỳ này"),
    "digitisation_statistics_once": (digitisation, "Đã có số liệu số hóa của cấp này trong năm"),
    "survey_summary_once": (survey, "Năm này đã có tổng hợp mức độ hài lòng"),
    "procedure_count_once": (
        lambda: ProcedureCount(year=2024, in_authority=292),
        "Năm này đã có số thủ tục hành chính",
    ),
    "procedure_proposal_once": (
        lambda: ProcedureChangeProposal(year=2024, kind="add", count=0),
        "Loại đề nghị này đã có trong năm",
    ),
    "commune_coverage_once": (
        lambda: CommuneCoverage(year=2024, as_of=datetime.date(2024, 11, 30), applying=18, total=18),
        "Đã có số liệu của ngày này",
    ),
}


@pytest.mark.parametrize("name", ONCE)
def test_a_count_is_entered_once(scope, name):
    make, sentence = ONCE[name]
    make().save()
    refused_twice(make(), sentence)


def test_a_period_does_not_end_before_it_begins(scope):
    refused_twice(dossier(**DISTRICT | BACKWARDS), "Ngày cuối kỳ phải sau ngày đầu kỳ.")


def test_no_constraint_is_without_a_case():
    assert constraint_names("tthc") == {*ONCE, "dossier_statistics_period_order"}.union(
        CATALOGUE, COMPLAINTS, DOSSIERS, STATISTICS, SURVEYS
    )
