"""Figures of audits: the year's audit and review, its findings and requests, and what became of last year's."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from audits.enums import NONCONFORMITIES, CarState, ConclusionState, Effectiveness, FindingGrade, FindingState
from audits.models import (
    ActionRound,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    ReviewConclusion,
)
from qms.dates import slashed
from qms.figures import Figure, FigureTable, Value, provider
from qms.models import Agency

COLUMNS = (
    ("number", "Số"),
    ("unit", "Đơn vị"),
    ("grade", "Mức độ"),
    ("criterion", "Căn cứ"),
    ("description", "Mô tả"),
    ("state", "Tình trạng"),
    ("outcome", "Kết quả khắc phục"),
)


@provider(
    "audits.audit",
    "audits.findings",
    "audits.finding_rows",
    "audits.previous",
    "audits.previous_findings",
)
def audits(agency: Agency, year: int) -> Iterator[Figure | FigureTable]:
    """Of the year's audits that were held, and of last year's: two queries for both."""
    rows = list(InternalAudit.objects.for_figures().filter(year__in=(year - 1, year)).held())
    recorded = [row.pk for row in rows if row.findings_recorded]
    findings = list(Finding.objects.for_figures().filter(audit__in=recorded)) if recorded else []
    now, before = _of(rows, year), _of(rows, year - 1)
    yield from _audit(now)
    yield from _findings(now, _found_in(now, findings))
    yield from _previous(before, _found_in(before, findings))


def _of(rows: list[InternalAudit], year: int) -> list[InternalAudit]:
    return [row for row in rows if row.year == year]


def _found_in(audits: list[InternalAudit], findings: list[Finding]) -> list[Finding]:
    """By audit, then by number."""
    return [row for audit in audits for row in findings if row.audit_id == audit.pk]


def _audit(rows: list[InternalAudit]) -> Iterator[Figure]:
    """The last audit; the number of audits when there were several."""
    if not rows:
        return
    found = rows[-1]
    url = found.get_absolute_url()
    yield Figure("audits.audit.rounds", "Số đợt đánh giá nội bộ", len(rows), "đợt", url=url)
    if found.team_decision is not None:
        team, label = found.team_decision, "Quyết định thành lập đoàn đánh giá"
        yield Figure("audits.audit.team_symbol", f"{label}: số, ký hiệu", team.symbol, url=url)
        yield Figure("audits.audit.team_issued_on", f"{label}: ngày", team.issued_on, url=url)
    if found.starts_on is not None:
        yield Figure("audits.audit.starts_on", "Đánh giá nội bộ từ ngày", found.starts_on, url=url)
    if found.ends_on is not None:
        yield Figure("audits.audit.ends_on", "Đánh giá nội bộ đến ngày", found.ends_on, url=url)
    yield from _units("audit", found)


def _units(name: str, found: InternalAudit) -> Iterator[Figure]:
    url = found.get_absolute_url()
    if found.units_count is not None:
        told = "đếm từ danh sách" if found.unit_rows else "số ghi trong văn bản"
        label = f"Đơn vị được đánh giá năm {found.year}"
        yield Figure(f"audits.{name}.units_count", label, found.units_count, "đơn vị", told, url)
    if found.scope:
        yield Figure(f"audits.{name}.scope", f"Phạm vi đánh giá năm {found.year}", found.scope, url=url)


def _findings(audits: list[InternalAudit], rows: list[Finding]) -> Iterator[Figure | FigureTable]:
    """None while an audit's findings are not all recorded: an empty list would read as “no finding”."""
    if not audits or not all(row.findings_recorded for row in audits):
        return
    url, counts = reverse("audits:finding_list"), Counter(row.grade for row in rows)
    for grade in FindingGrade:
        yield Figure(
            f"audits.findings.{grade.value}", grade.label, counts[grade], "điểm", "đếm từ phát hiện", url
        )
    major, minor = counts[FindingGrade.MAJOR], counts[FindingGrade.MINOR]
    told = f"{major} nặng + {minor} nhẹ"
    yield Figure("audits.findings.nonconformities", "Điểm không phù hợp", major + minor, "điểm", told, url)
    asking = _asking(rows)
    closed = _closed(asking)
    told = f"{closed} / {len(asking)}"
    yield Figure("audits.findings.closed", "Phát hiện đã khắc phục", closed, "điểm", told, url)
    label, told = "Phát hiện chưa khắc phục xong", f"{len(asking)} − {closed}"
    yield Figure("audits.findings.open", label, len(asking) - closed, "điểm", told, url)
    yield FigureTable("audits.finding_rows", "Phát hiện của đợt đánh giá", COLUMNS, _rows(asking), url)


def _asking(rows: list[Finding]) -> list[Finding]:
    """Without good points: nobody owes an answer to those."""
    return [row for row in rows if row.asks_for_answer]


def _closed(rows: list[Finding]) -> int:
    return sum(row.state == FindingState.CLOSED for row in rows)


def _previous(audits: list[InternalAudit], rows: list[Finding]) -> Iterator[Figure | FigureTable]:
    """Last year's audit, from its own rows."""
    if not audits:
        return
    before = audits[-1].year
    url = audits[-1].get_absolute_url()
    # a name, not a quantity: as text it is not grouped into “2.023”
    yield Figure("audits.previous.year", "Năm đánh giá trước", str(before), url=url)
    yield from _units("previous", audits[-1])
    if not all(row.findings_recorded for row in audits):
        return
    yield from _previous_findings(before, _asking(rows), url)


