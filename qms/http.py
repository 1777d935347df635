"""The request, typed: what the middlewares add to Django's."""

import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from qms.models import Agency, User


class QmsRequest(HttpRequest):
    """Any request; agency and year are None where the address names none."""

    agency: "Agency | None"
    year: int | None
    today: datetime.date
    htmx: "HtmxDetails"


class AgencyRequest(QmsRequest):
    """A request below /<agency>/<year>/ by someone who may enter: what every view that asks for a permission gets."""

    user: "User"
    agency: "Agency"
    year: int
    role_label: str
