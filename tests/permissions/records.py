"""One record of every kind, for the addresses that need one."""

import datetime
from typing import Any

from django.core.files.base import ContentFile

from documents.models import OfficialDocument
from qms.attachments import attachment_add
from qms.models import Agency, Job, RoleAssignment, Unit, User
from qms.scope import in_agency
from tests.factories import PersonFactory, UnitFactory, UserFactory

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


def build(agency: Agency, user: User) -> dict[str, Any]:
    """name → record, all of this agency, made by this user."""
    with in_agency(agency):
        unit: Unit = UnitFactory()
        return {
            "unit": unit,
            "person": PersonFactory(unit=unit),
            "attachment": attach(unit, user),
            "job": Job.objects.create(kind="x", title="Việc", year=2024, started_by=user),
            "assignment": RoleAssignment.objects.create(user=UserFactory(), agency=agency, role="staff"),
            "official": OfficialDocument.objects.create(
                kind="KH",
                number=367,
                notation="KH-UBND",
                issued_on=datetime.date(2024, 2, 22),
                issuer="UBND huyện Kim Thành",
                subject="Duy trì HTQLCL",
            ),
        }


def attach(unit: Unit, user: User) -> Any:
    with in_agency(unit.agency):
        return attachment_add(unit, ContentFile(PNG, name="anh.png"), actor=user)
