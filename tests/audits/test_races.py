"""Eight at once: one step, one history row; numbers one by one (row locks, so on PostgreSQL)."""

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from audits.models import CorrectiveActionRequest, Finding
from audits.services.actions import car_open, request_from
from audits.services.findings import finding_save
from qms.models import HistoryEntry
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.audits.build import finding, held_audit
from tests.audits.test_transitions import CASES, A, C, F, step_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
COUNT = 8


def at_once(agency: Any, *works: Any) -> tuple[int, list[Exception]]:
    """Run the works in threads started together: how many succeeded, and what the others were told."""
    barrier, done, failed = threading.Barrier(len(works)), [], []

    def thread(work: Any) -> None:
        try:
            with in_agency(agency):
                barrier.wait()
                work()
            done.append(1)
        except (TransitionRefused, ValidationError) as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=thread, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(done) + len(failed) == len(works)
    return len(done), failed


RACED = [(A, "close"), (F, "approve"), (F, "not_effective"), (C, "analyse"), (C, "check_not_effective")]


@pytest.mark.parametrize("key", RACED, ids=lambda key: f"{key[0].__name__}-{key[1]}")
def test_eight_times_the_same_step_is_one(key, agency, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    with in_agency(agency):
        obj = case.make(case.source, actor)
        step = step_of(key)
    done, failed = at_once(agency, *[lambda: step.run(obj, actor=actor, **case.data)] * COUNT)
    assert (done, len(failed)) == (1, COUNT - 1)
    with in_agency(agency):
        assert [row.action for row in HistoryEntry.objects.of(obj)] == [key[1]]
        if key == (C, "check_not_effective"):
            assert [turn.number for turn in obj.rounds.all()] == [1, 2]


def test_eight_findings_at_once_have_eight_numbers(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        audit = held_audit()
    rows = [Finding(audit=audit, section="Mục 5", description=f"Điều {n}") for n in range(COUNT)]
    works = [lambda row=row: finding_save(finding=row, actor=secretary) for row in rows]
    assert at_once(agency, *works)[0] == COUNT
    with in_agency(agency):
        assert sorted(row.number for row in Finding.objects.all()) == list(range(1, COUNT + 1))


def test_eight_requests_at_once_have_eight_numbers(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        rows = [finding(held_audit(), description="Điều 0")]
        rows += [finding(rows[0].audit, n, description=f"Điều {n}") for n in range(2, COUNT + 1)]
    works = [lambda row=row: car_open(car=request_from(row), actor=secretary) for row in rows]
    assert at_once(agency, *works)[0] == COUNT
    with in_agency(agency):
        made = CorrectiveActionRequest.objects.all()
        assert sorted(row.number for row in made) == list(range(1, COUNT + 1))
        assert {row.rounds.count() for row in made} == {1}


def test_the_same_request_sent_eight_times_at_once_is_one(agency, user_as):
    secretary = user_as("secretary")
    with in_agency(agency):
        row = finding(held_audit())
    at_once(agency, *[lambda: car_open(car=request_from(row), actor=secretary)] * COUNT)
    with in_agency(agency):
        assert CorrectiveActionRequest.objects.count() == 1


def test_an_audit_does_not_close_over_a_finding_that_is_reopened(agency, user_as):
    """Whichever comes first: a closed audit holds no open nonconformity."""
    auditor, leader = user_as("auditor"), user_as("leader")
    with in_agency(agency):
        audit = held_audit(auditor, state="reported")
        row = finding(audit, state="closed")
        close, reopen = step_of((A, "close")), step_of((F, "reopen"))
    at_once(
        agency,
        lambda: close.run(audit, actor=leader),
        lambda: reopen.run(row, actor=auditor, reason="Tái diễn"),
    )
    with in_agency(agency):
        audit.refresh_from_db()
        row.refresh_from_db()
        assert (audit.state, row.state) in (("closed", "closed"), ("reported", "open"))


def test_a_finding_does_not_close_over_a_request_that_is_opened(agency, user_as):
    auditor, secretary = user_as("auditor"), user_as("secretary")
    with in_agency(agency):
        row = finding(held_audit(auditor), state="verified")
        close = step_of((F, "close"))
    at_once(
        agency,
        lambda: close.run(row, actor=auditor),
        lambda: car_open(car=request_from(row), actor=secretary),
    )
    with in_agency(agency):
        row.refresh_from_db()
        assert (row.state == "closed") != CorrectiveActionRequest.objects.exists()
