"""What is put before the leader's review (ISO 9001:2015 9.3.2 a–f): it collects itself from the year.

Every line quotes a figure or a row and leads to it; nothing is typed here.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from audits.enums import FindingGrade
from audits.models import CorrectiveActionRequest, Finding, ManagementReview, ReviewConclusion
from documents.enums import RevisionState
from documents.models import Revision
from planning.models import QualityObjective, RiskOpportunity, TrainingCourse
from qms.dates import slashed
from qms.figures import Figures, collect
from qms.models import Unit
from qms.scope import current_agency


@dataclass(frozen=True)
class InputLine:
    text: str
    url: str = ""


@dataclass(frozen=True)
class ReviewInput:
    """One input of 9.3.2. key: “c1”; empty: what is said when the year has nothing of it; note: what is left out."""

    key: str
    title: str
    lines: tuple[InputLine, ...]
    empty: str
    note: str = ""


Lines = Iterator[InputLine]
Collect = Callable[[ManagementReview, Figures], Lines]
SHOWN = 50
FIGURES: dict[str, tuple[str, ...]] = {
    "b": ("tthc.procedures", "tthc.proposals"),
    "c1": ("tthc.survey",),
    "c3": ("tthc.dossiers",),
    "c5": ("tthc.digitisation", "tthc.communes"),
    "c6": ("audits.audit", "audits.findings"),
}
"""Prefixes of the figures that an input quotes."""


def review_inputs(review: ManagementReview) -> list[dict[str, Any]]:
    """[{key, title, lines: [{text, url}], empty, note}] in the order of 9.3.2, of the review's year."""
    found = collect(current_agency(), review.year)
    return [
        asdict(ReviewInput(key, title, tuple(give(review, found)), empty, NOTES.get(key, "")))
        for key, title, give, empty in INPUTS
    ]


def _cut(lines: list[InputLine], url: str) -> Lines:
    """At most SHOWN lines; the rest is counted, never dropped in silence."""
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield InputLine(f"… và {len(lines) - SHOWN} dòng nữa.", url)


def _figures(found: Figures, key: str) -> Lines:
    """The figures that the input `key` quotes."""
    for figure in (figure for prefix in FIGURES[key] for figure in found.below(prefix)):
        formula = f" ({figure.formula})" if figure.formula else ""
        unit = "" if figure.unit == "%" else f" {figure.unit}" if figure.unit else ""
        yield InputLine(f"{figure.label}: {figure.text()}{unit}{formula}", figure.url)


def last_conclusions(review: ManagementReview, found: Figures) -> Lines:
    earlier = [row for row in ManagementReview.objects.before(review) if row.conclusions.all()]
    if not earlier:
        return
    rows: list[ReviewConclusion] = list(earlier[0].conclusions.all())
    for row in rows:
        done = f" ngày {slashed(row.done_on)}" if row.done_on else ""
        result = f": {row.result}" if row.result else ""
        yield InputLine(
            f"{row.text} ({row.owner}, {row.due_text}) – {row.get_state_display().lower()}{done}{result}",
            row.get_absolute_url(),
        )


def changes(review: ManagementReview, found: Figures) -> Lines:
    year = review.year
    for unit in Unit.objects.filter(valid_from__year=year):
        yield InputLine(
            f"Đơn vị mới: {unit.name} từ ngày {slashed(unit.valid_from)}", unit.get_absolute_url()
        )
    for unit in Unit.objects.filter(valid_to__year=year):
        yield InputLine(f"Đơn vị kết thúc: {unit.name}, {slashed(unit.valid_to)}", unit.get_absolute_url())
    revisions = Revision.objects.filter(state=RevisionState.EFFECTIVE, effective_on__year=year)
    rows = [
        InputLine(
            f"{row.document}: {row.number_label.lower()} có hiệu lực {slashed(row.effective_on)}",
            row.get_absolute_url(),
        )
        for row in revisions.select_related("document").order_by("effective_on", "pk")
        if row.effective_on
    ]
    yield from _cut(rows, reverse("documents:controlled_list"))
    yield from _figures(found, "b")


def satisfaction(review: ManagementReview, found: Figures) -> Lines:
    yield from _figures(found, "c1")


