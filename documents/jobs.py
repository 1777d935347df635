"""Printing a revision or an amendment sheet as a file: it may be long, so it is a job."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from documents.models import ControlledDocument, Revision
from documents.papers import amendment_paper, revision_paper
from qms.jobs import Context, Result, job
from qms.paper.tree import Paper

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _revision(pk: int) -> tuple[Paper, str]:
    revision = Revision.objects.for_detail().get(pk=pk)
    return revision_paper(revision), f"{revision.document.code}-lan-{revision.number:02d}"


def _amendments(pk: int) -> tuple[Paper, str]:
    document = ControlledDocument.objects.get(pk=pk)
    return amendment_paper(document), f"{document.code}-theo-doi-sua-doi"


def _pdf(paper: Paper, name: str) -> Result:
    from qms.paper import pdf

    try:
        return Result(pdf.render(paper), f"{name}.pdf", PDF)
    except pdf.PdfUnavailable as error:
        raise ValidationError(str(error)) from error


def _docx(paper: Paper, name: str) -> Result:
    from qms.paper import docx

    return Result(docx.render(paper), f"{name}.docx", DOCX)


def _register(
    kind: str, title: str, load: Callable[[int], tuple[Paper, str]], write: Callable[[Paper, str], Result]
) -> None:
    @job(kind, title)
    def run(context: Context) -> Result:
        context.progress(0, 2, "Đang dựng trang")
        paper, name = load(context.params["pk"])
        context.progress(1, 2, "Đang in")
        return write(paper, name)


_register("documents.revision_pdf", "In tài liệu ra PDF", _revision, _pdf)
_register("documents.revision_docx", "In tài liệu ra Word", _revision, _docx)
_register("documents.amendments_pdf", "In bảng theo dõi sửa đổi ra PDF", _amendments, _pdf)
_register("documents.amendments_docx", "In bảng theo dõi sửa đổi ra Word", _amendments, _docx)
