"""What the figures of the sample years cost: every query is meant, none is made for what nobody quotes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms import figures
from qms.exchange import load_year
from qms.scope import in_agency
from reports.models import AnnualReport
from reports.papers import paper_of
from tests.seeds.conftest import SAMPLES


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.yaml")))
def test_no_figure_fetches_a_column_that_its_query_left_out(db, sample):
    agency, year, _ = load_year(SAMPLES / f"{sample}.yaml")
    with in_agency(agency), CaptureQueriesContext(connection) as queries:
        assert figures.collect(agency, year).figures
    assert [
        row["sql"] for row in queries if "LIMIT 21" in row["sql"]
    ] == []  # as get() and deferred fields ask


def test_the_report_reads_only_what_its_outline_quotes(kim_thanh):
    report = AnnualReport.objects.select_related("agency", "outline", "signer").get(year=2024)
    with CaptureQueriesContext(connection) as queries:
        paper_of(report)
    read = " ".join(row["sql"] for row in queries)
    assert "tthc_dossierstatistics" in read
    for table in (
        "planning_trainingcourse",
        "audits_correctiveactionrequest",
        "audits_reviewconclusion",
        "tthc_complaint",
    ):
        assert table not in read
