"""Statistics over a million dossiers against the bare GROUP BY; pages from stored rows; the province's table."""

import datetime
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.models import Agency, Unit
from qms.scope import in_agency
from tests.clients import client_as
from tests.tthc.dossiers import last_import, procedure, source
from tthc.models import DossierStatistics
from tthc.services.statistics import statistics_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
TODAY = datetime.date(2025, 3, 1)
FILL = """
INSERT INTO tthc_dossier (agency_id, code, source_id, last_import_id, procedure_id, level, receiving_unit_id,
    resolving_unit_id, channel, received_on, due_on, finished_on, state, timing, components, result_digitised)
SELECT %(agency)s, 'H48-' || n, %(source)s, %(import)s, (%(procedures)s)[1 + n %% 40], 'huyen', NULL,
    (%(units)s)[1 + n %% 40 %% 12], (ARRAY['online','online','online','in_person','by_post'])[1 + n %% 5],
    day, day + 15, CASE WHEN state IN (3, 7, 9, 10) THEN day + (n * 7 %% 25)::int END, state,
    CASE WHEN state IN (9, 10) THEN CASE WHEN n * 7 %% 25 > 15 THEN 'late' WHEN n * 7 %% 25 = 15 THEN 'on_time'
        ELSE 'early' END ELSE '' END, n %% 3, n %% 10 > 0
FROM (SELECT n, DATE '2023-10-01' + (n * 31 %% 457)::int AS day,
        (ARRAY[10,10,10,10,10,10,10,10,10,10,9,9,9,9,9,9,4,5,3,7])[1 + n * 13 %% 20] AS state
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS rows
"""
CLOSED = "state IN (3, 7, 8, 9, 10) AND finished_on <= DATE '2024-12-31'"
OUTCOME = f"""CASE
  WHEN {CLOSED} AND state IN (9, 10) THEN CASE WHEN timing = '' THEN 'on_time' ELSE timing END
  WHEN {CLOSED} AND state = 3 THEN 'returned' WHEN {CLOSED} THEN 'cancelled'
  WHEN state IN (5, 6) THEN 'paused' WHEN due_on < DATE '2024-12-31' THEN 'pending_overdue'
  ELSE 'pending_in_time' END"""
WHERE = """FROM tthc_dossier d LEFT JOIN tthc_administrativeprocedure p ON p.id = d.procedure_id
WHERE d.agency_id = %(agency)s AND received_on <= DATE '2024-12-31' AND state <> 1
  AND NOT (state IN (3, 7, 8, 9, 10) AND finished_on IS NOT NULL AND finished_on < DATE '2024-01-01')"""
ALONE = WHERE.replace("LEFT JOIN tthc_administrativeprocedure p ON p.id = d.procedure_id", "")
CAME = "CASE WHEN received_on < DATE '2024-01-01' THEN 'before' ELSE channel END"


