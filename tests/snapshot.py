"""The rows of a database, kept once and brought back: loading the samples anew for each test costs seconds."""

import sqlite3

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction

SCHEMA = "snapshot"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = (
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
)


def snapshot_take():
    """Keep every row of the test database → a function that brings exactly these back, whatever is there then."""
    restore = _take_sqlite() if connection.vendor == "sqlite" else _take_postgresql()

    def bring_back():
        restore()
        ContentType.objects.clear_cache()
        cache.clear()  # the ids come back too: what was cached for the last test would pass for this one's

    return bring_back


def table_rows():
    """{table: its rows, sorted as text}."""
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def _take_sqlite():
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore():
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def _take_postgresql():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(SEQUENCES)
        sequences = cursor.fetchall()
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in tables:
            cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')
    fill = [f'INSERT INTO public."{table}" TABLE {SCHEMA}."{table}"' for table in tables]
    fill += [f"SELECT setval('public.\"{name}\"', {value})" for name, value in sequences]
    everything = ", ".join(f'public."{table}"' for table in tables)
    # replica: no trigger and no foreign key looks at rows that were whole when they were kept
    script = [f"TRUNCATE {everything}", "SET LOCAL session_replication_role = replica", *fill]

    def restore():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(script))

    return restore
