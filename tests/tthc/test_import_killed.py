"""A worker that is killed in the middle of an import leaves nothing; the next run finishes."""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qms import jobs
from qms.models import Job
from qms.scope import in_agency
from tests.tthc.exports import hand_in, procedure, row, xlsx
from tthc.imports import standing
from tthc.models import Dossier, DossierImport
from tthc.services import imports

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import sys, time, django
django.setup()
from qms import jobs
from tthc.imports import finished
def hold(*args):
    print("merged", flush=True)
    time.sleep(60)
finished._told[:] = [hold]
jobs.run(int(sys.argv[1]))
"""


@pytest.fixture
def waiting(agency, user_as, tmp_path):
    user = user_as("secretary")
    with in_agency(agency):
        procedure()
        record = hand_in(xlsx(tmp_path / "a.xlsx", *(row(number) for number in range(200))))
        return record, Job.objects.create(
            kind=imports.RUN, title="Nhập", year=2024, started_by=user, params={"record": record.pk}
        )


def killed_once_merged(job):
    """A process of its own runs the job and dies after the rows are merged, before the commit."""
    from django.conf import settings
    from django.db import connection

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "QMS_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "REDIS_URL": "",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, "-c", WORKER, str(job.pk)]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "merged"
        seen = Job.unscoped.get(pk=job.pk)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
    return seen


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_and_the_next_finishes(agency, waiting):
    from django.db import connection

    record, job = waiting
    seen = killed_once_merged(job)
    if connection.vendor == "postgresql":  # told from inside the transaction
        assert (seen.message, seen.done_steps > 0) == ("Đang tính thống kê", True)
    with in_agency(agency):
        assert not Dossier.objects.exists()
        DossierImport.objects.filter(pk=record.pk).update(job=job)
        Job.objects.filter(pk=job.pk).update(touched_at=job.touched_at - datetime.timedelta(minutes=2))
        stored = DossierImport.objects.select_related("source", "job").get(pk=record.pk)
        assert standing.stage_of(stored) == standing.Stage.BROKEN
        assert Path(stored.file.path).exists()
        again = imports.import_start(stored, actor=job.started_by)
    for _ in range(300):
        if Job.unscoped.get(pk=again.pk).finished:
            break
        time.sleep(0.1)
    jobs.wait_for_threads()
    with in_agency(agency):
        assert Dossier.objects.count() == 200
        assert DossierImport.objects.get(pk=record.pk).state == "done"


@pytest.mark.django_db
def test_progress_inside_a_transaction_is_told_at_once(scope, user_as):
    """SQLite: a value of this process. PostgreSQL: a connection of its own, which sees only what is committed."""
    from django.db import connection, transaction

    from qms import progress_beside

    job = Job.objects.create(kind="x", title="Việc", year=2024, started_by=user_as("staff"))
    context = jobs.Context(job)
    with context.beside(), transaction.atomic():
        context.progress(3, 10, "giữa chừng")
        if connection.vendor == "sqlite":
            assert progress_beside.of(job.pk) == (3, 10, "giữa chừng")
            assert jobs.is_alive(job)
    assert progress_beside.of(job.pk) is None
