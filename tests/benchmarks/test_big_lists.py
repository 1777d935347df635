"""Search and filter over 1,000,000 dossiers and 100,000 procedures: the first page at most twice that at 10,000."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.volume import analyze, fill_dossiers, fill_procedures

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
SMALL = 10_000
DOSSIERS = {
    "no filter": {},
    "code, one dossier": {"q": "0000123"},
    "code, a day's": {"q": "-240215-"},
    "in progress": {"state": "4"},
    "late": {"timing": "late"},
    "online": {"channel": "online"},
    "nothing found": {"q": "khong-co"},
}
PROCEDURES = {
    "no filter": {},
    "one": {"q": "thu tuc so 1234 ve"},
    "half of all": {"q": "đất đai"},
    "one in a thousand": {"q": "bao tro"},
    "nothing found": {"q": "khong co"},
}


def page_times(client, name, wishes, measure):
    """wish → (seconds, queries, sql)."""
    found = {}
    for wish, query in wishes.items():
        client.page(name, **query)
        with CaptureQueriesContext(connection) as seen:
            client.page(name, **query)
        statements = [query["sql"] for query in seen.captured_queries]  # the next request empties the log
        seconds = measure(lambda query=query: client.page(name, **query), runs=9)
        found[wish] = (seconds, len(statements), statements)
    return found


def compare(small, large, told, name):
    worst = 0.0
    for wish, (seconds, queries, statements) in large.items():
        before, queries_before, _ = small[wish]
        ratio = seconds / before
        worst = max(worst, ratio)
        told(
            f"{name}, {wish}: {before * 1000:.0f} → {seconds * 1000:.0f} ms: × {ratio:.2f}; "
            f"queries {queries_before} / {queries}"
        )
        assert abs(queries - queries_before) <= 1  # one more where there is a second page to count for
        counted = [sql for sql in statements if "COUNT(" in sql and "LIMIT" not in sql]
        assert not [sql for sql in counted if "tthc_dossier" in sql or "administrativeprocedure" in sql]
    assert worst <= 2


def test_dossiers(as_role, agency, measure, told):
    client = as_role("secretary")
    fill_procedures(agency, 1, 300)
    fill_dossiers(agency, 1, SMALL)
    analyze()
    small = page_times(client, "tthc:dossier_list", DOSSIERS, measure)
    fill_dossiers(agency, SMALL + 1, 1_000_000)
    analyze()
    compare(small, page_times(client, "tthc:dossier_list", DOSSIERS, measure), told, "1,000,000 dossiers")


def test_catalogue(as_role, agency, measure, told):
    client = as_role("secretary")
    fill_procedures(agency, 1, SMALL)
    analyze()
    small = page_times(client, "tthc:procedure_list", PROCEDURES, measure)
    fill_procedures(agency, SMALL + 1, 100_000)
    analyze()
    compare(small, page_times(client, "tthc:procedure_list", PROCEDURES, measure), told, "100,000 procedures")
