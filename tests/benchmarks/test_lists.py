"""A list page at 100 and at 100,000 rows: the same queries, at most twice the time."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import OfficialDocument
from qms.scope import in_agency

pytestmark = pytest.mark.django_db


def documents(first, last):
    day = datetime.date(2020, 1, 1)
    return [
        OfficialDocument(
            kind="CV",
            number=n,
            notation="UBND-VP",
            issued_on=day + datetime.timedelta(days=n % 1800),
            issuer="UBND huyện Kim Thành",
            subject=f"Công văn về việc thứ {n}",
        )
        for n in range(first, last)
    ]


@pytest.mark.parametrize("sort", ["", "subject", "issued_on"])
def test_list_page(as_role, agency, measure, told, sort):
    client = as_role("secretary")
    query = {"sort": sort} if sort else {}
    seconds, queries = {}, {}
    have = 0
    for amount in (100, 100_000):
        with in_agency(agency):
            OfficialDocument.objects.bulk_create(documents(have, amount), batch_size=2000)
        have = amount
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client.page("documents:official_list", **query)
        with CaptureQueriesContext(connection) as seen:
            client.page("documents:official_list", **query)
        queries[amount] = len(seen)
        seconds[amount] = measure(lambda: client.page("documents:official_list", **query), runs=9)
    ratio = seconds[100_000] / seconds[100]
    told(
        f"{connection.vendor} list sort={sort or 'default'}: {seconds[100] * 1000:.1f} ms at 100, "
        f"{seconds[100_000] * 1000:.1f} ms at 100,000: × {ratio:.2f}; queries {queries[100]} / {queries[100_000]}"
    )
    assert queries[100] == queries[100_000]
    assert ratio <= 2
