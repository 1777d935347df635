"""The day by which a complaint has to be accepted or settled."""

import datetime
from functools import cache
from typing import Any

from tthc.enums import CountedFrom, DayUnit
from tthc.models import CalendarDay, Complaint

LONGEST = datetime.timedelta(days=800)


@cache
def _law(year: int) -> Any:
    import holidays  # half a second that only pages with days need

    return holidays.country_holidays("VN", years=year)


def working_day(start: datetime.date, days: int) -> datetime.date:
    """So many working days after `start`, by the law's holidays and the agency's own calendar; one query."""
    own = dict(
        CalendarDay.objects.filter(day__gt=start, day__lte=start + LONGEST).values_list("day", "is_working")
    )
    day = start
    while days > 0:
        day += datetime.timedelta(days=1)
        law = _law(day.year)
        by_week = (day.weekday() < 5 and day not in law) or day in law.weekend_workdays
        days -= own.get(day, by_week)
    return day


def after(start: datetime.date, days: int, unit: str) -> datetime.date:
    if unit == DayUnit.WORKING:
        return working_day(start, days)
    return start + datetime.timedelta(days=days)


def due_of(complaint: Complaint) -> datetime.date | None:
    """As its rule says: the day of intake while it is only received, then that of settlement; None without a rule."""
    if complaint.extended_until is not None:
        return complaint.extended_until
    if (rule := complaint.rule) is None:
        return None
    if complaint.accepted_on is None and rule.intake_days:
        return after(complaint.received_on, rule.intake_days, rule.intake_unit)
    begins = complaint.accepted_on if rule.counted_from == CountedFrom.ACCEPTED else None
    return after(begins or complaint.received_on, rule.days, rule.day_unit)
