"""Celery's side of qms.jobs, qms.notices and qms.digests."""

from celery import shared_task

from qms import digests, jobs, notices


@shared_task(name="qms.run_job")
def run_job(pk: int) -> None:
    jobs.run(pk)


@shared_task(name="qms.abandon_stale_jobs")
def abandon_stale_jobs() -> None:
    jobs.abandon_stale()


@shared_task(name="qms.tell")
def tell(pk: int) -> None:
    notices.tell(pk)


@shared_task(name="qms.catch_up")
def catch_up() -> None:
    notices.catch_up()


@shared_task(name="qms.send_digests")
def send_digests() -> None:
    digests.send_all()