def month(column):
    """The month's number within 2024, 0 before, 13 after."""
    ends = [datetime.date(2024 + n // 12, n % 12 + 1, 1) for n in range(13)]
    whens = " ".join(f"WHEN {column} < DATE '{end}' THEN {n}" for n, end in enumerate(ends))
    return f"CASE {whens} ELSE 13 END"


def overdue():
    ends = [datetime.date(2024 + n // 12, n % 12 + 1, 1) - datetime.timedelta(1) for n in range(1, 13)]
    whens = " ".join(f"WHEN due_on < DATE '{end}' THEN {n}" for n, end in enumerate(ends, 1))
    return f"CASE {whens} ELSE 13 END"


END = f"CASE WHEN {OUTCOME} IN ('pending_in_time', 'pending_overdue') THEN 'pending' ELSE {OUTCOME} END"
BARE = (
    f"""SELECT d.level, p.field_id, d.resolving_unit_id, {CAME} AS a, {OUTCOME} AS b, count(*)
        {WHERE} GROUP BY 1,2,3,4,5""",
    f"""SELECT d.level, {month("received_on")} AS a, CASE WHEN {CLOSED} THEN {month("finished_on")} ELSE 13 END AS b,
        {overdue()} AS c, {CAME} AS e, {END} AS f, count(*)
        {ALONE} GROUP BY 1,2,3,4,5,6""",
    f"""SELECT d.level, received_on >= DATE '2024-01-01' AS a, ({CLOSED} AND state IN (9, 10)) AS b,
        components, result_digitised, count(*)
        {ALONE} GROUP BY 1,2,3,4,5""",
)  # fmt: skip


def fill(agency, amount):
    with in_agency(agency):
        values = {
            "agency": agency.pk, "source": source().pk, "import": last_import().pk,
            "procedures": [procedure(f"Lĩnh vực {n}").pk for n in range(40)],
            "units": [Unit.objects.create(name=f"Phòng {n}").pk for n in range(12)],
            "first": 1, "last": amount,
        }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("ANALYZE")


def bare(agency):
    """The three reads and nothing more; the cells of the first."""
    cells = []
    with connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement, {"agency": agency.pk})
            cells.append(cursor.fetchall())
    return cells[0]


def refreshed(agency):
    """Everything anew: no stored row helps."""
    with in_agency(agency):
        DossierStatistics.objects.all().delete()
        statistics_refresh(agency, 2024, actor=None, today=TODAY)


def side_by_side(*actions, runs=9):
    """The best time of each, taken in turns: what else the machine does then slows all of them."""
    times = [[] for _ in actions]
    for _ in range(runs):
        for place, action in enumerate(actions):
            start = time.perf_counter()
            action()
            times[place].append(time.perf_counter() - start)
    return [min(found) for found in times]


def test_a_year_over_a_million_dossiers(agency, told):
    fill(agency, 1_000_000)
    refreshed(agency)
    plain, ours = side_by_side(lambda: bare(agency), lambda: refreshed(agency), runs=5)
    with in_agency(agency):
        row = DossierStatistics.objects.get(
            field=None, unit=None, period_from="2024-01-01", period_to="2024-12-31"
        )
    cells = bare(agency)
    assert row.total == sum(count for *_, count in cells)
    assert row.late == sum(count for *_, result, count in cells if result == "late")
    told(f"a year of 1,000,000 dossiers: bare SQL {plain:.2f} s, refresh {ours:.2f} s: × {ours / plain:.2f}")
    assert ours <= 1.2 * plain


@pytest.mark.parametrize("name", ["tthc:dossier_overview", "tthc:charts"])
def test_pages_read_stored_figures(agency, other_agency, told, name):
    clients = []
    for owner, amount in ((other_agency, 10_000), (agency, 1_000_000)):
        fill(owner, amount)
        refreshed(owner)
        clients.append(client_as("secretary", owner))
    few, many = (lambda client=client: client.page(name) for client in clients)
    few(), many()
    small, large = side_by_side(few, many, runs=15)
    with CaptureQueriesContext(connection) as seen:
        assert many().status_code == 200
    told(
        f"{name}: {small * 1000:.0f} ms at 10,000, {large * 1000:.0f} ms at 1,000,000: "
        f"× {large / small:.2f}; {len(seen)} queries"
    )
    assert len(seen) <= 15
    assert large <= 1.2 * small


def test_the_province_against_one_agency(agency, told):
    """3,321 communes × the year and its 12 months."""
    Agency.objects.bulk_create(
        Agency(
            code=f"xa-{n}", kind="commune", full_name=f"UBND xã {n}", short_name=f"UBND xã {n}", notation="UBND",
            place="Xã", head_title="Chủ tịch", signing_mode="collective", parent=agency,
        )
        for n in range(3321)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COPIES)
        cursor.execute("ANALYZE")
    first = Agency.objects.get(code="xa-0")
    one, all_ = client_as("leader", first), client_as("leader", agency)
    single, province = side_by_side(
        lambda: one.page("tthc:dossier_overview"), lambda: all_.page("tthc:province")
    )
    with CaptureQueriesContext(connection) as seen:
        page = all_.page("tthc:province").content.decode()
    assert "đã có số liệu năm." in page
    assert "332.100" in page  # 3,321 × 100 received
    told(
        f"province {province * 1000:.0f} ms, one agency {single * 1000:.0f} ms: × {province / single:.2f}; "
        f"{len(seen)} queries"
    )
    assert province <= 3 * single


COPIES = """
INSERT INTO tthc_dossierstatistics (agency_id, version, created_at, updated_at, search_text, sort_key, year, level,
    period_from, period_to, origin, source, carried_over, received, online, in_person, by_post, resolved, early,
    on_time, early_on_time, late, pending_in_time, pending_overdue, returned, paused, cancelled)
SELECT a.id, 0, now(), now(), '', '', 2024, 'xa',
    CASE WHEN m = 0 THEN DATE '2024-01-01' ELSE make_date(2024, m, 1) END,
    CASE WHEN m = 0 THEN DATE '2024-12-31' ELSE (make_date(2024, m, 1) + INTERVAL '1 month - 1 day')::date END,
    'computed', '', 5, 100, 80, 20, 0, 95, 50, 44, 94, 1, 8, 1, 1, 0, 0
FROM qms_agency a CROSS JOIN generate_series(0, 12) AS m WHERE a.parent_id IS NOT NULL
"""
