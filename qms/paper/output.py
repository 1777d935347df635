"""The outputs of a paper by name, for whoever lets a person choose one."""

from enum import StrEnum

from qms.paper import html, text
from qms.paper.tree import Paper


class Format(StrEnum):
    """What a paper is made into; PREVIEW is the part of a page of ours."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"
    HTML = "html"
    PREVIEW = "preview"

    @property
    def extension(self) -> str:
        return {"text": "txt", "preview": "html"}.get(self.value, self.value)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.value]


MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "preview": "text/html; charset=utf-8",
}


def render(paper: Paper, format: Format) -> bytes:
    """One paper in one format. Raises pdf.PdfUnavailable."""
    from qms.paper import docx, pdf

    match format:
        case Format.PDF:
            return pdf.render(paper)
        case Format.DOCX:
            return docx.render(paper)
        case Format.HTML:
            return html.render(paper).encode()
        case Format.TEXT:
            return text.render(paper).encode()
        case Format.PREVIEW:
            return html.render_fragment(paper).encode()
