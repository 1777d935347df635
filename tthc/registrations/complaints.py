"""What the complaints register puts into the menu, the search box and the list of years; who may read what."""

from django.db.models import QuerySet
from django.utils import timezone

from qms import confidential, menu, search, years
from qms.models import User
from tthc import permissions
from tthc.models import Complaint


def late(user: User) -> list[QuerySet]:
    """For the menu: those past their day."""
    return [Complaint.objects.visible_to(user).overdue(timezone.localdate())]


def readable(user: User) -> QuerySet | None:
    return None if user.can(permissions.DENUNCIATIONS) else Complaint.objects.whole_for(user)


menu.register("Kiểm tra", "Khiếu nại, phản ánh", "tthc:complaint_list", permissions.VIEW, 65, late=late)
search.register(
    Complaint,
    "Khiếu nại, phản ánh",
    permissions.VIEW,
    rows=lambda user: Complaint.objects.visible_to(user),
)
confidential.register(Complaint, readable)
years.register(Complaint)
