"""The sheet that lies at the counter: a QR code, the address in letters, what is asked; A4 or A5."""

from enum import StrEnum

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe

from qms.jobs import Context, Result, job
from qms.paper import css, html
from qms.paper.output import Format
from qms.paper.pdf import from_html
from qms.paper_jobs import made
from qms.papers import file_stem
from tthc.models import SurveyRound


class Size(StrEnum):
    A4 = "a4"
    A5 = "a5"


def public_path(found: SurveyRound) -> str:
    """“/tthc/phieu/…/”: outside every agency's and year's prefix, so that the code outlives the year."""
    path = reverse("tthc:survey_answer", args=[found.public_key]).removeprefix(get_script_prefix())
    return f"/{path.lstrip('/')}"


def qr_code(address: str) -> SafeString:
    """An SVG without measures of its own; it stays readable with a quarter of it stained."""
    code = segno.make(address, error="q", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=2))  # noqa: S308 - segno draws squares alone


def poster_html(found: SurveyRound, address: str) -> str:
    """The part that the page and the PDF share."""
    organ = found.agency.full_name
    context = {"round": found, "organ": organ, "address": address, "code": qr_code(address)}
    return render_to_string("tthc/_partials/poster.html", context)


def poster_pdf(found: SurveyRound, address: str, size: Size) -> bytes:
    """Raises qms.paper.pdf.PdfUnavailable."""
    style = (settings.BASE_DIR / "static/css/survey-poster.css").read_text(encoding="utf-8")
    page = (
        f"@page{{size:{size.upper()};margin:12mm}}html{{font-size:{'16pt' if size == Size.A4 else '11pt'}}}"
    )
    return from_html(
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{found.name}</title>'
        f"<style>{css.font_faces(html.FONT_URL)}{style}{page}</style></head>"
        f"<body>{poster_html(found, address)}</body></html>"
    )


@job("tthc.survey_poster", "In mã QR khảo sát")
def print_poster(context: Context) -> Result:
    """Params: pk, address, size."""
    found = SurveyRound.objects.select_related("agency").get(pk=context.params["pk"])
    size = Size(context.params["size"])
    context.progress(0, 1, "Đang in")
    content = made(lambda: poster_pdf(found, context.params["address"], size))
    return Result(content, f"{file_stem(f'ma-qr-{found}')}-{size}.pdf", Format.PDF.media_type)
