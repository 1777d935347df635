"""What the 3-month duty has to say: figures, check R5 and obligation O7 of a year, the menu's late count."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone

from documents.enums import UpdateState
from documents.models import OfficialDocument, ProcedureUpdate
from documents.models.updates import MONTHS
from qms.checks import CheckResult, check, error, warning
from qms.dates import add_months
from qms.figures import Figure, Figures, provider
from qms.models import Agency
from qms.obligations import Obligation
from qms.obligations import provider as duty

BASIS = "Điều 4 khoản 4 điểm a QĐ 19/2014/QĐ-TTg"
DUE = "đếm tài liệu có hạn cập nhật 3 tháng trong năm"
COUNTS = (
    ("open", "Quy trình, tài liệu chờ cập nhật theo văn bản mới", "chưa cập nhật"),
    ("done", "Quy trình, tài liệu đã cập nhật theo văn bản mới", "đã cập nhật"),
    ("not_needed", "Quy trình, tài liệu không phải sửa theo văn bản mới", "không phải sửa"),
    ("overdue", "Quy trình, tài liệu quá hạn cập nhật", "chưa cập nhật và đã quá hạn"),
    ("late", "Quy trình, tài liệu cập nhật muộn hơn 3 tháng", "cập nhật sau hạn"),
)


def late_count() -> int:
    """For the menu: how many are past their day; one query."""
    return ProcedureUpdate.objects.overdue(timezone.localdate()).count()


def counts_of(year: int) -> dict[str, int]:
    """open, done, not_needed, overdue (of the open ones), late (of the done ones), total; one query."""
    state = {value: Count("pk", filter=Q(state=value)) for value in UpdateState.values}
    past = Q(state=UpdateState.OPEN, due_on__lt=timezone.localdate())
    late = Q(state=UpdateState.DONE, done_on__gt=F("due_on"))
    rows = ProcedureUpdate.objects.of_year(year)
    return rows.aggregate(
        **state, overdue=Count("pk", filter=past), late=Count("pk", filter=late), total=Count("pk")
    )


@provider("documents.updates")
def figures(agency: Agency, year: int) -> Iterator[Figure]:
    """Nothing for a year in which no legal document touched a procedure."""
    counts = counts_of(year)
    if not counts["total"]:
        return
    url = reverse("documents:update_list")
    for name, label, told in COUNTS:
        yield Figure(f"documents.updates.{name}", label, counts[name], "tài liệu", f"{DUE}, {told}", url)


@check("R5", "Quy trình được cập nhật trong 3 tháng từ ngày văn bản có hiệu lực")
def updates_in_time(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    today = timezone.localdate()
    past = Q(state=UpdateState.OPEN, due_on__lt=today) | Q(state=UpdateState.DONE, done_on__gt=F("due_on"))
    for row in ProcedureUpdate.objects.of_year(year).filter(past).for_list().order_by("due_on", "pk"):
        sentence = f"{row}: hạn {row.due_on:%d/%m/%Y}, {row.standing(today).lower()}."
        tell = error if row.state == UpdateState.OPEN else warning
        yield tell(sentence, url=row.get_absolute_url(), record=row)


@duty
def obligations(agency: Agency, year: int) -> Iterator[Obligation]:
    """O7, in a year in which a legal document has its 3 months end."""
    counts, left = counts_of(year), _laws_without_tasks(year)
    if not counts["total"] and not left:
        return
    rows = ProcedureUpdate.objects.of_year(year)
    days = rows.aggregate(first=Min("law__effective_on"), due=Min("due_on", filter=Q(state=UpdateState.OPEN)))
    settled = counts["done"] + counts["not_needed"]
    told = f"{settled}/{counts['total']} tài liệu"
    due = days["due"] or datetime.date(year, 12, 31)
    complete = bool(counts["total"]) and not counts["open"] and not left
    yield Obligation(
        "O7",
        f"Cập nhật quy trình theo văn bản mới ({told})"
        if counts["total"]
        else "Cập nhật quy trình theo văn bản mới",
        BASIS,
        due=due,
        done=told if complete else "",
        needs_review=_doubt(counts, left),
        since=max(days["first"] or datetime.date(year, 1, 1), datetime.date(year, 1, 1)),
        until=due,
        url=reverse("documents:update_list") if counts["total"] else reverse("documents:official_list"),
        order=65,
    )


def _doubt(counts: dict[str, int], left: int) -> str:
    """What a person should look at; what is late and open is told by the day itself."""
    if counts["overdue"]:
        return ""
    parts = [f"{left} văn bản mới chưa chọn tài liệu phải cập nhật"] if left else []
    if counts["late"]:
        parts.append(f"{counts['late']} tài liệu cập nhật muộn hơn 3 tháng")
    return "; ".join(parts)


def _laws_without_tasks(year: int) -> int:
    """Legal documents whose 3 months end in the year and for which nobody has said what they touch."""
    first, last = (
        add_months(day, -MONTHS) for day in (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    )
    return (
        OfficialDocument.objects.legal()
        .national()
        .filter(effective_on__range=(first, last), updates__isnull=True)
        .count()
    )
