"""Write the statistics that are computed from dossiers."""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from qms import history, jobs
from qms.locks import lock_agency
from qms.models import Agency, Job, Unit, User
from qms.numbers import grouped
from qms.records import record_delete, record_save
from qms.scope import current_agency
from tthc.calendar import WorkingCalendar, calendar_of_agency
from tthc.enums import Origin
from tthc.imports.finished import on_finished
from tthc.models import (
    CalendarDay,
    DigitisationStatistics,
    Dossier,
    DossierStatistics,
    Field,
    ReportingPeriod,
)
from tthc.services.timings import differing, reaches, timings_follow, timings_recount
from tthc.statistics import counting, inheritance
from tthc.statistics.periods import Period, judged_on, period_of

BATCH = 500
KIND = "tthc.statistics"
MANY = 20_000
"""Dossiers that are counted while somebody waits."""
DAYS = ("period_from", "period_to")


@dataclass
class Refreshed:
    """What a refresh did to the stored rows."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def sentence(self) -> str:
        told = (
            ("thêm", self.added),
            ("sửa", self.changed),
            ("bỏ", self.removed),
            ("giữ nguyên", self.unchanged),
        )
        return f"{', '.join(f'{word} {grouped(count)}' for word, count in told)} dòng số liệu"


@transaction.atomic
def statistics_refresh(
    agency: Agency,
    year: int,
    *,
    actor: User | None,
    levels: Collection[str] | None = None,
    today: datetime.date | None = None,
) -> Refreshed:
    """Compute a year's statistics anew: of each level the period, its months, its fields and units, digitisation.

    Rows that come out the same stay untouched; one history entry tells of the rest. levels None: all.
    """
    lock_agency()
    today = today or timezone.localdate()
    done = Refreshed()
    rows = {_key(row): row for row in _computed(agency, year, levels, today)}
    _replace(DossierStatistics, _stored(DossierStatistics, year, levels), rows, done)
    digitised = {_key(row): row for row in _digitised(agency, year, levels, today)}
    _replace(DigitisationStatistics, _stored(DigitisationStatistics, year, levels), digitised, done)
    if done.added or done.changed or done.removed:
        data = {"year": year, "reason": f"Năm {year}: {done.sentence}."}
        history.record(agency, action="statistics", label="Tính lại thống kê hồ sơ", actor=actor, data=data)
    return done


@transaction.atomic
def statistics_recount(agency: Agency, year: int, *, actor: User | None) -> Refreshed:
    """All anew, as a person asks for: first the timings that the calendar decided, then the year's statistics."""
    lock_agency()
    if period := period_of(agency, year):
        timings_recount(period.first, period.last)
    return statistics_refresh(agency, year, actor=actor)


def period_save(period: ReportingPeriod, *, actor: User, expected_version: int | None = None) -> Job | None:
    """Save the period and compute its year anew; a job where there are many dossiers. Raises as `record_save`."""
    with transaction.atomic():
        lock_agency()  # before the history's head, for which others wait
        record_save(period, actor=actor, expected_version=expected_version)
        return refresh_or_start(period.year, actor=actor)


def period_delete(period: ReportingPeriod, *, actor: User) -> Job | None:
    """The year is the calendar year again, and computed as such."""
    with transaction.atomic():
        lock_agency()
        record_delete(period, actor=actor)
        return refresh_or_start(period.year, actor=actor)


def calendar_save(day: CalendarDay, *, actor: User, expected_version: int | None = None) -> None:
    """Save a day off or worked, and compute anew what it moves: until when an appointment holds."""
    with transaction.atomic():
        lock_agency()
        known = dict(CalendarDay.objects.filter(pk=day.pk).values_list("day", "is_working"))
        record_save(day, actor=actor, expected_version=expected_version)
        _calendar_moved(differing(known, {day.day: day.is_working}), actor=actor)


def calendar_delete(day: CalendarDay, *, actor: User) -> None:
    with transaction.atomic():
        lock_agency()
        gone = record_delete(day, actor=actor)
        _calendar_moved({gone.day}, actor=actor)


def _calendar_moved(days: set[datetime.date], *, actor: User) -> None:
    """Timings that the calendar decided follow it, and the computed years that these days reach into."""
    if not days:
        return
    timings_follow(days)
    reached = reaches(calendar_of_agency(), days)
    around = reduce(or_, (Q(period_from__lte=last, period_to__gte=day) for _, day, last in reached))
    rows = DossierStatistics.objects.filter(around, origin=Origin.COMPUTED).order_by()
    for year in sorted(set(rows.values_list("year", flat=True))):
        refresh_or_start(year, actor=actor)


def refresh_or_start(year: int, *, actor: User) -> Job | None:
    """At once, or as the job that is returned when a person would wait."""
    if Dossier.objects.all()[MANY : MANY + 1].exists():
        return refresh_start(year, actor=actor)
    statistics_refresh(current_agency(), year, actor=actor)
    return None


def refresh_start(year: int, *, actor: User) -> Job:
    title, back = f"Tính lại thống kê hồ sơ năm {year}", reverse("tthc:statistics_compare")
    return jobs.start(KIND, actor=actor, year=year, title=title, back_url=back)


@on_finished
def refresh_after_import(
    agency: Agency, levels: Collection[str], first: datetime.date, last: datetime.date
) -> None:
    """Every year the imported days touch, and the later ones that were computed: their stock follows."""
    for year in years_touched(agency, first, last):
        statistics_refresh(agency, year, actor=None, levels=levels)


