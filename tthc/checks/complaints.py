"""R20: what the register of complaints holds was answered by its day; words of none are told.

Late is a fact that the year's report may state, so nothing here is an error.
"""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from qms.checks import CheckResult, check, warning
from qms.figures import Figures
from qms.models import Agency
from qms.numbers import grouped
from tthc.enums import ComplaintKind
from tthc.models import Complaint

SECRET = Q(kind=ComplaintKind.DENUNCIATION)


@check("R20", "Khiếu nại, phản ánh được trả lời đúng hạn")
def answered_in_time(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    today = timezone.localdate()
    for row in Complaint.objects.of_year(year).past(today).exclude(SECRET).order_by("due_on", "pk"):
        sentence = f"{row.short_title}: hạn {row.due_on:%d/%m/%Y}, {row.standing(today).lower()}."
        yield warning(sentence, url=row.get_absolute_url(), record=row.short_title)


@check("R20", "Tố cáo được giải quyết đúng hạn")
def denunciations_in_time(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """Everyone reads what checks say, so denunciations are counted and none is named (Luật Tố cáo 2018)."""
    counts = Complaint.objects.of_year(year).filter(SECRET).counted(timezone.localdate())
    for name, told in (("overdue", "đã quá hạn, chưa trả lời"), ("late", "trả lời sau hạn")):
        if counts[name]:
            sentence = (
                f"{grouped(counts[name])} đơn tố cáo {told}; thư ký, lãnh đạo và người xử lý xem trong sổ."
            )
            yield warning(sentence, url=reverse("tthc:complaint_list"))
