"""The demo: every sample year and one account a role, named by role; only where DEBUG is on.

Each account has a person of its own in each agency, named by its role: nobody plays an official of the samples.
"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from qms.enums import Role
from qms.exchange import load_year
from qms.models import Agency, Person, RoleAssignment, Unit, User
from qms.scope import in_agency

SAMPLES = Path(__file__).parent / "samples"
PASSWORD = "thu-nghiem-2024"  # noqa: S105 - refused when DEBUG is off
ACCOUNTS = (
    ("thuky", Role.SECRETARY),
    ("lanhdao", Role.LEADER),
    ("danhgiavien", Role.AUDITOR),
    ("daumoi", Role.UNIT_CONTACT),
    ("canbo", Role.STAFF),
    ("quansatvien", Role.OBSERVER),
    ("quantri", Role.ADMIN),
)
CONTACT_UNITS = {"tra-cu": "Phòng Tài nguyên và Môi trường"}
"""Whose contact the demo's unit contact is, where the sample year has work waiting for a unit."""
DEMO_UNIT = "Phòng thử nghiệm"


def refuse_outside_debug() -> None:
    if not settings.DEBUG:
        raise ImproperlyConfigured("Tài khoản thử nghiệm dùng chung mật khẩu; chỉ nạp khi DEBUG=1.")


@transaction.atomic
def load_demo(*names: str) -> list[Agency]:
    """Load the sample years (all, or those of these file names), then give every role an account in their agencies.

    Raises outside DEBUG.
    """
    refuse_outside_debug()
    paths = [SAMPLES / f"{name}.yaml" for name in names] or sorted(SAMPLES.glob("*.yaml"))
    agencies = {load_year(path)[0] for path in paths}
    for agency in agencies:
        for username, role in ACCOUNTS:
            account_ensure(agency, username, role)
    return sorted(agencies, key=lambda agency: agency.code)


def account_ensure(agency: Agency, username: str, role: Role) -> User:
    user, created = User.objects.get_or_create(username=username, defaults={"full_name": role.label})
    if created:
        user.set_password(PASSWORD)
        user.save()
    RoleAssignment.objects.get_or_create(user=user, agency=agency, role=role)
    with in_agency(agency):
        if user.person is None:
            Person.objects.create(name=role.label, position=role.label, user=user, unit=unit_of(agency, role))
    return user


def unit_of(agency: Agency, role: Role) -> Unit | None:
    """The contact answers for a unit; the others' persons have none, so no guard takes them for the audited."""
    if role != Role.UNIT_CONTACT:
        return None
    return Unit.objects.get_or_create(name=CONTACT_UNITS.get(agency.code, DEMO_UNIT))[0]
