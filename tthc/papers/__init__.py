"""What the app prints."""

from tthc.papers import complaints, posters, statistics, surveys  # noqa: F401
