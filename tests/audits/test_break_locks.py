"""Deadlocks on PostgreSQL: writers that lock in another order, or whom an inserted foreign key makes wait."""

import datetime
import uuid

import pytest

from audits.models import AuditNote, AuditSlot, AuditTeamMember, Finding, InternalAudit
from audits.services.actions import car_open, request_from
from audits.services.findings import finding_save
from audits.services.notes import note_line_save
from audits.services.team import members_add
from audits.transitions import finding_workflow
from qms.models import Person
from qms.records import record_save
from qms.scope import in_agency
from tests.audits import build as b
from tests.factories import PersonFactory
from tests.locks import deadlocks

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(agency, user_as):
    secretary, auditor = user_as("secretary"), user_as("auditor")
    with in_agency(agency):
        audit = b.held_audit(auditor)
        hours = {"starts_at": datetime.time(8), "ends_at": datetime.time(9)}
        slot = AuditSlot.objects.create(audit=audit, day=b.FOUND, **hours)
        note = AuditNote.objects.create(audit=audit, slot=slot, unit=audit.audited_units.first())
        row = b.finding(audit)
        assert secretary.person and auditor.person  # read before the threads start

    def request(turn: int) -> None:
        car = request_from(Finding.objects.select_related("audit").get(pk=row.pk))
        car.description = f"Điều {turn}"
        car_open(car=car, actor=secretary)

    return agency, secretary, auditor, audit, note, row, request


def test_a_request_is_opened_while_notes_are_typed(stage):
    agency, _, auditor, _, note, _, request = stage

    def line(turn: int) -> None:
        sheet = AuditNote.objects.get(pk=note.pk)
        values = {"note": f"Dòng {turn}"}
        note_line_save(sheet=sheet, key=uuid.uuid4(), expected_version=None, values=values, actor=auditor)

    assert deadlocks(agency, request, line, line) == []


def test_a_request_is_opened_while_findings_are_written(stage):
    agency, _, auditor, audit, _, _, request = stage

    def write(turn: int) -> None:
        row = Finding(audit_id=audit.pk, section="5", description=f"Điều {turn}")
        finding_save(finding=row, actor=auditor)

    assert deadlocks(agency, request, write) == []


def test_a_finding_is_reopened_while_it_is_edited(stage):
    agency, _, auditor, _, _, row, _ = stage
    reopen = finding_workflow.transitions["reopen"]

    def again(turn: int) -> None:
        Finding.objects.filter(pk=row.pk).update(state="closed")
        reopen.run(Finding.objects.get(pk=row.pk), actor=auditor, reason="x")

    def edit(turn: int) -> None:
        from django.core.exceptions import ValidationError

        found = Finding.objects.get(pk=row.pk)
        found.description = f"Điều {turn}"
        try:
            finding_save(finding=found, actor=auditor)
        except ValidationError:
            pass  # it is closed just now

    assert deadlocks(agency, again, edit) == []


def test_officials_join_a_team_while_one_of_them_is_edited(stage):
    agency, secretary, _, audit, _, _, _ = stage
    with in_agency(agency):
        persons = [PersonFactory() for _ in range(6)]

    def join(turn: int) -> None:
        members_add(audit=InternalAudit.objects.get(pk=audit.pk), persons=persons, actor=secretary)
        AuditTeamMember.objects.filter(person__in=persons).delete()

    def edit(turn: int) -> None:
        person = Person.objects.get(pk=persons[-turn % 6].pk)
        person.position = f"Chức vụ {turn}"
        record_save(person, actor=secretary)

    assert deadlocks(agency, join, edit) == []
