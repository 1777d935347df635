"""Paper → PDF/A bytes through WeasyPrint, imported late: it is slow, and absent where pango is missing."""

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from qms.paper import fonts, html
from qms.paper.tree import Paper

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-3b"  # costs nothing measurable; signed and archived papers want it


class PdfUnavailable(Exception):
    """This installation cannot make a PDF; the message tells the user what to do."""


def render(paper: Paper | Sequence[Paper], *, variant: str | None = VARIANT) -> bytes:
    """One file of one paper or of several. Raises PdfUnavailable. Reads nothing but the font files."""
    return from_html(html.render(paper), variant=variant)


def from_html(page: str, *, variant: str | None = VARIANT) -> bytes:
    weasyprint = _weasyprint()
    missing = [file for file, _, _ in fonts.FACES if not (fonts.FONT_DIR / file).is_file()]
    if missing:
        raise PdfUnavailable(
            f"PDF chưa sẵn sàng: thiếu phông chữ {missing[0]}. Chạy bin/setup, hoặc tải DOCX."
        )
    out = io.BytesIO()
    with warnings.catch_warnings():  # WeasyPrint 70 leaves the colour profile of PDF/A open
        warnings.simplefilter("ignore", ResourceWarning)
        weasyprint.HTML(string=page, url_fetcher=_fetcher()).write_pdf(out, pdf_variant=variant)
    return out.getvalue()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the pango library is not installed
        raise PdfUnavailable(
            "PDF chưa sẵn sàng: máy chủ chưa cài thư viện pango (libpango-1.0-0, libpangoft2-1.0-0, "
            "libharfbuzz-subset0). Có thể tải bản DOCX."
        ) from error
    return weasyprint


def _fetcher() -> "URLFetcher":
    """Only our font files and data: URLs; no network, no other file."""
    from weasyprint.urls import URLFetcher

    class FontFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            allowed = {(fonts.FONT_DIR / file).as_posix() for file, _, _ in fonts.FACES}
            if parts.scheme == "file" and unquote(parts.path) not in allowed:
                raise ValueError(f"Không được đọc {url}")
            return super().fetch(url, headers)

    return FontFetcher(allowed_protocols=("file", "data"))
