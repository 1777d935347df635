"""Save a TTHC; the statistics by field follow the field it is moved to."""

from typing import TYPE_CHECKING

from django.db import transaction

from qms.locks import lock_agency
from qms.records import record_save
from tthc.models import AdministrativeProcedure
from tthc.services.statistics import refresh_of

if TYPE_CHECKING:
    from qms.models import User


def procedure_save(
    procedure: AdministrativeProcedure, *, actor: "User", expected_version: int | None = None
) -> AdministrativeProcedure:
    """Save it, and compute anew the years that count its dossiers by field. Raises as `record_save`."""
    if not _changes_field(procedure):
        return record_save(procedure, actor=actor, expected_version=expected_version)
    with transaction.atomic():
        lock_agency()  # before the history's head, for which others wait
        saved = record_save(procedure, actor=actor, expected_version=expected_version)
        refresh_of({saved.pk}, actor=actor)
    return saved


def _changes_field(procedure: AdministrativeProcedure) -> bool:
    """Not a new one: it has no dossiers yet."""
    stored = AdministrativeProcedure.objects.filter(pk=procedure.pk)
    return stored.exclude(field=procedure.field_id).exists()
