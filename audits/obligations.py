"""O8 (QĐ 19/2014 Đ4.4b): at least one internal audit and one management review a year."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from audits.enums import AuditState, FindingState
from audits.models import Finding, InternalAudit, ManagementReview
from qms.dates import slashed
from qms.models import Agency
from qms.obligations import Obligation, provider

DECREE = "Điều 4 khoản 4 điểm b QĐ 19/2014/QĐ-TTg"


@provider
def obligations(agency: Agency, year: int) -> Iterator[Obligation]:
    audits = list(InternalAudit.objects.of_year(year))
    yield _audit(audits, year)
    yield _review(list(ManagementReview.objects.filter(year=year).order_by("round")), year)
    if audits:
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
    held = [row for row in rows if row.held_on is not None]
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
    """Only when there is something to correct."""
    rows = list(Finding.objects.of_year(year))
    if not rows:
        return
    left = [row for row in rows if row.state == FindingState.OPEN]
    opened = [row.opened_on for row in rows if row.opened_on]
    dues = [row.due_on for row in left or rows if row.due_on]
    closed = [row.closed_on for row in rows if row.closed_on]
    due = min(dues, default=datetime.date(year, 12, 31))
    yield Obligation(
        "10.2",
        "Khắc phục sau đánh giá",
        "TCVN ISO 9001:2015, 10.2",
        due=due,
        done="" if left else f"{len(rows)} phát hiện đã khắc phục",
        since=min(opened, default=due),
        until=max(dues if left else closed, default=due),
        url=reverse("audits:finding_list"),
        order=95,
    )
