"""Settings of the suite: the product's own, with fast passwords and files in a temporary place."""

import os

os.environ.setdefault("DEBUG", "1")

from qms.settings import *  # noqa: F403
from tests.scratch import scratch

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or str(scratch() / "media")
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
DEBUG = False
HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
REDIS_URL = ""
CELERY_BROKER_URL = None
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # a file, because the live server and background jobs open connections of their own
    DATABASES["default"]["TEST"] = {"NAME": str(scratch() / "test.sqlite3")}  # noqa: F405
