"""R20: what the register of complaints holds was answered by its day; words of none are told."""

from collections.abc import Iterator

from django.utils import timezone

from qms.checks import CheckResult, check, error, warning
from qms.figures import Figures
from qms.models import Agency
from tthc.models import Complaint


@check("R20", "Khiếu nại, phản ánh được trả lời đúng hạn")
def answered_in_time(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """What waits past its day is wrong; what was answered after it stays as it was."""
    today = timezone.localdate()
    for row in Complaint.objects.of_year(year).past(today).order_by("due_on", "pk"):
        sentence = f"{row.short_title}: hạn {row.due_on:%d/%m/%Y}, {row.standing(today).lower()}."
        tell = error if row.is_waiting else warning
        yield tell(sentence, url=row.get_absolute_url(), record=row.short_title)
