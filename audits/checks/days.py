"""R8: days of an audit and of its schedule. R5: days of findings, in their order."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from audits.checks.telling import SATURDAY, weekends, where
from audits.enums import FindingState
from audits.models import AuditSlot, Finding, InternalAudit
from qms.checks import CheckResult, check, error, ok, warning
from qms.dates import slashed
from qms.figures import Figures
from qms.models import Agency


@check("R8", "Ngày đánh giá: ngày làm việc, đúng chương trình")
def audit_days(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for audit in InternalAudit.objects.of_year(year):
        yield from weekend_results(audit)
        yield from programme_results(audit)


def weekend_results(audit: InternalAudit) -> Iterator[CheckResult]:
    first, last = audit.starts_on or audit.planned_from, audit.ends_on or audit.planned_to
    if first is None or last is None or last < first:
        return
    about = where(audit)
    told = f"{audit} từ {slashed(first)} đến {slashed(last)}"
    if found := weekends(first, last):
        names = ", ".join(
            f"{'thứ Bảy' if day.weekday() == SATURDAY else 'Chủ nhật'} {slashed(day)}" for day in found
        )
        yield warning(f"{told} có ngày nghỉ: {names}.", **about)
    else:
        yield ok(f"{told}, đều là ngày làm việc.", **about)


def programme_results(audit: InternalAudit) -> Iterator[CheckResult]:
    about = where(audit)
    first, last = (audit.planned_from, audit.starts_on), (audit.planned_to, audit.ends_on)
    pairs = (
        [("diễn ra", *first)] if first == last else [("bắt đầu", *first), ("kết thúc", *last)]
    )  # a day's audit differs once, not twice
    for word, planned, actual in pairs:
        if planned and actual and planned != actual:
            yield warning(
                f"{audit}: {word} ngày {slashed(actual)}, chương trình ghi {slashed(planned)}.", **about
            )


@check("R8", "Lịch đánh giá: trong thời gian của đợt, mỗi đơn vị một buổi")
def schedule_days(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    audits = InternalAudit.objects.of_year(year).prefetch_related(
        "slots__units", "audited_units__unit", "audited_units__slots"
    )
    for audit in audits:
        if slots := list(audit.slots.all()):
            yield from slot_results(audit, slots)
            yield from unvisited(audit)


def slot_results(audit: InternalAudit, slots: list[AuditSlot]) -> Iterator[CheckResult]:
    """Against the programme, which is what the schedule belongs to; the actual days only where there is none."""
    first, last = audit.planned_from or audit.starts_on, audit.planned_to or audit.ends_on
    for slot in slots:
        if (first and slot.day < first) or (last and slot.day > last):
            days = f"ngày đánh giá {slashed(first) if first else '…'} – {slashed(last) if last else '…'}"
            yield warning(f"{audit}: {_named(slot)} nằm ngoài {days}.", **where(slot))
        elif weekends(slot.day, slot.day):
            yield warning(f"{audit}: {_named(slot)} rơi vào ngày nghỉ.", **where(slot))


def _named(slot: AuditSlot) -> str:
    label = str(slot)
    return label[:1].lower() + label[1:]


def unvisited(audit: InternalAudit) -> Iterator[CheckResult]:
    """Units of the list that no slot visits; one sentence however many."""
    left = [str(row) for row in audit.audited_units.all() if not row.slots.all()]
    if left:
        yield warning(
            f"{audit}: {len(left)} đơn vị chưa có buổi đánh giá: {', '.join(left)}.", **where(audit)
        )


@check("R5", "Phát hiện: hạn, ngày thực hiện sau ngày mở; đã đóng thì có người kiểm tra, ngày")
def finding_days(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    rows = [*Finding.objects.of_year(year), *Finding.objects.of_year(year - 1)]
    found = [result for row in rows for result in finding_results(row)]
    yield from found
    if rows and not found:
        yield ok(
            f"{len(rows)} phát hiện có ngày mở, hạn, ngày khắc phục đúng thứ tự.",
            url=rows[0].get_absolute_url(),
        )


def finding_results(row: Finding) -> Iterator[CheckResult]:
    about = where(row)
    name = f"Phát hiện {row.number_label}, {row.audit}"
    days = (("hạn", row.due_on), ("ngày thực hiện", row.done_on), ("ngày xác nhận", row.closed_on))
    for word, day in days:
        if row.opened_on and day and day < row.opened_on:
            yield error(
                f"{name}: {word} {slashed(day)} trước ngày phát hiện {slashed(row.opened_on)}.", **about
            )
    if row.state == FindingState.CLOSED:
        yield from _closed(row, name, about)
    elif row.due_on and is_late(row.due_on, row.opened_on) and row.done_on is None:
        yield warning(f"{name}: quá hạn khắc phục {slashed(row.due_on)}.", **about)


def _closed(row: Finding, name: str, about: dict[str, Any]) -> Iterator[CheckResult]:
    if row.closed_on is None:
        yield error(f"{name}: đã đóng nhưng không có ngày xác nhận.", **about)
    if not row.outcome.strip():
        yield warning(f"{name}: đã đóng nhưng chưa ghi kết quả kiểm tra.", **about)
    if row.checker_id is None and row.checked_by_id is None:
        yield warning(f"{name}: đã đóng nhưng chưa ghi người kiểm tra.", **about)


def is_late(due: datetime.date, opened: datetime.date | None) -> bool:
    """Past its day; a day before the opening is an error of its own, not a delay."""
    return (opened or due) <= due < timezone.localdate()
