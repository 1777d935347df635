"""Rows by the hundred thousand, made inside PostgreSQL."""

from django.db import connection

from qms.scope import in_agency
from tthc.models import DossierImport, DossierSource

PROCEDURES = """
    INSERT INTO tthc_administrativeprocedure (
        agency_id, code, code_suffix, name, level, competent_agency, time_limit, time_unit, time_note, online_level,
        non_territorial, fee, in_scope, scope_reason, version, created_at, updated_at, search_text, sort_key)
    SELECT %(agency)s, '1.' || lpad(n::text, 6, '0'), '', 'Thủ tục số ' || n || ' về ' || w.name, 'xa',
        'UBND cấp xã', 5, 'day', '', 'full', false, '', true, '', 0, now(), now(),
        '1.' || lpad(n::text, 6, '0') || ' thu tuc so ' || n || ' ve ' || w.folded || ' ubnd cap xa',
        '11' || lpad(n::text, 15, '0')
    FROM generate_series(%(first)s, %(last)s) n
    JOIN (VALUES (0, 'đất đai', 'dat dai'), (1, 'hộ tịch', 'ho tich'), (2, 'bảo trợ', 'bao tro')) w(k, name, folded)
        ON w.k = CASE WHEN n %% 1000 = 0 THEN 2 ELSE n %% 2 END
"""
DOSSIERS = """
    INSERT INTO tthc_dossier (
        agency_id, source_id, last_import_id, procedure_id, code, level, channel, received_on, due_on, finished_on,
        state, timing, components, result_digitised)
    SELECT %(agency)s, %(source)s, %(import)s, p.id,
        '000.00.30.H23-' || to_char(d.day, 'YYMMDD') || '-' || lpad(n::text, 7, '0'), 'xa',
        CASE WHEN n %% 10 = 0 THEN 'in_person' ELSE 'online' END, d.day, d.day + 7,
        CASE WHEN n %% 500 = 0 THEN NULL ELSE least(d.day + n %% 9, date '2024-12-31') END,
        CASE WHEN n %% 500 = 0 THEN 4 WHEN n %% 300 = 0 THEN 3 ELSE 10 END,
        CASE WHEN n %% 500 = 0 OR n %% 300 = 0 THEN '' WHEN n %% 1500 = 7 THEN 'late' ELSE 'early' END, 2, true
    FROM generate_series(%(first)s, %(last)s) n
    CROSS JOIN LATERAL (SELECT date '2024-01-01' + (n::bigint * 7919 %% 366)::int AS day) d
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS all_rows
          FROM tthc_administrativeprocedure WHERE agency_id = %(agency)s ORDER BY id LIMIT 300) p
        ON p.k = n %% least(p.all_rows, 300)
"""


def execute(sql, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def analyze():
    """As autovacuum does after a big load; GIN's pending list is merged by it too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " JOIN pg_am ON pg_am.oid = relam WHERE amname = 'gin'"
        )
        cursor.execute("ANALYZE")


def fill_procedures(agency, first, last):
    execute(PROCEDURES, agency=agency.pk, first=first, last=last)


def source_of(agency):
    """(source, import) that the rows hang on."""
    with in_agency(agency):
        source = DossierSource.objects.get_or_create(name="Một cửa cấp xã", defaults={"level": "xa"})[0]
        done = DossierImport.objects.get_or_create(source=source, year=2024, file_name="x.xlsx", sha256="x")[
            0
        ]
    return source, done


def fill_dossiers(agency, first, last):
    source, done = source_of(agency)
    execute(DOSSIERS, agency=agency.pk, source=source.pk, **{"import": done.pk}, first=first, last=last)
