"""PDF and DOCX of a draft, made in the background; an issued report's files are only served."""

from qms.jobs import Context, Result, job
from qms.paper.pdf import PdfUnavailable
from reports.enums import ReleaseFormat
from reports.models import AnnualReport
from reports.papers import file_name
from reports.releases import MEDIA_TYPES, content_of


def _make(context: Context, format: ReleaseFormat) -> Result:
    from django.core.exceptions import ValidationError

    context.progress(1, 3, "Đang điền số liệu")
    report = AnnualReport.objects.select_related("agency", "outline", "signer").get(
        pk=context.params["report"]
    )
    context.progress(2, 3, f"Đang dựng {format.label}")
    try:
        content = content_of(report, format)
    except PdfUnavailable as error:
        raise ValidationError(str(error)) from error
    return Result(content, file_name(report, format), MEDIA_TYPES[format])


@job("reports.pdf", "Báo cáo năm, bản PDF")
def make_pdf(context: Context) -> Result:
    return _make(context, ReleaseFormat.PDF)


@job("reports.docx", "Báo cáo năm, bản DOCX")
def make_docx(context: Context) -> Result:
    return _make(context, ReleaseFormat.DOCX)
