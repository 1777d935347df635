"""Progress told from inside a long transaction: the one seam between the two databases for that.

PostgreSQL: a connection of its own, committed at once. SQLite has one writer, and one process by design: a value in
this process, which the job's page reads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

from qms.models import Job

_live: dict[int, tuple[int, int, str]] = {}
_SQL = """UPDATE qms_job SET done_steps = %s, total_steps = %s, message = %s, touched_at = %s WHERE id = %s"""


@contextmanager
def telling() -> Iterator[Callable[[Job], None]]:
    if connection.vendor == "postgresql":
        yield from _by_connection()
    else:
        yield from _by_process()


def _by_connection() -> Iterator[Callable[[Job], None]]:
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute(
                "SET lock_timeout = 500"
            )  # ms; a row that our own transaction changed is not waited for

        def tell(job: Job) -> None:
            values: tuple[Any, ...] = (job.done_steps, job.total_steps, job.message, timezone.now(), job.pk)
            with suppress(OperationalError), beside.cursor() as cursor:  # progress is no reason to fail
                cursor.execute(_SQL, values)

        yield tell
    finally:
        beside.close()


def _by_process() -> Iterator[Callable[[Job], None]]:
    told: list[int] = []

    def tell(job: Job) -> None:
        told.append(job.pk)
        _live[job.pk] = (job.done_steps, job.total_steps, job.message)

    try:
        yield tell
    finally:
        for pk in set(told):
            _live.pop(pk, None)


def of(pk: int) -> tuple[int, int, str] | None:
    """(done, total, message) of a job that is telling from inside this process."""
    return _live.get(pk)


def pks() -> list[int]:
    return list(_live)


def freshen(job: Job) -> Job:
    """The job with what it tells now."""
    if (told := of(job.pk)) is not None:
        job.done_steps, job.total_steps, job.message = told
    return job
