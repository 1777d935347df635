"""Row locks that only one of the two databases has, each behind one small seam."""

from django.db import connection, models

from qms.models import Agency
from qms.scope import current_agency


def hold(model: type[models.Model], pk: int) -> None:
    """Nobody changes or deletes this row before the transaction ends; others may hold it at the same time.

    FOR SHARE is PostgreSQL's. SQLite's write transactions are one at a time already.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [pk])  # noqa: S608


def lock_agency() -> Agency:
    """The entered agency, locked where rows are numbered or counted one by one; its other rows may be written."""
    return Agency.objects.select_for_update(no_key=True).get(pk=current_agency().pk)