def _previous_findings(before: int, rows: list[Finding], url: str) -> Iterator[Figure | FigureTable]:
    label, unit = f"năm {before}", "điểm"
    found = sum(row.grade in NONCONFORMITIES for row in rows)
    closed = _closed(rows)
    counts = (
        ("nonconformities", f"Điểm không phù hợp {label}", found, "đếm từ phát hiện"),
        ("observations", f"Điểm lưu ý {label}", len(rows) - found, "đếm từ phát hiện"),
        ("closed", f"Phát hiện {label} đã khắc phục", closed, "đếm từ phát hiện"),
        ("open", f"Phát hiện {label} chưa khắc phục", len(rows) - closed, "đếm từ phát hiện"),
    )
    for name, title, value, told in counts:
        yield Figure(f"audits.previous.{name}", title, value, unit, told, url)
    title = f"Phát hiện {label} và kết quả khắc phục"
    yield FigureTable("audits.previous_findings", title, COLUMNS, _rows(rows), url)


def _rows(rows: list[Finding]) -> tuple[dict[str, Value], ...]:
    return tuple(
        {
            "number": row.number_label,
            "unit": row.unit.name if row.unit else "",
            "grade": row.get_grade_display(),
            "criterion": row.criterion,
            "description": row.description,
            "state": f"{row.get_state_display()}{f' ngày {slashed(row.closed_on)}' if row.closed_on else ''}",
            "outcome": row.outcome,
        }
        for row in rows
    )


@provider("audits.review")
def review(agency: Agency, year: int) -> Iterator[Figure]:
    held = ManagementReview.objects.held().filter(year=year)
    rows = list(held.only("held_on").order_by("held_on", "round"))
    if rows:
        url = rows[-1].get_absolute_url()
        yield Figure("audits.review.held_on", "Họp xem xét của lãnh đạo ngày", rows[-1].held_on, url=url)
        yield Figure("audits.review.count", "Số cuộc họp xem xét của lãnh đạo", len(rows), "cuộc", url=url)


ROUND_COLUMNS = (
    ("number", "Vòng"),
    ("opened", "Số phiếu"),
    ("effective", "Đạt"),
    ("not_effective", "Không đạt"),
    ("waiting", "Chưa kiểm tra"),
)


@provider("audits.cars", "audits.car_rounds")
def requests(agency: Agency, year: int) -> Iterator[Figure | FigureTable]:
    """None while the year has no request: an agency may keep them on paper alone."""
    cars = CorrectiveActionRequest.objects.filter(year=year)
    opened, url = cars.count(), reverse("audits:car_list")
    if not opened:
        return
    unit = "phiếu"
    closed = cars.filter(state=CarState.CLOSED).count()
    overdue = cars.overdue(timezone.localdate()).count()
    again = cars.filter(rounds__number=2).count()
    label = "Phiếu yêu cầu hành động khắc phục"
    yield Figure("audits.cars.opened", f"{label} đã mở", opened, unit, "đếm từ phiếu", url)
    yield Figure("audits.cars.closed", f"{label} đã đóng", closed, unit, f"{closed} / {opened}", url)
    yield Figure("audits.cars.open", f"{label} chưa đóng", opened - closed, unit, f"{opened} − {closed}", url)
    yield Figure("audits.cars.overdue", f"{label} quá thời hạn", overdue, unit, "tính đến hôm nay", url)
    yield Figure("audits.cars.again", f"{label} phải làm lại", again, unit, "có từ hai vòng", url)
    yield FigureTable("audits.car_rounds", f"{label} theo vòng", ROUND_COLUMNS, _rounds(year), url)


def _rounds(year: int) -> tuple[dict[str, Value], ...]:
    found: dict[int, Counter[str]] = {}
    rows = ActionRound.objects.filter(request__year=year).values_list("number", "result")
    for number, result in rows.order_by("number"):
        found.setdefault(number, Counter())[result] += 1
    return tuple(
        {
            "number": number,
            "opened": counts.total(),
            "effective": counts[Effectiveness.EFFECTIVE],
            "not_effective": counts[Effectiveness.NOT_EFFECTIVE],
            "waiting": counts[""],
        }
        for number, counts in found.items()
    )


@provider("audits.conclusions")
def conclusions(agency: Agency, year: int) -> Iterator[Figure]:
    """Tasks of the year's signed minutes."""
    rows = ReviewConclusion.objects.filter(review__year=year, review__signed_on__isnull=False)
    total, url = rows.count(), reverse("audits:review_list")
    if not total:
        return
    left = rows.filter(state=ConclusionState.OPEN).count()
    label = "Kết luận của lãnh đạo"
    yield Figure("audits.conclusions.total", label, total, "việc", "đếm từ biên bản đã ký", url)
    yield Figure(
        "audits.conclusions.done", f"{label} đã thực hiện", total - left, "việc", f"{total} − {left}", url
    )
    yield Figure("audits.conclusions.open", f"{label} đang thực hiện", left, "việc", f"{left} / {total}", url)
