"""Who is told when dossiers have changed: the statistics register themselves here."""

import datetime
from collections.abc import Callable, Collection

from qms.models import Agency

Told = Callable[[Agency, Collection[str], datetime.date, datetime.date], None]
_told: list[Told] = []


def on_finished(function: Told) -> Told:
    """Call `function(agency, levels, first_day, last_day)` inside the transaction of every import that changed
    dossiers; levels and days (received or finished) are those of the file's rows, and those they had before."""
    _told.append(function)
    return function


def tell(agency: Agency, levels: Collection[str], first: datetime.date, last: datetime.date) -> None:
    for function in _told:
        function(agency, levels, first, last)
