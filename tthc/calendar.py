"""Working days: weekends, public holidays by law, and the agency's own days (TCVN 8.2; NĐ 118/2025)."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from tthc.enums import Timing
from tthc.models import CalendarDay

ONE_DAY = datetime.timedelta(days=1)


@cache
def law_of(year: int) -> Any:
    """Vietnam's public holidays of a year with the days moved by decision, and the Saturdays worked for them."""
    import holidays  # half a second that only pages with days need

    return holidays.country_holidays("VN", years=year, language="vi")


def public_holidays(year: int) -> dict[datetime.date, str]:
    """Days off by law, in their order; Tết stands below the year it falls in."""
    return {day: name for day, name in sorted(law_of(year).items()) if day.year == year}


def worked_by_law(year: int) -> list[datetime.date]:
    """Weekend days that are worked for a day off moved by decision."""
    return sorted(day for day in law_of(year).weekend_workdays if day.year == year)


class WorkingCalendar:
    """Counts working days in O(1): each year's running count is made once, when a day of it is asked for.

    own: day → whether the agency works that day, against the week's rule and the law.
    """

    def __init__(self, own: Mapping[datetime.date, bool]) -> None:
        self.own = dict(own)
        self._years: dict[int, list[int]] = {}

    def is_working(self, day: datetime.date) -> bool:
        if (own := self.own.get(day)) is not None:
            return own
        law = law_of(day.year)
        if day in law:
            return False
        return day.weekday() < 5 or day in law.weekend_workdays

    def working_days_between(self, after: datetime.date, until: datetime.date) -> int:
        """Working days in (after, until]; negative when `until` is earlier."""
        first, last = self._of_year(after.year), self._of_year(until.year)
        left = last[until.timetuple().tm_yday] - first[after.timetuple().tm_yday]
        if after.year <= until.year:
            return left + sum(self._of_year(year)[-1] for year in range(after.year, until.year))
        return left - sum(self._of_year(year)[-1] for year in range(until.year, after.year))

    def after(self, start: datetime.date, days: int) -> datetime.date:
        """So many working days after `start`."""
        day = start
        while days > 0:
            day += ONE_DAY
            days -= self.is_working(day)
        return day

    def deadline(self, due_on: datetime.date) -> datetime.date:
        """The day itself, or the next working day when it is a day off (Bộ luật Dân sự 2015, Điều 148.5)."""
        while not self.is_working(due_on):
            due_on += ONE_DAY
        return due_on

    def overdue_before(self, day: datetime.date) -> datetime.date:
        """What was due before this day is overdue at the end of `day`: settled then, it would be late."""
        while not self.is_working(day):
            day -= ONE_DAY
        while not self.is_working(day - ONE_DAY):
            day -= ONE_DAY
        return day

    def reach(self, day: datetime.date) -> tuple[datetime.date, datetime.date]:
        """(first, last): what the day moves is due from `first` to the day, and settled from it to `last`.

        Earlier and later two other working days lie between, and early stays early, late stays late.
        """
        first = last = day
        for _ in range(2):
            first, last = self._beside(first, -ONE_DAY), self._beside(last, ONE_DAY)
        return first + ONE_DAY, last - ONE_DAY

    def _beside(self, day: datetime.date, step: datetime.timedelta) -> datetime.date:
        """The next working day in that direction."""
        day += step
        while not self.is_working(day):
            day += step
        return day

    def timing(self, due_on: datetime.date | None, finished_on: datetime.date) -> Timing:
        """Working days left: > 0 early, 0 on time, < 0 late; without a day promised nothing is late."""
        if due_on is None:
            return Timing.ON_TIME
        left = self.working_days_between(finished_on, self.deadline(due_on))
        if left > 0:
            return Timing.EARLY
        return Timing.ON_TIME if left == 0 else Timing.LATE

    def _of_year(self, year: int) -> list[int]:
        """Working days from the year's first day: [0] none, [n] up to its nth day."""
        if (running := self._years.get(year)) is None:
            first, running = datetime.date(year, 1, 1), [0]
            for offset in range((datetime.date(year, 12, 31) - first).days + 1):
                running.append(running[-1] + self.is_working(first + datetime.timedelta(days=offset)))
            self._years[year] = running
        return running


def calendar_of_agency() -> WorkingCalendar:
    """Of the entered agency; one query."""
    return WorkingCalendar(dict(CalendarDay.objects.values_list("day", "is_working")))
