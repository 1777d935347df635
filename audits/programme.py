"""The year's audit programme (9.2.2 a): which unit is audited when, and when it last was."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from audits.models import AuditedUnit, InternalAudit
from audits.schedule import told_span
from qms.dates import slashed
from qms.models import Unit


@dataclass
class Visit:
    """A unit in one audit: `when` in words, whether the audit has begun."""

    audit: InternalAudit
    when: str
    held: bool


@dataclass
class Line:
    """A unit's row; visits by the audit's pk, `last` the latest visit of an earlier year."""

    name: str
    url: str
    visits: dict[int, Visit] = field(default_factory=dict)
    last: Visit | None = None

    @property
    def never_held(self) -> bool:
        return self.last is None and not any(visit.held for visit in self.visits.values())

    @property
    def told_last(self) -> str:
        if self.last is not None:
            return f"{self.last.when} (lần {self.last.audit.round_label})"
        return "Chưa từng đánh giá" if self.never_held else "Lần đầu trong năm nay"


def audits_of(year: int) -> list[InternalAudit]:
    return list(InternalAudit.objects.filter(year=year).order_by("round"))


def lines_of(year: int) -> list[Line]:
    """Units in force in the year, then the bodies the year's audits visit by name; four queries."""
    by_unit, by_name = _visits(year)
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=last)
    going = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    units = Unit.objects.filter(begun, going).order_by("sort_key", "pk")
    found = [_line(unit.name, unit.get_absolute_url(), by_unit[unit.pk], year) for unit in units]
    bodies = {name: visits for name, visits in by_name.items() if any(v.audit.year == year for v in visits)}
    return found + [_line(name, "", visits, year) for name, visits in sorted(bodies.items())]


def _visits(year: int) -> tuple[dict[int, list[Visit]], dict[str, list[Visit]]]:
    by_unit: dict[int, list[Visit]] = defaultdict(list)
    by_name: dict[str, list[Visit]] = defaultdict(list)
    rows = AuditedUnit.objects.filter(audit__year__lte=year).select_related("audit")
    rows = rows.prefetch_related("slots__slot").order_by("audit__year", "audit__round")
    for row in rows:
        visit = Visit(row.audit, _when(row), row.audit.is_held)
        if row.unit_id is not None:
            by_unit[row.unit_id].append(visit)
        else:
            by_name[row.name].append(visit)
    return by_unit, by_name


def _when(row: AuditedUnit) -> str:
    """Its own slot days; without them the days of the audit, as held, else as planned."""
    if days := sorted({link.slot.day for link in row.slots.all()}):
        return ", ".join(slashed(day) for day in days)
    audit = row.audit
    known = told_span(audit.starts_on, audit.ends_on) or told_span(audit.planned_from, audit.planned_to)
    return known or "chưa xếp ngày"


def _line(name: str, url: str, visits: list[Visit], year: int) -> Line:
    earlier = [visit for visit in visits if visit.audit.year < year and visit.held]
    now = {visit.audit.pk: visit for visit in visits if visit.audit.year == year}
    return Line(name, url, now, earlier[-1] if earlier else None)
