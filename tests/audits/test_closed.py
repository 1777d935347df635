"""A closed audit says what it said: neither it nor its list of units is rewritten."""

import pytest
from django.core.exceptions import ValidationError

from audits.models import AuditedUnit, InternalAudit
from audits.services import audit_save, audited_unit_delete, audited_unit_save
from qms.scope import in_agency
from tests.audits.build import audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(scope):
    return audit("closed")


def test_services_refuse_a_closed_audit(closed, user_as):
    actor, unit = user_as("secretary"), AuditedUnit.objects.get()
    closed.findings_recorded = False
    unit.name = "Khác"
    for write in (
        lambda: audit_save(audit=closed, actor=actor),
        lambda: audited_unit_save(audited_unit=unit, actor=actor),
        lambda: audited_unit_save(audited_unit=AuditedUnit(audit=closed, name="Thêm"), actor=actor),
        lambda: audited_unit_delete(audited_unit=unit, actor=actor),
    ):
        with pytest.raises(ValidationError, match="đã kết thúc"):
            write()
    assert InternalAudit.objects.get().findings_recorded
    assert AuditedUnit.objects.get().name == "Ban Chỉ đạo"


def test_pages_go_through_the_services(closed, agency, as_role):
    client, unit = as_role("secretary"), AuditedUnit.objects.get()
    for name, pk, fields in (
        ("audits:audit_edit", closed.pk, {"round": 1, "place": "Khác", "version": 0}),
        ("audits:audited_unit_edit", unit.pk, {"name": "Khác", "position": 1, "version": 0}),
        ("audits:audited_unit_add", closed.pk, {"name": "Thêm", "position": 2}),
        ("audits:audited_unit_delete", unit.pk, {}),
    ):
        response = client.send(name, pk, **fields)
        assert response.status_code == 422, name
        assert "đã kết thúc, không sửa được nữa" in response.content.decode(), name
    page = client.page("audits:audit_detail", closed.pk).content.decode()
    assert "đã kết thúc, không sửa được nữa" in page
    assert client.path("audits:audited_unit_edit", unit.pk) not in page
    with in_agency(agency):
        assert AuditedUnit.objects.get().name == "Ban Chỉ đạo"
