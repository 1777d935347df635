"""Celery's application: used with REDIS_URL; without it qms.jobs runs the same tasks in the web process."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
app = Celery("qms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {"abandon-stale-jobs": {"task": "qms.abandon_stale_jobs", "schedule": 300.0}}
