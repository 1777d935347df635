"""O8 (QĐ 19/2014 Đ4.4b): at least one internal audit and one management review a year."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from audits.enums import AuditState, CarState, FindingState, ReviewState
from audits.models import CorrectiveActionRequest, Finding, InternalAudit, ManagementReview
from qms.dates import slashed
from qms.models import Agency
from qms.obligations import Obligation, provider

DECREE = "Điều 4 khoản 4 điểm b QĐ 19/2014/QĐ-TTg"


@provider
def obligations(agency: Agency, year: int) -> Iterator[Obligation]:
    audits = list(InternalAudit.objects.of_year(year))
    yield _audit(audits, year)
    yield _review(list(ManagementReview.objects.filter(year=year).order_by("round")), year)
    yield from _corrections(year)


def _audit(rows: list[InternalAudit], year: int) -> Obligation:
    done = [row for row in rows if row.state in (AuditState.REPORTED, AuditState.CLOSED) and row.ends_on]
    shown = done[-1] if done else rows[-1] if rows else None
    first = (shown.starts_on or shown.planned_from) if shown else None
    last = (shown.ends_on or shown.planned_to) if shown else None
    return Obligation(
        "O8",
        "Đánh giá nội bộ",
        DECREE,
        due=datetime.date(year, 12, 31),
        done=f"{slashed(first)} – {slashed(last)}" if done and first and last else "",
        since=first or datetime.date(year, 1, 1),
        until=last or datetime.date(year, 12, 31),
        url=shown.get_absolute_url() if shown else reverse("audits:audit_list"),
        order=80,
    )


def _review(rows: list[ManagementReview], year: int) -> Obligation:
    held = [row for row in rows if row.state != ReviewState.PLANNED and row.held_on]
    shown = held[-1] if held else rows[-1] if rows else None
    day = (shown.held_on or shown.planned_on) if shown else None
    return Obligation(
        "O8",
        "Xem xét của lãnh đạo",
        DECREE,
        due=datetime.date(year, 12, 31),
        done=f"Họp ngày {slashed(day)}" if held and day else "",
        since=day or datetime.date(year, 1, 1),
        until=day or datetime.date(year, 12, 31),
        url=shown.get_absolute_url() if shown else reverse("audits:review_list"),
        order=90,
    )


def _corrections(year: int) -> Iterator[Obligation]:
    """Only when there is something to correct: findings that ask for an answer, requests of any origin."""
    findings = [row for row in Finding.objects.of_year(year) if row.asks_for_answer]
    cars = _cars(year)
    if not findings and not cars:
        return
    left = [row for row in findings if row.state != FindingState.CLOSED]
    unsettled = [car for car in cars if car.state != CarState.CLOSED]
    pending = bool(left or unsettled)
    dues = [row.due_on for row in (left if pending else findings) if row.due_on]
    dues += [day for car in (unsettled if pending else cars) for day in car.dues]
    closed = [row.closed_on for row in (*findings, *cars) if row.closed_on]
    opened = [row.opened_on for row in (*findings, *cars) if row.opened_on]
    due = min(dues, default=datetime.date(year, 12, 31))
    yield Obligation(
        "10.2",
        "Khắc phục sau đánh giá",
        "TCVN ISO 9001:2015, 10.2",
        due=due,
        done="" if pending else _done(len(findings), len(cars)),
        since=min(opened, default=due),
        until=max(dues if pending else closed, default=due),
        url=reverse("audits:finding_list" if left or not unsettled else "audits:car_list"),
        order=95,
    )


@dataclass
class _Car:
    """A request and the days of its round under way; one before the opening is an error (R5), not a day to keep."""

    state: str
    opened_on: datetime.date
    closed_on: datetime.date | None
    round: int | None
    dues: list[datetime.date] = field(default_factory=list)


def _cars(year: int) -> list[_Car]:
    rows = CorrectiveActionRequest.objects.filter(year=year).order_by("number", "pk", "rounds__number")
    names = ("pk", "state", "opened_on", "closed_on", "rounds__number", "rounds__opened_on")
    cars: dict[int, _Car] = {}
    for pk, state, opened, closed, number, began, due in rows.values_list(*names, "rounds__actions__due_on"):
        if pk not in cars or cars[pk].round != number:
            cars[pk] = _Car(state, opened, closed, number)
        if due and due >= began:
            cars[pk].dues.append(due)
    return list(cars.values())


def _done(findings: int, cars: int) -> str:
    told = [f"{findings} phát hiện đã khắc phục"] if findings else []
    return ", ".join([*told, *([f"{cars} phiếu đã đóng"] if cars else [])])
