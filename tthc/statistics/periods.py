"""The days an agency counts as its year, and the pieces of months they fall into."""

import datetime
from dataclasses import dataclass

from qms.models import Agency
from tthc.models import ReportingPeriod

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted."""

    first: datetime.date
    last: datetime.date

    def seen_on(self, today: datetime.date) -> "Period":
        """What has passed of it: a period that still runs is counted up to today."""
        return Period(self.first, min(self.last, today))

    def months(self) -> list["Period"]:
        """One piece a calendar month, the first and the last cut as the period is."""
        pieces, first = [], self.first
        while first <= self.last:
            following = (first.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
            pieces.append(Period(first, min(following - ONE_DAY, self.last)))
            first = following
        return pieces

    def holds(self, day: datetime.date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def period_of(agency: Agency, year: int) -> Period | None:
    """As the agency entered it, else the calendar year, as far as the agency existed; None when it did not."""
    row = ReportingPeriod.objects.filter(year=year).first()
    if row is not None:
        return Period(row.period_from, row.period_to)
    return calendar_year(agency, year)


def calendar_year(agency: Agency, year: int) -> Period | None:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if agency.valid_from is not None:
        first = max(first, agency.valid_from)
    if agency.valid_to is not None:
        last = min(last, agency.valid_to)
    return Period(first, last) if first <= last else None
