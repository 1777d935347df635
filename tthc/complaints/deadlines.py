"""The day by which a complaint has to be accepted or settled."""

import datetime

from tthc.calendar import calendar_of_agency
from tthc.enums import CountedFrom, DayUnit
from tthc.models import Complaint


def after(start: datetime.date, days: int, unit: str) -> datetime.date:
    """A time limit that ends on a day off ends on the next working day (Bộ luật Dân sự 2015, Điều 148.5)."""
    calendar = calendar_of_agency()
    if unit == DayUnit.WORKING:
        return calendar.after(start, days)
    return calendar.deadline(start + datetime.timedelta(days=days))


def due_of(complaint: Complaint) -> datetime.date | None:
    """As its rule says: the day of intake while it is only received, then that of settlement; None without a rule."""
    limit = _limit(complaint)
    return after(*limit) if limit else None


def moved_from(complaint: Complaint) -> datetime.date | None:
    """The day off on which its time would end, when that is why it ends on `due_on`."""
    if (limit := _limit(complaint)) is None or limit[2] == DayUnit.WORKING:
        return None
    end = limit[0] + datetime.timedelta(days=limit[1])
    return end if end != complaint.due_on == after(*limit) else None


def _limit(complaint: Complaint) -> tuple[datetime.date, int, str] | None:
    """From which day, how many days, of which kind."""
    if complaint.extended_until is not None:
        return complaint.extended_until, 0, DayUnit.CALENDAR
    if (rule := complaint.rule) is None:
        return None
    if complaint.accepted_on is None and rule.intake_days:
        return complaint.received_on, rule.intake_days, rule.intake_unit
    begins = complaint.accepted_on if rule.counted_from == CountedFrom.ACCEPTED else None
    return begins or complaint.received_on, rule.days, rule.day_unit
