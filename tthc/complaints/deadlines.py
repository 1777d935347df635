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
    if complaint.extended_until is not None:
        return calendar_of_agency().deadline(complaint.extended_until)
    if (rule := complaint.rule) is None:
        return None
    if complaint.accepted_on is None and rule.intake_days:
        return after(complaint.received_on, rule.intake_days, rule.intake_unit)
    begins = complaint.accepted_on if rule.counted_from == CountedFrom.ACCEPTED else None
    return after(begins or complaint.received_on, rule.days, rule.day_unit)
