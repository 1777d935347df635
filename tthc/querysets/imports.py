"""Reusable reads of imports of dossiers."""

from tthc.enums import ImportState
from tthc.models import DossierImport


def imported_before(record: DossierImport) -> DossierImport | None:
    """The last import that brought this very file in."""
    done = DossierImport.objects.filter(sha256=record.sha256, state=ImportState.DONE).exclude(pk=record.pk)
    return done.select_related("source").order_by("-finished_at").first()
