"""Checks of audits: working days (R8), finding dates (R5), order of papers (R10), nothing lost (R11, R12)."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from audits.enums import FindingState
from audits.models import Finding, InternalAudit, ManagementReview
from qms.checks import CheckResult, check, error, ok, warning
from qms.dates import slashed
from qms.figures import Figures
from qms.models import Agency, Record

SATURDAY = 5


def where(record: Record) -> dict[str, Any]:
    """What a result says about its record."""
    return {"url": record.get_absolute_url(), "record": record}


@check("R8", "Ngày đánh giá: ngày làm việc, đúng chương trình")
def audit_days(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for audit in InternalAudit.objects.of_year(year):
        yield from weekend_results(audit)
        yield from programme_results(audit)


def weekends(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    days = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() >= SATURDAY]


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
    pairs = (
        ("bắt đầu", audit.planned_from, audit.starts_on),
        ("kết thúc", audit.planned_to, audit.ends_on),
    )
    for word, planned, actual in pairs:
        if planned and actual and planned != actual:
            yield warning(
                f"{audit}: {word} ngày {slashed(actual)}, chương trình ghi {slashed(planned)}.", **about
            )


@check("R5", "Phát hiện: hạn sau ngày mở, đã khắc phục thì có ngày")
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
    if row.opened_on and row.due_on and row.due_on < row.opened_on:
        yield error(
            f"{name}: hạn {slashed(row.due_on)} trước ngày phát hiện {slashed(row.opened_on)}.", **about
        )
    if row.state == FindingState.CLOSED:
        if row.closed_on is None:
            yield error(f"{name}: đã khắc phục nhưng không có ngày xác nhận.", **about)
        elif row.opened_on and row.closed_on < row.opened_on:
            days = f"{slashed(row.closed_on)} trước ngày phát hiện {slashed(row.opened_on)}"
            yield error(f"{name}: ngày xác nhận {days}.", **about)
        if not row.outcome.strip():
            yield warning(f"{name}: đã khắc phục nhưng chưa ghi kết quả.", **about)
    elif row.due_on and (row.opened_on or row.due_on) <= row.due_on < timezone.localdate():
        yield warning(f"{name}: quá hạn khắc phục {slashed(row.due_on)}.", **about)


@check("R10", "Thứ tự: thành lập đoàn, đánh giá, họp xem xét")
def order_of_papers(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    audits = list(InternalAudit.objects.of_year(year).held())
    for audit in audits:
        yield from audit_order(audit)
    review = ManagementReview.objects.latest_held(year)
    if review is None:
        return
    about = where(review)
    ends = [audit.ends_on for audit in audits if audit.ends_on]
    told = f"{review} ngày {slashed(review.held_on)}"
    if review.held_on.year != year:
        yield warning(f"{told}, không thuộc năm {year}.", **about)
    if ends and review.held_on < max(ends):
        yield warning(f"{told}, trước khi đánh giá nội bộ kết thúc ({slashed(max(ends))}).", **about)
    elif ends:
        yield ok(f"{told}, sau đánh giá nội bộ kết thúc ngày {slashed(max(ends))}.", **about)


def audit_order(audit: InternalAudit) -> Iterator[CheckResult]:
    about = where(audit)
    if audit.starts_on is None:
        yield warning(f"{audit}: chưa ghi ngày bắt đầu đánh giá.", **about)
        return
    if audit.starts_on.year != audit.year:
        yield warning(f"{audit}: bắt đầu {slashed(audit.starts_on)}, không thuộc năm {audit.year}.", **about)
    team = audit.team_decision
    if team is not None and team.issued_on > audit.starts_on:
        days = f"ngày {slashed(team.issued_on)} sau ngày bắt đầu đánh giá {slashed(audit.starts_on)}"
        yield error(f"{audit}: quyết định thành lập đoàn {team.symbol} {days}.", **about)
    elif team is not None:
        yield ok(f"{audit}: đoàn thành lập ngày {slashed(team.issued_on)}, trước khi đánh giá.", **about)
    else:
        yield warning(f"{audit}: chưa ghi quyết định thành lập đoàn.", **about)


@check("R11", "Đợt đánh giá đã diễn ra có ghi đủ phát hiện")
def nothing_dropped(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for audit in (
        *InternalAudit.objects.of_year(year - 1).held(),
        *InternalAudit.objects.of_year(year).held(),
    ):
        about = where(audit)
        if not audit.findings_recorded:
            sentence = "chưa xác nhận đã ghi đủ phát hiện; báo cáo năm chưa có số điểm không phù hợp, lưu ý"
            yield warning(f"{audit} đã diễn ra nhưng {sentence}.", **about)
        else:
            yield ok(f"{audit}: đã ghi đủ {audit.finding_rows} phát hiện.", **about)


@check("R12", "Số đơn vị được đánh giá bằng số dòng")
def units_counted(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for audit in InternalAudit.objects.of_year(year).held():
        about = where(audit)
        stated = audit.audited_units_stated
        if audit.unit_rows and stated is not None and stated != audit.unit_rows:
            sentence = f"văn bản ghi {stated} đơn vị nhưng danh sách có {audit.unit_rows}"
            yield error(f"{audit}: {sentence}.", **about)
        elif not audit.unit_rows:
            yield warning(f"{audit}: chưa liệt kê đơn vị được đánh giá.", **about)
