"""The annual report: what the figures and the tree cost beside the PDF, and what our PDF and DOCX cost."""

import io

import pytest
import weasyprint  # noqa: TID253 - the yardstick itself
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.exchange import load_year
from qms.paper import docx, html, pdf
from qms.paper.pdf import VARIANT, _fetcher
from qms.scope import in_agency
from reports.models import AnnualReport
from reports.papers import paper_of
from tests.seeds.conftest import SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db):
    agency, year, _ = load_year(SAMPLES / "kim-thanh-2024.yaml")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does after a load
    with in_agency(agency):
        yield lambda: AnnualReport.objects.select_related("agency", "outline", "signer").get(year=year)


def bare_weasyprint(page):
    weasyprint.HTML(string=page, url_fetcher=_fetcher()).write_pdf(io.BytesIO(), pdf_variant=VARIANT)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves PDF/A's colour profile open
def test_annual_report(report, measure, told):
    paper = paper_of(report())
    page = html.render(paper)
    steps = (
        lambda: paper_of(report()),
        lambda: pdf.render(paper),
        lambda: bare_weasyprint(page),
        lambda: docx.render(paper),
    )
    # in turns, the best of each: what else the machine does then weighs on all alike
    turns = [[measure(step, runs=1) for step in steps] for _ in range(10)]
    tree, ours, bare, word = (min(times) for times in zip(*turns, strict=True))
    with CaptureQueriesContext(connection) as queries:
        paper_of(report())
    told(
        f"{connection.vendor}: figures + tree {tree * 1000:.0f} ms in {len(queries)} queries "
        f"({tree / ours:.1%} of the PDF); PDF {ours:.2f} s = {ours / bare:.2f} × WeasyPrint alone ({bare:.2f} s); "
        f"DOCX {word * 1000:.0f} ms ({word / ours:.1%} of the PDF)"
    )
    assert len(queries) <= 40
    assert tree <= 0.10 * ours
    assert word <= 0.40 * ours
    assert ours <= 1.15 * bare
