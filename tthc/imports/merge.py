"""From the staging table into the dossiers: new ones in, changed ones updated, the rest untouched."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Max, Min
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from tthc.imports.staging import COLUMNS, TABLE
from tthc.models.dossiers import Dossier

if TYPE_CHECKING:
    from tthc.models import DossierImport

PIECE = 2000
SAME = tuple(name for name in COLUMNS if name not in ("n", "code"))
_DIFFERS = "IS DISTINCT FROM"
_UPDATE = f"""UPDATE tthc_dossier AS d SET {", ".join(f"{name} = s.{name}" for name in SAME)},
    source_id = %s, level = %s, last_import_id = %s
  FROM {TABLE} AS s
 WHERE s.n BETWEEN %s AND %s AND d.agency_id = %s AND d.code = s.code
   AND ({" OR ".join(f"d.{name} {_DIFFERS} s.{name}" for name in SAME)} OR d.source_id <> %s OR d.level <> %s)"""  # noqa: S608
_INSERT_ALL = f"""INSERT INTO tthc_dossier (agency_id, source_id, level, last_import_id, code, {", ".join(SAME)})
SELECT %s, %s, %s, %s, s.code, {", ".join(f"s.{name}" for name in SAME)}
  FROM {TABLE} AS s
 WHERE s.n BETWEEN %s AND %s"""  # noqa: S608
_INSERT = f"""{_INSERT_ALL}
   AND NOT EXISTS (SELECT 1 FROM tthc_dossier AS d WHERE d.agency_id = %s AND d.code = s.code)"""  # noqa: S608
_DIFFERENT = f"""SELECT count(*) FROM {TABLE} AS s JOIN tthc_dossier AS d ON d.agency_id = %s AND d.code = s.code
 WHERE s.n BETWEEN %s AND %s AND ({" OR ".join(f"d.{name} {_DIFFERS} s.{name}" for name in SAME)})"""  # noqa: S608


def merge(
    record: "DossierImport", last: int, *, fresh: bool, older: bool, told: Callable[[int], None]
) -> tuple[int, int, int]:
    """(added, changed, outdated), in pieces of rows up to number `last`; told(rows done) after each.

    fresh: the agency has none of these dossiers yet, so none is looked for.
    older: the file was exported before what is stored: known dossiers stay as they are, new ones come in.
    The agency is written out, because this SQL does not pass the scoped manager.
    """
    agency, source, level, pk = record.agency_id, record.source_id, record.source.level, record.pk
    added = changed = outdated = 0
    with connection.cursor() as cursor:
        for start in range(0, last + 1, PIECE):
            span = (start, start + PIECE - 1)
            if older:
                cursor.execute(_DIFFERENT, [agency, *span])
                outdated += cursor.fetchone()[0]
            elif not fresh:
                cursor.execute(_UPDATE, [source, level, pk, *span, agency, source, level])
                changed += cursor.rowcount
            insert, known = (_INSERT_ALL, []) if fresh else (_INSERT, [agency])
            cursor.execute(f"{insert} ORDER BY s.n", [agency, source, level, pk, *span, *known])
            added += cursor.rowcount
            told(min(start + PIECE, last))
    return added, changed, outdated


def stored_before() -> list[tuple[str, datetime.date, datetime.date]]:
    """(level, first, last day) of the staged dossiers as they stand: statistics that counted them change too."""
    staged = RawSQL(f"SELECT code FROM {TABLE}", ())  # noqa: S608, S611
    days = {"first": Min("received_on"), "last": Max(Coalesce("finished_on", "received_on"))}
    return list(Dossier.objects.filter(code__in=staged).order_by().values_list("level").annotate(**days))


def settle_placeholders(pks: dict[int, int]) -> None:
    """Put the new procedures' keys where the staged rows have negative placeholders."""
    if pks:
        pairs = ", ".join(f"({placeholder:d}, {pk:d})" for placeholder, pk in pks.items())
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLE} SET procedure_id = m.column2 FROM (VALUES {pairs}) AS m "  # noqa: S608
                f"WHERE {TABLE}.procedure_id = m.column1"
            )
