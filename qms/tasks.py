"""Celery's side of qms.jobs."""

from celery import shared_task

from qms import jobs


@shared_task(name="qms.run_job")
def run_job(pk: int) -> None:
    jobs.run(pk)


@shared_task(name="qms.abandon_stale_jobs")
def abandon_stale_jobs() -> None:
    jobs.abandon_stale()
