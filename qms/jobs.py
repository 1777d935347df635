"""Long work: the same function runs in a Celery worker, or without a broker in a thread of the web process.

An app registers `@job("reports.pdf", "In PDF")`: function(context) -> Result. Its progress is a row,
so leaving the page loses nothing.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connections, transaction
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

from qms import progress_beside
from qms.enums import JobState
from qms.models import Job
from qms.scope import across_agencies, in_agency

if TYPE_CHECKING:
    from celery import Task

    from qms.models import Agency, User

logger = logging.getLogger(__name__)
STALE_AFTER = timedelta(minutes=15)
SILENT_AFTER = timedelta(minutes=1)
"""A job that tells progress every second is taken for dead after this."""


@dataclass(frozen=True)
class Result:
    """The file a job made."""

    content: bytes
    name: str
    media_type: str


@dataclass
class Context:
    """What a job function gets: its row, its parameters and a way to tell progress."""

    job: Job
    _beside: Callable[[Job], None] | None = None

    @property
    def params(self) -> dict[str, Any]:
        return self.job.params

    def progress(self, done: int, total: int, message: str = "") -> None:
        self.job.done_steps, self.job.total_steps, self.job.message = done, total, message
        if self._beside is not None:
            self._beside(self.job)
        else:
            self.job.save(update_fields=["done_steps", "total_steps", "message", "touched_at"])

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Around a long transaction: progress told inside is seen outside at once."""
        with progress_beside.telling() as tell:
            self._beside = tell
            try:
                yield
            finally:
                self._beside = None


JobFunction = Callable[[Context], Result | None]
_jobs: dict[str, tuple[str, JobFunction]] = {}
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qms-job")


def job(kind: str, title: str) -> Callable[[JobFunction], JobFunction]:
    def register(function: JobFunction) -> JobFunction:
        _jobs[kind] = (title, function)
        return function

    return register


def start(kind: str, *, actor: "User", year: int, title: str = "", **params: Any) -> Job:
    """Queue a job for the entered agency; it begins when the transaction commits."""
    queued = Job(kind=kind, title=title or _jobs[kind][0], params=params, year=year, started_by=actor)
    queued.save()
    transaction.on_commit(lambda: _dispatch(queued.pk))
    return queued


def _dispatch(pk: int) -> None:
    from qms.tasks import run_job

    in_background(run_job, pk)


def in_background(task: "Task", *args: Any) -> None:
    """Give a task of qms.tasks to a worker, or without a broker to a thread of this process."""
    if settings.CELERY_BROKER_URL:
        task.delay(*args)
    else:
        _pool.submit(_run_in_thread, task, *args)


def _run_in_thread(task: "Task", *args: Any) -> None:
    try:
        task(*args)
    except Exception:
        logger.exception("%s%s failed", task.name, args)
    finally:
        connections.close_all()  # no request ends here that would do it


def wait_for_threads() -> None:
    """Return when this process has no background work left."""
    _pool.submit(int).result()


@contextmanager
def at_address(agency: "Agency", year: int) -> Iterator[None]:
    """Enter the agency, with the addresses of its year, as a request below /<agency>/<year>/ does."""
    before = get_script_prefix()
    set_script_prefix(f"/{agency.code}/{year}/")
    try:
        with in_agency(agency):
            yield
    finally:
        set_script_prefix(before)


def run(pk: int) -> None:
    """Take a waiting job and run it; a second worker that gets the same one leaves it alone."""
    with across_agencies(reason=f"job {pk}"):
        taken = Job.objects.filter(pk=pk, state=JobState.WAITING).update(
            state=JobState.RUNNING, touched_at=timezone.now()
        )
        row = Job.objects.select_related("agency", "started_by").get(pk=pk)
    if not taken:
        return
    with at_address(row.agency, row.year):
        _run(row)


def _run(row: Job) -> None:
    try:
        result = _jobs[row.kind][1](Context(row))
    except ValidationError as error:
        _finish(row, JobState.FAILED, " ".join(error.messages))
    except Exception:
        logger.exception("job %s (%s) failed", row.pk, row.kind)
        _finish(
            row, JobState.FAILED, "Máy chủ gặp lỗi khi làm việc này. Hãy thử lại; nếu còn lỗi, báo quản trị."
        )
        raise
    else:
        if result is not None:
            row.result_name, row.media_type = result.name, result.media_type
            row.result.save(result.name, ContentFile(result.content), save=False)
        _finish(row, JobState.DONE, "")


def _finish(row: Job, state: str, message: str) -> None:
    row.state = state
    row.message = message[:500]
    row.save()


def is_alive(job: Job) -> bool:
    """Waiting for a worker, or told progress of late: a second one must not be started."""
    if job.finished:
        return False
    silent = timezone.now() - job.touched_at
    return progress_beside.of(job.pk) is not None or silent < (
        STALE_AFTER if job.state == JobState.WAITING else SILENT_AFTER
    )


def abandon_stale() -> int:
    """Running jobs whose process died say so instead of running for ever; returns how many."""
    with across_agencies(reason="stale jobs"):
        stale = Job.objects.filter(state=JobState.RUNNING, touched_at__lt=timezone.now() - STALE_AFTER)
        stale = stale.exclude(pk__in=progress_beside.pks())
        if not stale.exists():  # a page that looks must not wait for SQLite's write lock
            return 0
        return stale.update(
            state=JobState.FAILED, message="Việc bị ngắt vì máy chủ khởi động lại. Hãy bấm làm lại."
        )
