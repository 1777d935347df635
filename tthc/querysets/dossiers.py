"""Reusable reads of dossiers."""

from typing import TYPE_CHECKING, Self

from qms.scope import ScopedQuerySet

if TYPE_CHECKING:
    from tthc.models import Dossier


class DossierQuerySet(ScopedQuerySet["Dossier"]):
    def for_list(self) -> Self:
        return self.select_related("procedure", "resolving_unit")
