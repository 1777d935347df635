"""Celery's application: used with REDIS_URL; without it qms.jobs runs the same tasks in the web process."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
app = Celery("qms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "abandon-stale-jobs": {"task": "qms.abandon_stale_jobs", "schedule": 300.0},
    "catch-up-notices": {"task": "qms.catch_up", "schedule": 300.0},
    "send-digests": {
        "task": "qms.send_digests",
        "schedule": crontab(
            hour="7", minute="*/15", day_of_week="1-5"
        ),  # again while the mail server is down
    },
}
