"""tthc.complaints.…: what the register of a year counts; 0 only where the secretary confirmed it. Check R5 on it."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from qms.checks import CheckResult, check, error, warning
from qms.figures import Figure, Figures, provider
from qms.models import Agency
from tthc.enums import ANSWERED_STATES, WAITING_STATES
from tthc.models import Complaint, ComplaintBook

COUNTS = (
    ("received", "Khiếu nại, tố cáo, phản ánh đã tiếp nhận", "tiếp nhận trong năm"),
    ("answered", "Khiếu nại, tố cáo, phản ánh đã trả lời", "đã trả lời"),
    ("open", "Khiếu nại, tố cáo, phản ánh đang giải quyết", "chưa trả lời"),
    ("overdue", "Khiếu nại, tố cáo, phản ánh quá hạn", "chưa trả lời và đã quá hạn"),
    ("late", "Khiếu nại, tố cáo, phản ánh trả lời muộn", "trả lời sau hạn"),
)
ANSWERED, WAITING = Q(state__in=ANSWERED_STATES), Q(state__in=WAITING_STATES)


def counts_of(year: int) -> dict[str, int]:
    """received, answered, open, overdue (of the open ones), late (of the answered ones); one query."""
    return Complaint.objects.of_year(year).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=ANSWERED),
        open=Count("pk", filter=WAITING),
        overdue=Count("pk", filter=WAITING & Q(due_on__lt=timezone.localdate())),
        late=Count("pk", filter=ANSWERED & Q(answered_on__gt=F("due_on"))),
    )


@provider("tthc.complaints")
def figures(agency: Agency, year: int) -> Iterator[Figure]:
    """A year without a row says nothing, unless it was confirmed that nothing came in."""
    counts = counts_of(year)
    if not counts["received"] and not ComplaintBook.objects.filter(year=year, none_received=True).exists():
        return
    url = reverse("tthc:complaint_list")
    for name, label, told in COUNTS:
        yield Figure(f"tthc.complaints.{name}", label, counts[name], "vụ việc", f"đếm trong sổ: {told}", url)


@check("R5", "Khiếu nại, phản ánh được trả lời đúng hạn")
def answered_in_time(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    today = timezone.localdate()
    late = WAITING & Q(due_on__lt=today) | ANSWERED & Q(answered_on__gt=F("due_on"))
    for row in Complaint.objects.of_year(year).filter(late).order_by("due_on", "pk"):
        sentence = f"{row.short_title}: hạn {row.due_on:%d/%m/%Y}, {row.standing(today).lower()}."
        tell = error if row.is_waiting else warning
        yield tell(sentence, url=row.get_absolute_url(), record=row.short_title)
