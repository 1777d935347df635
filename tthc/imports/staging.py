"""The seam between the two databases: how many rows get in fast. All SQL after it is the same.

A line is what COPY's text format takes: values by tabs, NULL as \\N, in the order of COLUMNS.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from django.db import connection

COLUMNS = (
    "n", "code", "procedure_id", "receiving_unit_id", "resolving_unit_id", "channel",
    "received_on", "due_on", "finished_on", "state", "timing", "timing_counted", "components",
    "result_digitised",
)  # fmt: skip
TABLE = "dossier_staging"
_CREATE = f"""CREATE TEMPORARY TABLE {TABLE} (
    n integer PRIMARY KEY, code varchar(60){{collation}} NOT NULL, procedure_id bigint, receiving_unit_id bigint,
    resolving_unit_id bigint, channel varchar(10) NOT NULL, received_on date NOT NULL, due_on date,
    finished_on date, state smallint NOT NULL, timing varchar(8) NOT NULL, timing_counted boolean NOT NULL,
    components smallint, result_digitised boolean){{end}}"""


def stage(lines: TextIO) -> None:
    """A fresh staging table with these lines, gone with the transaction (call inside one)."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        collation, end = (' COLLATE "C"', " ON COMMIT DROP") if postgresql else ("", "")
        cursor.execute(_CREATE.format(collation=collation, end=end))
        if postgresql:
            cursor.cursor.copy_expert(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN", lines)
            cursor.execute(f"ANALYZE {TABLE}")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # spread over the pieces, not one silent commit
        else:
            marks = ", ".join(["?"] * len(COLUMNS))
            raw: Any = cursor.cursor.connection
            raw.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", _values(lines))  # noqa: S608


def unstage() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def _values(lines: Iterable[str]) -> Iterator[list[str | None]]:
    for line in lines:
        yield [None if value == r"\N" else value for value in line.rstrip("\n").split("\t")]
