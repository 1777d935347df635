"""Eight at once: one succeeds, one history row (row locks, so on PostgreSQL)."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from documents.models import Revision
from documents.services import revision_create
from qms.models import HistoryEntry
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.documents.helpers import document, revision, run

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(agency, work, count=8):
    """Run work() in as many threads, started together; how many succeeded."""
    barrier, done, failed = threading.Barrier(count), [], []

    def thread():
        try:
            with in_agency(agency):
                barrier.wait()
                work()
            done.append(1)
        except (TransitionRefused, ValidationError) as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=thread) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(done) + len(failed) == count
    return len(done)


def test_eight_approvals_at_once_are_one(agency, user_as):
    leader = user_as("leader")
    with in_agency(agency):
        record = revision(document(), "in_review")
    assert at_once(agency, lambda: run("approve", record, leader)) == 1
    with in_agency(agency):
        assert [row.action for row in HistoryEntry.objects.of(record)] == ["approve"]


def test_eight_new_revisions_at_once_are_one(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        procedure = document()
    assert at_once(agency, lambda: revision_create(document=procedure, actor=secretary)) == 1
    with in_agency(agency):
        assert [row.number for row in Revision.objects.all()] == [1]
