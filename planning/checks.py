"""Checks of planning: papers of the year they are counted for (R10), counts that rows bear out (R12)."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from documents.enums import OfficialKind
from planning.enums import GuidanceKind
from planning.models import (
    AnnualPlan,
    GuidanceDocument,
    ObjectivePlan,
    QualityObjective,
    RiskPlan,
    SteeringCommittee,
    TrainingCourse,
    YearPlan,
)
from qms.checks import CheckResult, check, error, ok, warning
from qms.dates import slashed
from qms.figures import Figures
from qms.models import Agency

KIND_OF = {OfficialKind.PLAN: GuidanceKind.PLAN, OfficialKind.LETTER: GuidanceKind.LETTER}


def belongs_to(day: datetime.date, year: int) -> bool:
    """A plan of a year is issued in it, or in the last quarter before it."""
    return datetime.date(year - 1, 10, 1) <= day <= datetime.date(year, 12, 31)


@check("R10", "Kế hoạch của năm ban hành trong năm")
def plans_of_the_year(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for model in (YearPlan, ObjectivePlan, RiskPlan):
        if (plan := model.objects.of_year(year)) is not None:
            yield plan_result(plan, year)


def plan_result(plan: AnnualPlan, year: int) -> CheckResult:
    url = plan.get_absolute_url()
    if plan.document is None:
        return warning(f"{plan}: chưa ghi văn bản ban hành (số, ký hiệu, ngày).", url=url, record=plan)
    day = plan.document.issued_on
    told = f"{plan}: {plan.document.symbol} ngày {slashed(day)}"
    if belongs_to(day, year):
        return ok(f"{told}.", url=url, record=plan)
    return warning(
        f"{told}, không thuộc năm {year}; kiểm tra lại ngày, hoặc nhập kế hoạch mới của năm {year}.",
        url=url,
        record=plan,
    )


@check("R10", "Ban Chỉ đạo đang hoạt động, kiện toàn trong năm báo cáo")
def committee_of_the_year(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    found = SteeringCommittee.objects.in_force(datetime.date(year, 12, 31))
    if found is None:
        yield warning(
            f"Không có Ban Chỉ đạo nào còn hoạt động đến cuối năm {year}.",
            url=reverse("planning:committee_list"),
        )
        return
    told = f"Ban Chỉ đạo theo {found.decision.symbol} ngày {slashed(found.decision.issued_on)}"
    url = found.get_absolute_url()
    if found.decision.issued_on.year == year:
        yield ok(f"{told}.", url=url, record=found)
        return
    sentence = (
        f"{told}, trước năm {year}: vẫn hoạt động nhưng không phải việc của năm {year}; "
        "nếu trong năm có kiện toàn thì nhập quyết định mới."
    )
    yield warning(sentence, url=url, record=found)


@check("R10", "Văn bản chỉ đạo, tập huấn diễn ra trong năm")
def support_in_the_year(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for row in GuidanceDocument.objects.of_year(year):
        if row.day is not None and row.day.year != year:
            yield warning(
                f"{row}: ngày {slashed(row.day)}, không thuộc năm {year}.",
                url=row.get_absolute_url(),
                record=row,
            )
    for course in TrainingCourse.objects.filter(year=year, held_on__isnull=False):
        if course.held_on.year != year:
            yield warning(
                f"Tập huấn “{course}”: ngày {slashed(course.held_on)}, không thuộc năm {year}.",
                url=course.get_absolute_url(),
                record=course,
            )


@check("R12", "Số văn bản chỉ đạo đếm từ danh sách")
def guidance_counts(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    rows = list(GuidanceDocument.objects.of_year(year))
    for row in rows:
        wanted = KIND_OF.get(OfficialKind(row.document.kind)) if row.document else None
        if row.document is not None and wanted is not None and wanted != row.kind:
            told = f"{row.document.symbol} là {row.document.get_kind_display().lower()}"
            yield error(
                f"{row}: {told}, nhưng được đếm là {row.get_kind_display().lower()}.",
                url=row.get_absolute_url(),
                record=row,
            )
    if missing := sum(row.document is None for row in rows):
        yield warning(
            f"{missing} trên {len(rows)} văn bản chỉ đạo chưa có số, ký hiệu; chọn văn bản cho từng dòng.",
            url=reverse("planning:guidance_list"),
        )
    elif rows:
        yield ok(f"{len(rows)} văn bản chỉ đạo đều có số, ký hiệu.", url=reverse("planning:guidance_list"))


@check("R12", "Tập huấn có số người dự")
def training_counted(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for course in TrainingCourse.objects.filter(year=year, participants__isnull=True):
        yield warning(
            f"Tập huấn “{course}”: chưa nhập số người dự.", url=course.get_absolute_url(), record=course
        )


@check("R12", "Mục tiêu chất lượng đã có kết quả")
def objectives_assessed(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    rows = list(QualityObjective.objects.of_year(year))
    if not rows:
        return
    url, waiting = rows[0].get_absolute_url(), sum(not row.result for row in rows)
    if waiting:
        yield warning(f"{waiting} trên {len(rows)} mục tiêu chất lượng chưa có kết quả, đánh giá.", url=url)
    else:
        yield ok(f"{len(rows)} mục tiêu chất lượng đều đã đánh giá.", url=url)
