"""What the app prints."""

from tthc.papers import complaints, late, posters, statistics, surveys  # noqa: F401
