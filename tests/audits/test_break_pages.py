"""Requests that end in a server error (500) where a sentence belongs; each fails until it is mended."""

import datetime

import pytest

from audits.models import AuditNote, AuditSlot, SlotUnit
from tests.audits import build as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(scope, as_role):
    auditor = as_role("auditor")
    audit = b.held_audit(auditor.user)
    unit = audit.audited_units.first()
    hours = {"starts_at": datetime.time(8), "ends_at": datetime.time(9)}
    slot = AuditSlot.objects.create(audit=audit, day=b.FOUND, **hours)
    SlotUnit.objects.create(slot=slot, unit=unit)
    return auditor, AuditNote.objects.create(audit=audit, slot=slot, unit=unit)


def test_a_row_added_without_scripts_by_an_auditor_of_no_team_is_refused_with_a_sentence(sheet, as_role):
    stranger = as_role("auditor")
    stranger.raise_request_exception = False
    assert stranger.send("audits:note_detail", sheet[1].pk, add="").status_code in (302, 403, 422)


def test_deeply_nested_json_is_a_sentence(sheet):
    auditor, note = sheet
    auditor.raise_request_exception = False
    path = auditor.path("audits:note_line_save", note.pk)
    answer = auditor.post(path, "[" * 100_000, content_type="application/json")
    assert answer.status_code == 422
