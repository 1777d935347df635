"""A closed audit says what it said: neither it nor its units, its team and its copies are rewritten."""

import pytest
from django.core.exceptions import ValidationError

from audits.models import AuditedUnit, AuditTeamMember, InternalAudit
from audits.services.internal import audit_delete, audit_save
from audits.services.team import (
    audit_row_delete,
    audited_unit_save,
    audited_units_add,
    member_save,
    members_add,
)
from qms.scope import in_agency
from tests.audits.build import audit
from tests.factories import PersonFactory, UnitFactory

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
        lambda: audited_units_add(audit=closed, units=[UnitFactory()], actor=actor),
        lambda: audit_row_delete(row=unit, actor=actor),
        lambda: member_save(member=AuditTeamMember(audit=closed, person=PersonFactory()), actor=actor),
        lambda: members_add(audit=closed, persons=[PersonFactory()], actor=actor),
    ):
        with pytest.raises(ValidationError, match="đã kết thúc"):
            write()
    with pytest.raises(ValidationError, match="đã diễn ra, không xóa được"):
        audit_delete(audit=closed, actor=actor)
    assert InternalAudit.objects.get().findings_recorded
    assert AuditedUnit.objects.get().name == "Ban Chỉ đạo"


def test_pages_go_through_the_services(closed, agency, as_role):
    client, unit = as_role("secretary"), AuditedUnit.objects.get()
    for name, pk, fields in (
        ("audits:audit_edit", closed.pk, {"round": 1, "standard": "TCVN", "place": "Khác", "version": 0}),
        ("audits:audit_notice_edit", closed.pk, {"notice_organ": "Khác", "version": 0}),
        ("audits:audit_report_edit", closed.pk, {"strengths": "Khác", "version": 0}),
        (
            "audits:team_member_add",
            closed.pk,
            {"person": PersonFactory(agency=agency).pk, "role": "member", "position": 1},
        ),
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
