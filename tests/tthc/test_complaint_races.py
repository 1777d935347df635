"""Eight at once: numbers run without a gap or a twin, a step is done once (row locks, so on PostgreSQL)."""

import datetime
import itertools

import pytest

from qms.models import HistoryEntry
from qms.scope import in_agency
from tests.documents.test_races import at_once
from tests.factories import PersonFactory
from tthc.models import Complaint, ComplaintBook
from tthc.services.complaints import complaint_save
from tthc.transitions.complaints import complaint_workflow

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
RECEIVED = datetime.date(2024, 5, 6)


def test_eight_entries_at_once_have_eight_numbers(agency, user_as):
    secretary, turns = user_as("secretary"), itertools.count()

    def enter():
        row = Complaint(kind="feedback", received_on=RECEIVED, channel="phone", subject=f"Việc {next(turns)}")
        complaint_save(complaint=row, actor=secretary)

    assert at_once(agency, enter) == 8
    with in_agency(agency):
        assert sorted(Complaint.objects.values_list("number", flat=True)) == list(range(1, 9))
        assert ComplaintBook.objects.count() == 1


def test_eight_acceptances_at_once_are_one(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        row = Complaint(kind="complaint", received_on=RECEIVED, channel="phone", subject="Việc")
        row.handler = PersonFactory()
        row = complaint_save(complaint=row, actor=secretary)
    accept = complaint_workflow.transitions["accept"]
    assert at_once(agency, lambda: accept.run(row, actor=secretary, accepted_on=RECEIVED)) == 1
    with in_agency(agency):
        entries = HistoryEntry.objects.of(row).order_by("sequence")
        assert [entry.action for entry in entries] == ["create", "accept"]
