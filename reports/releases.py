"""Files of an issued report: rendered once, kept with their SHA-256, served as they are ever after."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from qms.paper import problems
from qms.paper.pdf import PdfUnavailable
from reports import papers
from reports.composition import compose, composed
from reports.enums import ReleaseFormat
from reports.models import AnnualReport, ReleasedFile

MEDIA_TYPES = {
    ReleaseFormat.PDF: "application/pdf",
    ReleaseFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReleaseFormat.HTML: "text/html; charset=utf-8",
    ReleaseFormat.TEXT: "text/plain; charset=utf-8",
    ReleaseFormat.PREVIEW: "text/html; charset=utf-8",
}


class DamagedFile(RuntimeError):
    """A stored file is no longer the one that was issued."""


def release(report: AnnualReport) -> list[ReleasedFile]:
    """Render every format of a numbered, dated report. Raises ValidationError when one cannot be made."""
    found = compose(report, composed(report).figures)  # again: the day decides which names are printed
    paper = papers.report_paper(found, draft=False)
    errors = [row.sentence for row in problems.problems(paper) if row.severity == problems.Severity.ERROR]
    if errors:
        raise ValidationError(errors)
    try:
        return [_keep(report, format, papers.render(paper, format)) for format in ReleaseFormat]
    except PdfUnavailable as error:
        raise ValidationError(str(error)) from error


def _keep(report: AnnualReport, format: ReleaseFormat, content: bytes) -> ReleasedFile:
    digest = hashlib.sha256(content).hexdigest()
    kept = ReleasedFile(report=report, format=format, sha256=digest, size=len(content))
    kept.prepare_save()
    kept.file.save(f"{format}", ContentFile(content), save=False)
    kept.save()
    return kept


def released(report: AnnualReport, format: str) -> bytes:
    """The frozen bytes. Raises DamagedFile when the store no longer holds what was issued."""
    kept = ReleasedFile.objects.get(report=report, format=format)
    with kept.file.open("rb") as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise DamagedFile(f"{kept}: tệp lưu không còn khớp SHA-256 {kept.sha256}.")
    return content


def content_of(report: AnnualReport, format: str) -> bytes:
    """What pages, jobs and the command give out: frozen bytes once issued, else the draft as it is now."""
    if report.frozen:
        return released(report, format)
    return papers.render(papers.paper_of(report), format)
