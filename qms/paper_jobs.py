"""Files of papers and of bundles, made in the background; a released paper's stored bytes are taken as they are."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from qms import papers
from qms.jobs import Context, Result, job
from qms.paper import bundle
from qms.paper.output import Format
from qms.paper.pdf import PdfUnavailable

ZIP = "zip"


@job("papers.print", "In giấy tờ")
def print_paper(context: Context) -> Result:
    """Params: paper (its kind), format (pdf, docx, text), pk – or blank=True for the empty form."""
    kind, format = papers.kind(context.params["paper"]), Format(context.params["format"])
    context.progress(0, 2, "Đang dựng trang")
    record = None if context.params.get("blank") else kind.load(context.params["pk"])
    context.progress(1, 2, "Đang in")
    content = made(lambda: papers.piece(kind, record).content(format))
    return Result(content, f"{kind.file_stem(record)}.{format.extension}", format.media_type)


@job("papers.bundle", "In hồ sơ")
def print_bundle(context: Context) -> Result:
    """Params: bundle and pk, or for_year; format (pdf, zip). Holds what the one who asked may print."""
    title, stem, members = _bundle(context.params)
    pieces = papers.pieces(papers.printable(members, context.job.started_by))
    if not pieces:
        raise ValidationError("Hồ sơ này chưa có giấy tờ nào để in.")

    def told(done: int) -> None:
        context.progress(done, len(pieces), f"Đã in {done}/{len(pieces)} giấy tờ")

    told(0)
    if context.params["format"] == ZIP:
        return Result(bundle.make_zip(pieces, told=told), f"{stem}.zip", "application/zip")
    content = made(lambda: bundle.make_pdf(pieces, title=title, told=told))
    return Result(content, f"{stem}.pdf", Format.PDF.media_type)


def _bundle(params: dict[str, Any]) -> tuple[str, str, papers.Members]:
    if year := params.get("for_year"):
        return papers.year_title(year), f"ho-so-nam-{year}", papers.of_year(year)
    found = papers.find_bundle(params["bundle"])
    record = found.load(params["pk"])
    return found.title_of(record), found.file_stem(record), papers.of_bundle(found, record)


def made(make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except PdfUnavailable as error:
        raise ValidationError(str(error)) from error
