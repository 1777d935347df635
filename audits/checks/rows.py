"""R10: order of papers. R11: nothing found is lost. R12: units are counted from rows."""

from collections.abc import Iterator
from itertools import groupby

from audits.checks.telling import where
from audits.models import InternalAudit, ManagementReview, NoteLine
from qms.checks import CheckResult, check, error, ok, warning
from qms.dates import slashed
from qms.figures import Figures
from qms.models import Agency


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


@check("R11", "Điều ghi “Chưa thực hiện” trong phiếu ghi chép có thành phát hiện")
def undone_lines(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """One sentence a sheet, with the lines it names."""
    lines = NoteLine.objects.unanswered().filter(sheet__audit__year=year)
    rows = lines.select_related("sheet__unit__unit", "sheet__audit").order_by("sheet_id", "position", "pk")
    for sheet, group in groupby(rows, key=lambda line: line.sheet):
        told = "; ".join(f"“{line}: {line.remark or line.note}”" for line in group)
        yield warning(f"{sheet}, {sheet.audit}: {told} nhưng không có phát hiện.", **where(sheet))


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
