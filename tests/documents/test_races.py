"""Eight at once: one succeeds, one history row (row locks, so on PostgreSQL)."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from documents import services
from documents.models import ProcedureUpdate, Revision
from documents.services import revision_create
from documents.transitions_updates import update_workflow
from documents.update_services import updates_follow, updates_open
from qms.models import HistoryEntry
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.documents.helpers import day, document, official, revision, run

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


def test_eight_choices_of_one_procedure_at_once_are_one(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        law = official(kind="NĐ", effective_on=day("2024-07-01"))
        touched = document()
    at_once(agency, lambda: updates_open(law=law, documents=[touched], actor=secretary))
    with in_agency(agency):
        row = ProcedureUpdate.objects.get()
        assert [entry.action for entry in HistoryEntry.objects.of(row)] == ["create"]


def test_eight_times_done_at_once_is_once(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        law = official(kind="NĐ", effective_on=day("2024-07-01"))
        row = ProcedureUpdate.objects.create(law=law, document=document(), due_on=day("2024-10-01"))
    finish = update_workflow.transitions["not_needed"]
    assert at_once(agency, lambda: finish.run(row, actor=secretary, reason="Không ảnh hưởng")) == 1
    with in_agency(agency):
        assert [entry.action for entry in HistoryEntry.objects.of(row)] == ["not_needed"]


def test_a_law_is_edited_while_its_update_is_settled(agency, user_as, monkeypatch):
    """Both take the update before the history: in opposite orders each would wait for the other."""
    actor, settled = user_as("secretary"), []
    with in_agency(agency):
        law = official(subject="Luật Hộ tịch", kind="NĐ", effective_on=day("2024-07-01"))
        updates_open(law=law, documents=[document()], actor=actor)
        task = ProcedureUpdate.objects.get()

    def settle():
        with in_agency(agency):
            update_workflow.transitions["not_needed"].run(task, actor=actor, reason="Không đổi gì.")
        settled.append(1)
        connections.close_all()

    other = threading.Thread(target=settle)

    def follow(*tasks, **given):
        other.start()
        other.join(timeout=1)
        return updates_follow(*tasks, **given)

    monkeypatch.setattr(services, "updates_follow", follow)
    with in_agency(agency):
        law.effective_on = day("2024-08-01")
        services.official_save(law, actor=actor)
    other.join()
    assert settled == [1]
