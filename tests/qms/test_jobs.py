"""Background work: one function, with a broker or without; its progress and failure are told."""

import os
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError

from qms import jobs
from qms.enums import JobState
from qms.jobs import Context, Result
from qms.models import Job
from qms.scope import in_agency
from tests import worker_jobs  # noqa: F401 - registers test.ping

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds():
    before = dict(jobs._jobs)
    seen = []

    @jobs.job("test.file", "Làm một tệp")
    def make(context: Context) -> Result:
        seen.append(context.job.agency.code)
        context.progress(1, 2, "nửa đường")
        return Result(b"xong", "tep.txt", "text/plain")

    @jobs.job("test.refused", "Bị từ chối")
    def refuse(context: Context) -> Result:
        raise ValidationError("Thiếu người ký.")

    @jobs.job("test.broken", "Bị lỗi")
    def fail(context: Context) -> Result:
        raise RuntimeError("chi tiết không cho người dùng xem")

    yield seen
    jobs._jobs.clear()
    jobs._jobs.update(before)


def queued(user, kind):
    return Job.objects.create(kind=kind, title="Việc", year=2024, started_by=user)


def reread(job):
    return Job.unscoped.get(pk=job.pk)


def test_job_runs_in_its_agency_and_leaves_its_file(scope, user_as, kinds):
    job = queued(user_as("staff"), "test.file")
    jobs.run(job.pk)
    done = reread(job)
    assert (done.state, done.progress, done.result_name, kinds) == (
        JobState.DONE,
        100,
        "tep.txt",
        ["kim-thanh"],
    )
    with done.result.open("rb") as file:
        assert file.read() == b"xong"


def test_job_taken_twice_runs_once(scope, user_as, kinds):
    job = queued(user_as("staff"), "test.file")
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert kinds == ["kim-thanh"]


def test_refused_job_tells_the_sentence(scope, user_as, kinds):
    job = queued(user_as("staff"), "test.refused")
    jobs.run(job.pk)
    assert (reread(job).state, reread(job).message) == (JobState.FAILED, "Thiếu người ký.")


def test_broken_job_fails_loudly_in_the_log_and_calmly_on_the_page(scope, user_as, kinds, caplog):
    job = queued(user_as("staff"), "test.broken")
    with pytest.raises(RuntimeError):
        jobs.run(job.pk)
    assert reread(job).state == JobState.FAILED
    assert "chi tiết" not in reread(job).message
    assert "chi tiết" in caplog.text


def test_job_whose_process_died_says_so(scope, user_as, kinds):
    job = queued(user_as("staff"), "test.file")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, touched_at=job.touched_at - jobs.STALE_AFTER * 2
    )
    assert jobs.abandon_stale() == 1
    assert reread(job).state == JobState.FAILED


def test_own_job_is_shown_and_downloaded(agency, as_role, kinds):
    client = as_role("staff")
    with in_agency(agency):
        job = queued(client.user, "test.file")
    jobs.run(job.pk)
    assert client.page("qms:job", job.pk).context["job"]["finished"]
    assert b"".join(client.page("qms:job_file", job.pk).streaming_content) == b"xong"


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_web_process_does_the_work(agency, user_as, kinds):
    with in_agency(agency):
        job = jobs.start("test.file", actor=user_as("staff"), year=2024)
    for _ in range(100):
        if reread(job).finished:
            break
        time.sleep(0.05)
    assert reread(job).state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_a_worker_does_the_work(agency, user_as, settings):
    """A real worker process over a real Redis (bin/test starts it)."""
    from django.db import connection

    from qms.celery import app

    broker = os.environ["REDIS_TEST_URL"].replace("unix://", "redis+socket://")
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "REDIS_URL": broker,
        "QMS_TEST_DATABASE": str(name),
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "qms",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "WARNING",
    ]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        settings.CELERY_BROKER_URL = broker
        app.conf.broker_url = broker
        with in_agency(agency):
            job = jobs.start("test.ping", actor=user_as("staff"), year=2024)
        for _ in range(900):  # a worker takes its time to start on a busy machine
            if reread(job).finished:
                break
            time.sleep(0.1)
        assert reread(job).state == JobState.DONE
    finally:
        worker.terminate()
        worker.communicate(timeout=20)
