"""Two writers at once on PostgreSQL: one behind the other, or each over and over."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, connections, transaction

from qms.scope import in_agency
from qms.workflow import TransitionRefused

SECONDS = 5


def behind(agency: Any, first: Callable[[], object], second: Callable[[], object]) -> str:
    """Begin second() when first() is done and not committed, commit when it waits; the sentence that refuses it."""
    refusals: list[str] = []

    def thread() -> None:
        try:
            with in_agency(agency):
                second()
        except ValidationError as error:
            refusals.extend(error.messages)
        except TransitionRefused as error:
            refusals.append(str(error))
        finally:
            connections.close_all()

    late = threading.Thread(target=thread)
    try:
        with in_agency(agency), transaction.atomic():
            first()
            late.start()
            wait_until_one_waits_for_a_lock()
    finally:
        late.join()
    return " ".join(refusals)


def wait_until_one_waits_for_a_lock() -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(1000):
        with connection.cursor() as cursor:
            # a transaction sees one snapshot of the statistics until it asks for a new one
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("nobody waits")


def deadlocks(agency: Any, *works: Any) -> list[str]:
    """Each work over and over in a thread of its own: what the database refused."""
    until, told = time.monotonic() + SECONDS, []

    def thread(work: Any) -> None:
        turn = 0
        try:
            while time.monotonic() < until and not told:
                turn += 1
                try:
                    with in_agency(agency):
                        work(turn)
                except OperationalError as error:
                    told.append(str(error).splitlines()[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=thread, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told
