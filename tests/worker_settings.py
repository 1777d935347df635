"""What a Celery worker started by a test uses: the test's database, by name."""

import os

from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["QMS_TEST_DATABASE"]  # noqa: F405
REDIS_URL = os.environ["REDIS_URL"]
CELERY_BROKER_URL = REDIS_URL
CELERY_IMPORTS = ("tests.worker_jobs",)
