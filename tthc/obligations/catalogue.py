"""What the year asks of the catalogue: every TTHC in scope has its procedure (O10)."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from qms.models import Agency
from qms.numbers import grouped
from qms.obligations import Obligation, provider
from tthc.models import AdministrativeProcedure


@provider
def coverage(agency: Agency, year: int) -> Iterator[Obligation]:
    """Asked once the agency keeps a catalogue; without one there is nothing to count."""
    counted = AdministrativeProcedure.objects.coverage(datetime.date(year, 12, 31))
    if not counted["total"]:
        return
    scope, covered = (grouped(counted[name]) for name in ("in_scope", "covered"))
    whole = counted["covered"] == counted["in_scope"]
    yield Obligation(
        "O10",
        "Mọi TTHC thuộc phạm vi có quy trình",
        "Quyết định 19/2014/QĐ-TTg, Điều 3",
        due=datetime.date(year, 12, 31),
        done=f"{covered} / {scope} TTHC đã có quy trình" if whole else "",
        since=datetime.date(year, 1, 1),
        until=datetime.date(year, 12, 31),
        url=reverse("tthc:procedure_coverage"),
        order=45,
    )
