"""What is past its day, by unit: findings, measures of corrective-action requests, conclusions of the review."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from audits.models import CorrectiveAction, Finding, ReviewConclusion
from qms.models import Unit, User
from qms.text import sort_key

NO_UNIT = "Chưa ghi đơn vị"


@dataclass(frozen=True)
class Late:
    """One thing past its day."""

    unit: str
    kind: str
    title: str
    owner: str
    url: str
    due_on: datetime.date
    days: int


def overdue_items(day: datetime.date) -> list[Late]:
    """The most overdue first; three queries however many there are."""
    return sorted((*_findings(day), *_measures(day), *_conclusions(day)), key=lambda item: item.due_on)


def overdue_by_unit(day: datetime.date) -> list[tuple[str, list[Late]]]:
    """(unit, what is late there), in the order of the units' names."""
    units: dict[str, list[Late]] = {}
    for item in overdue_items(day):
        units.setdefault(item.unit, []).append(item)
    return sorted(units.items(), key=lambda pair: sort_key(pair[0]))


def overdue_rows(user: User) -> "list[QuerySet[Any]]":
    """For the menu, on every page: what is late today."""
    day = timezone.localdate()
    return [
        Finding.objects.overdue(day),
        CorrectiveAction.objects.late(day),
        ReviewConclusion.objects.late(day),
    ]


def _name(unit: Unit | None, otherwise: str = "") -> str:
    return unit.name if unit else otherwise or NO_UNIT


def _findings(day: datetime.date) -> Iterator[Late]:
    for row in Finding.objects.overdue(day).for_list().select_related("doer"):
        due, doer = row.due_on, row.doer.name if row.doer else ""
        yield Late(
            _name(row.unit), "Phát hiện", str(row), doer, row.get_absolute_url(), due, (day - due).days
        )


def _measures(day: datetime.date) -> Iterator[Late]:
    rows = CorrectiveAction.objects.late(day).select_related("round__request__unit", "person")
    for row in rows:
        car = row.round.request
        title = f"Phiếu khắc phục {car.number_label}/{car.year}: {row}"
        days = (day - row.due_on).days
        yield Late(
            _name(car.unit), "Biện pháp", title, row.owner_text, car.get_absolute_url(), row.due_on, days
        )


def _conclusions(day: datetime.date) -> Iterator[Late]:
    for row in ReviewConclusion.objects.late(day).select_related("person__unit"):
        unit = _name(row.person.unit if row.person else None, row.owner)
        url, days = row.get_absolute_url(), (day - row.due_on).days
        yield Late(unit, "Kết luận", str(row), row.owner, url, row.due_on, days)
