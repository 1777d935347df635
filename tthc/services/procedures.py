"""Save a TTHC; the statistics by field follow the field it is moved to."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from qms.locks import lock_agency
from qms.records import record_save
from qms.scope import current_agency
from tthc.enums import Origin
from tthc.models import AdministrativeProcedure, DossierStatistics
from tthc.services.statistics import refresh_or_start
from tthc.statistics import counting
from tthc.statistics.periods import period_of

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


def refresh_of(procedures: Collection[int], *, actor: "User") -> None:
    """The computed years that count dossiers of these TTHC, whose field has changed; under the agency's lock."""
    if not procedures:
        return
    rows = DossierStatistics.objects.filter(origin=Origin.COMPUTED).order_by()
    for year in sorted(set(rows.values_list("year", flat=True))):
        period = period_of(current_agency(), year)
        if period and counting.in_period(period).filter(procedure__in=procedures).exists():
            refresh_or_start(year, actor=actor)
