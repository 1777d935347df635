"""Reusable reads of dossiers."""

from typing import TYPE_CHECKING, Self

from qms.scope import ScopedQuerySet
from tthc.enums import PENDING

if TYPE_CHECKING:
    import datetime

    from tthc.models import Dossier


class DossierQuerySet(ScopedQuerySet["Dossier"]):
    def for_list(self) -> Self:
        return self.select_related("procedure", "resolving_unit")

    def overdue(self, on: "datetime.date") -> Self:
        """Being settled, and past its day."""
        return self.filter(state__in=PENDING, due_on__lt=on)