def objectives(review: ManagementReview, found: Figures) -> Lines:
    rows = [
        InputLine(
            f"{row.text}: chỉ tiêu {row.target or 'chưa ghi'}, kết quả {row.actual or 'chưa ghi'}"
            f"{f' – {row.get_result_display().lower()}' if row.result else ''}",
            row.get_absolute_url(),
        )
        for row in QualityObjective.objects.of_year(review.year)
    ]
    yield from _cut(rows, reverse("planning:objectiveplan_list"))


def processes(review: ManagementReview, found: Figures) -> Lines:
    yield from _figures(found, "c3")


def nonconformities(review: ManagementReview, found: Figures) -> Lines:
    today = timezone.localdate()
    findings = [
        InputLine(f"{row}; {row.get_state_display().lower()}", row.get_absolute_url())
        for row in Finding.objects.of_year(review.year).nonconformities()
    ]
    yield from _cut(findings, reverse("audits:finding_list"))
    late = set(CorrectiveActionRequest.objects.overdue(today).values_list("pk", flat=True))
    cars = [
        InputLine(
            f"{row}; {row.get_state_display().lower()}{', quá hạn' if row.pk in late else ''}",
            row.get_absolute_url(),
        )
        for row in CorrectiveActionRequest.objects.of_year(review.year)
    ]
    yield from _cut(cars, reverse("audits:finding_list"))


def monitoring(review: ManagementReview, found: Figures) -> Lines:
    yield from _figures(found, "c5")


def audits(review: ManagementReview, found: Figures) -> Lines:
    yield from _figures(found, "c6")


def providers(review: ManagementReview, found: Figures) -> Lines:
    """The software keeps nothing of external providers; the secretary says what there is to say."""
    yield from ()


def resources(review: ManagementReview, found: Figures) -> Lines:
    for row in TrainingCourse.objects.filter(year=review.year):
        people = f", {row.participants} người dự" if row.participants else ""
        yield InputLine(f"Tập huấn: {row.title}{people}", row.get_absolute_url())


def risks(review: ManagementReview, found: Figures) -> Lines:
    rows = [
        InputLine(
            f"{row}{f': {row.result}' if row.result else ' – chưa ghi kết quả'}", row.get_absolute_url()
        )
        for row in RiskOpportunity.objects.filter(plan__year=review.year)
    ]
    yield from _cut(rows, reverse("planning:riskplan_list"))


def improvements(review: ManagementReview, found: Figures) -> Lines:
    grades = (FindingGrade.OBSERVATION, FindingGrade.STRENGTH)
    rows = [
        InputLine(f"{row.get_grade_display()}: {row.description}", row.get_absolute_url())
        for row in Finding.objects.of_year(review.year).filter(grade__in=grades)
    ]
    yield from _cut(rows, reverse("audits:finding_list"))


NOT_KEPT = "Phần mềm chưa theo dõi; thư ký ghi vào biên bản nếu có."
NOTHING = "Không có dữ liệu trong năm."
NOTES = {"c1": "Phản ánh, khiếu nại: phần mềm chưa theo dõi; thư ký ghi vào biên bản nếu có."}

INPUTS: tuple[tuple[str, str, Collect, str], ...] = (
    ("a", "Tình trạng các kết luận của lần xem xét trước", last_conclusions, "Chưa có lần xem xét trước."),
    ("b", "Thay đổi của các vấn đề nội bộ, bên ngoài liên quan đến hệ thống", changes, NOTHING),
    ("c1", "Sự hài lòng và phản hồi của tổ chức, công dân", satisfaction, NOTHING),
    ("c2", "Mức độ thực hiện mục tiêu chất lượng", objectives, NOTHING),
    ("c3", "Kết quả giải quyết thủ tục hành chính", processes, NOTHING),
    (
        "c4",
        "Sự không phù hợp và hành động khắc phục",
        nonconformities,
        "Không có sự không phù hợp trong năm.",
    ),
    ("c5", "Kết quả theo dõi và đo lường", monitoring, NOTHING),
    ("c6", "Kết quả đánh giá nội bộ", audits, "Chưa có đợt đánh giá nội bộ nào trong năm."),
    ("c7", "Kết quả thực hiện của nhà cung cấp bên ngoài", providers, NOT_KEPT),
    ("d", "Sự đầy đủ của nguồn lực", resources, NOTHING),
    ("e", "Hiệu lực của hành động giải quyết rủi ro và cơ hội", risks, NOTHING),
    ("f", "Cơ hội cải tiến", improvements, NOTHING),
)
