"""The stored files of an issued report: served as they were frozen, their SHA-256 asked each time."""

import hashlib

from reports.models import AnnualReport, ReleasedFile


class DamagedFile(RuntimeError):
    """A stored file is no longer the one that was issued."""


def released(report: AnnualReport, format: str) -> bytes:
    """The frozen bytes. Raises DamagedFile when the store no longer holds what was issued."""
    kept = ReleasedFile.objects.get(report=report, format=format)
    with kept.file.open("rb") as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise DamagedFile(f"{kept}: tệp lưu không còn khớp SHA-256 {kept.sha256}.")
    return content


def released_or_none(report: AnnualReport, format: str) -> bytes | None:
    return released(report, format) if report.frozen else None
