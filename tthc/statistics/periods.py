"""The days an agency counts as its year, the pieces of months they fall into, and how far the data goes."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from qms.models import Agency
from qms.text import in_sentence
from tthc.calendar import ONE_DAY
from tthc.enums import Level
from tthc.models import DossierImport, ReportingPeriod
from tthc.models.statistics import newest_in_data


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted."""

    first: datetime.date
    last: datetime.date

    def seen_on(self, day: datetime.date) -> "Period":
        """What has passed of it at the end of that day."""
        return Period(self.first, min(self.last, day))

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


def judged_on(until: datetime.date, levels: Collection[str] | None = None) -> dict[datetime.date, list[str]]:
    """Day → the levels whose open dossiers are judged at its end: `until`, or the newest day of their files.

    A file tells nothing of later days. One query.
    """
    newest, found = _newest_days(), dict[datetime.date, list[str]]()
    for level in sorted(Level.values if levels is None else levels):
        found.setdefault(min(until, newest.get(level, until)), []).append(level)
    return found


def judged_sentence(until: datetime.date) -> str:
    """“Tính đến 05/7/2024 – ngày mới nhất trong dữ liệu.”, by levels where they differ; empty when all go on."""
    days = {level: min(until, day) for level, day in _newest_days().items()}
    earlier = {level: day for level, day in days.items() if day < until}
    if len(set(days.values())) == 1:
        told = {newest_in_data(day) for day in earlier.values()}
    else:
        told = {f"{in_sentence(Level(level).label)} {newest_in_data(day)}" for level, day in earlier.items()}
    text = "; ".join(sorted(told))
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _newest_days() -> dict[str, datetime.date]:
    """Level → the newest day of all its imported files."""
    done = DossierImport.objects.exclude(newest_on=None).order_by()
    return dict(done.values_list("source__level").annotate(newest=Max("newest_on")))
