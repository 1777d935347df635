"""tthc.complaints.…: what the register of a year counts; 0 only where the secretary confirmed it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from qms.figures import Figure, provider
from qms.models import Agency
from tthc.models import Complaint, ComplaintBook

COUNTS = (
    ("received", "Khiếu nại, tố cáo, phản ánh đã tiếp nhận", "tiếp nhận trong năm"),
    ("answered", "Khiếu nại, tố cáo, phản ánh đã trả lời", "đã trả lời"),
    ("open", "Khiếu nại, tố cáo, phản ánh đang giải quyết", "chưa trả lời"),
    ("overdue", "Khiếu nại, tố cáo, phản ánh quá hạn", "chưa trả lời và đã quá hạn"),
    ("late", "Khiếu nại, tố cáo, phản ánh trả lời muộn", "trả lời sau hạn"),
)


@provider("tthc.complaints")
def figures(agency: Agency, year: int) -> Iterator[Figure]:
    """A year without a row says nothing, unless it was confirmed that nothing came in."""
    counts = Complaint.objects.of_year(year).counted(timezone.localdate())
    if not counts["received"] and not ComplaintBook.objects.filter(year=year, none_received=True).exists():
        return
    url = reverse("tthc:complaint_list")
    for name, label, told in COUNTS:
        yield Figure(f"tthc.complaints.{name}", label, counts[name], "vụ việc", f"đếm trong sổ: {told}", url)
