"""Which years an agency has entered; each app that opens a year registers its model."""

from typing import TYPE_CHECKING

from django.db.models import Max, Min
from django.utils import timezone

if TYPE_CHECKING:
    from qms.models import Agency, Record

_models: "list[type[Record]]" = []


def register(model: "type[Record]") -> None:
    """A model with a `year` column whose rows make the year exist."""
    _models.append(model)


def first_year(agency: "Agency") -> int:
    years = [model.objects.aggregate(first=Min("year"))["first"] for model in _models]
    return min((year for year in years if year), default=timezone.localdate().year)


def latest_year(agency: "Agency") -> int:
    """The last year with anything entered: where the agency's front door leads."""
    years = [model.objects.aggregate(last=Max("year"))["last"] for model in _models]
    return max((year for year in years if year), default=timezone.localdate().year)
