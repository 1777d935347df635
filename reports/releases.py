"""Files of an issued report: rendered once, kept with their SHA-256, served as they are ever after."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from qms.paper import problems
from qms.paper.output import Format, render
from qms.paper.pdf import PdfUnavailable
from reports import papers
from reports.composition import compose, composed
from reports.enums import ReleaseFormat
from reports.frozen import released_or_none
from reports.models import AnnualReport, ReleasedFile


def release(report: AnnualReport) -> list[ReleasedFile]:
    """Render every format of a numbered, dated report. Raises ValidationError when one cannot be made."""
    found = compose(report, composed(report).figures)  # again: the day decides which names are printed
    paper = papers.report_paper(found, draft=False)
    errors = [row.sentence for row in problems.problems(paper) if row.severity == problems.Severity.ERROR]
    if errors:
        raise ValidationError(errors)
    try:
        return [_keep(report, format, render(paper, Format(format))) for format in ReleaseFormat]
    except PdfUnavailable as error:
        raise ValidationError(str(error)) from error


def _keep(report: AnnualReport, format: ReleaseFormat, content: bytes) -> ReleasedFile:
    digest = hashlib.sha256(content).hexdigest()
    kept = ReleasedFile(report=report, format=format, sha256=digest, size=len(content))
    kept.prepare_save()
    kept.file.save(f"{format}", ContentFile(content), save=False)
    kept.save()
    return kept


def content_of(report: AnnualReport, format: str) -> bytes:
    """What the command gives out: frozen bytes once issued, else the draft as it is now."""
    kept = released_or_none(report, format)
    return render(papers.paper_of(report), Format(format)) if kept is None else kept
