"""Which years an agency has entered; each app that opens a year registers its model."""

from typing import TYPE_CHECKING

from django.db.models import Subquery
from django.utils import timezone

if TYPE_CHECKING:
    from qms.models import Agency, Record

_models: "list[type[Record]]" = []


def register(model: "type[Record]") -> None:
    """A model with a `year` column whose rows make the year exist."""
    _models.append(model)


def first_year(agency: "Agency") -> int:
    return min(_ends(agency, "year"), default=timezone.localdate().year)


def latest_year(agency: "Agency") -> int:
    """The last year with anything entered: where the agency's front door leads."""
    return max(_ends(agency, "-year"), default=timezone.localdate().year)


def _ends(agency: "Agency", order: str) -> list[int]:
    """The first year of each model in this order; one query, for every page asks."""
    firsts = [Subquery(model.objects.order_by(order).values("year")[:1]) for model in _models]
    row = type(agency).objects.filter(pk=agency.pk).values_list(*firsts).get()
    return [year for year in row if year]
