"""Which agencies an account may enter, and how it is called there."""

from typing import TYPE_CHECKING

from django.utils import timezone

from qms.enums import Role
from qms.models import Agency, RoleAssignment, User
from qms.years import first_year

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def agencies_of(user: "User | AnonymousUser") -> list[Agency]:
    """Agencies where the account holds a role of its own; none for nobody."""
    held = RoleAssignment.objects.in_force().filter(user=user.pk).values("agency")
    return list(Agency.objects.filter(pk__in=held).order_by("short_name"))


def agencies_seen_by(user: User) -> list[Agency]:
    """Agencies the account may open: where it holds a role, and all below those."""
    held = agencies_of(user)
    below = [child for agency in held for child in Agency.objects.descendants_of(agency)]
    return list({agency.pk: agency for agency in (*held, *below)}.values())


def find_agency(code: str, user: User) -> Agency | None:
    """The agency when this account may enter it, by an own role or by one above; else it does not exist for him."""
    agency = Agency.objects.filter(code=code).select_related("parent__parent").first()
    return agency if agency and user.roles_in(agency) else None


def role_label(user: User, agency: Agency) -> str:
    roles = user.roles_in(agency)
    return ", ".join(role.label for role in Role if role.value in roles)


def years_of(agency: Agency, shown: int) -> list[int]:
    """Years one may switch to: from the agency's first plan to next year, the shown one included."""
    last = timezone.localdate().year + 1
    return sorted({shown, *range(min(first_year(agency), last), last + 1)}, reverse=True)