def years_touched(agency: Agency, first: datetime.date, last: datetime.date) -> list[int]:
    """Entered and computed years; calendar years only where no period was entered."""
    periods = ReportingPeriod.objects.filter(period_from__lte=last, period_to__gte=first)
    entered = set(periods.values_list("year", flat=True))
    # newer data tells of their later days; rows of an earlier release do not say how far theirs went
    cut = Q(as_of__lt=F("period_to")) | Q(as_of=None)
    computed = DossierStatistics.objects.filter(cut | Q(period_to__gte=first), origin=Origin.COMPUTED)
    calendar = () if entered else range(first.year, last.year + 1)
    return sorted(entered.union(computed.values_list("year", flat=True), calendar))


def _computed(
    agency: Agency, year: int, levels: Collection[str] | None, today: datetime.date
) -> list[DossierStatistics]:
    """Unsaved rows; none when the agency did not exist, or of a level whose data ends before the period."""
    period = period_of(agency, year)
    if period is None:
        return []
    calendar, rows = calendar_of_agency(), list[DossierStatistics]()
    for day, judged in judged_on(min(period.last, today), levels).items():
        if period.first <= day:
            rows += _counted(year, period, day, judged, calendar)
    _take_over(agency, rows)
    return rows


def _counted(
    year: int, period: Period, day: datetime.date, levels: Collection[str], calendar: WorkingCalendar
) -> list[DossierStatistics]:
    """Of the period as it stood at the end of `day`, and of its months that had begun."""
    counted = period.seen_on(day)
    months = [piece for piece in period.months() if piece.first <= day]
    fields, units = Field.objects.in_bulk(), Unit.objects.in_bulk()
    rows = []
    for (level, of_field, unit), tally in counting.whole(counted, calendar, levels).items():
        row = _row(year, level, period, day, tally)
        row.field, row.unit = fields.get(of_field), units.get(unit)
        rows.append(row)
    if len(months) > 1 or months[0] != period:
        seen = [piece.seen_on(day) for piece in months]
        for level, tallies in counting.by_month(counted, seen, calendar, levels).items():
            pairs = zip(months, tallies, strict=True)
            rows += [_row(year, level, piece, day, tally) for piece, tally in pairs]
    return rows


def _row(year: int, level: str, period: Period, day: datetime.date, tally: Counter[str]) -> DossierStatistics:
    return DossierStatistics(
        year=year,
        level=level,
        period_from=period.first,
        period_to=period.last,
        as_of=min(period.last, day),
        origin=Origin.COMPUTED,
        source="Tính từ hồ sơ đã nhập",
        **counting.tally_values(tally),
    )


def _take_over(agency: Agency, rows: list[DossierStatistics]) -> None:
    """In the agency's first period the stock is what its predecessors left; some of it may be among its dossiers."""
    first = [row for row in rows if row.field is None and row.unit is None]
    first = [row for row in first if inheritance.begins_in(agency, Period(row.period_from, row.period_to))]
    if not first:
        return
    found = inheritance.shares(agency, {row.level for row in first})
    for row in first:
        row.inherited = inheritance.inherited(found, row.level)
        row.carried_over = max(row.carried_over or 0, row.inherited or 0)


def _digitised(
    agency: Agency, year: int, levels: Collection[str] | None, today: datetime.date
) -> list[DigitisationStatistics]:
    period = period_of(agency, year)
    if period is None or period.first > today:
        return []
    return [
        DigitisationStatistics(year=year, level=level, origin=Origin.COMPUTED, **values)
        for level, values in counting.digitised(period.seen_on(today), levels).items()
    ]


def _key(row: Any) -> tuple[Any, ...]:
    if isinstance(row, DigitisationStatistics):
        return (row.level,)
    return (row.level, row.field_id, row.unit_id, row.period_from, row.period_to)


def _stored(model: Any, year: int, levels: Collection[str] | None) -> dict[Any, Any]:
    rows = model.objects.filter(year=year, origin=Origin.COMPUTED)
    if levels is not None:
        rows = rows.filter(level__in=levels)
    return {_key(row): row for row in rows}


def _replace(model: Any, stored: dict[Any, Any], computed: dict[Any, Any], done: Refreshed) -> None:
    """Make the stored rows the computed ones; what came out the same is not written."""
    names = [name for name in model().snapshot() if name not in ("year", "level", "origin", *DAYS)]
    changed = []
    for key in stored.keys() & computed.keys():
        row, new = stored[key], computed[key]
        if row.snapshot() == new.snapshot():
            done.unchanged += 1
            continue
        new.pk, new.version, new.created_at = row.pk, row.version + 1, row.created_at
        new.updated_at = timezone.now()
        changed.append(new)
    added = [computed[key] for key in computed.keys() - stored.keys()]
    gone = [stored[key].pk for key in stored.keys() - computed.keys()]
    model.objects.filter(pk__in=gone).delete()
    # bulk_update's CASE of every row and column costs ten times as much
    model.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*names, "version", "updated_at", "search_text"],
        batch_size=BATCH,
    )
    model.objects.bulk_create(added, batch_size=BATCH)
    done.added, done.changed = done.added + len(added), done.changed + len(changed)
    done.removed += len(gone)
