"""What commands ask for alike."""

from django.core.management.base import CommandError

from qms.models import Agency


def agency_of(code: str) -> Agency:
    """The agency with this code. Raises CommandError with the codes there are."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        known = (
            ", ".join(Agency.objects.order_by("code").values_list("code", flat=True)) or "chưa có cơ quan nào"
        )
        raise CommandError(f"Không có cơ quan “{code}” (đang có: {known}).")
    return agency
