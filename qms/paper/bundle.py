"""Many papers as one file: a PDF with an outline entry a paper, or a ZIP of DOCX files.

Papers are built and laid out a chunk at a time, so memory stays bounded and progress can be told.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qms.paper import html, pdf
from qms.paper.output import Format, render
from qms.paper.tree import Paper

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

CHUNK = 20  # papers a WeasyPrint run: tests/benchmarks/test_bundle.py says what more or fewer cost

Told = Callable[[int], None]  # how many pieces are done


@dataclass(frozen=True)
class Piece:
    """A paper of a bundle: what it is called, and how to get it when its turn comes.

    `stored` gives the bytes of a released paper, which is never rendered again, else None.
    """

    label: str
    file_stem: str
    tree: Callable[[], Paper]
    stored: Callable[[Format], bytes | None]

    def content(self, format: Format) -> bytes:
        """The paper's own file. Raises pdf.PdfUnavailable."""
        kept = self.stored(format)
        return render(self.tree(), format) if kept is None else kept


def make_pdf(pieces: Sequence[Piece], *, title: str, told: Told, chunk: int = CHUNK) -> bytes:
    """One PDF/A, each paper with its own page numbers and one outline entry. Raises pdf.PdfUnavailable."""
    merged = _Merged(title)
    waiting: list[tuple[str, Paper]] = []
    for done, piece in enumerate(pieces, start=1):
        kept = piece.stored(Format.PDF)
        if kept is None:
            waiting.append((piece.label, piece.tree()))
        if kept is not None or len(waiting) == chunk or done == len(pieces):
            merged.lay_out(waiting)
            waiting = []
            told(done)
        if kept is not None:
            merged.append(kept, [piece.label], [0])
    return merged.content()


def make_zip(pieces: Sequence[Piece], *, told: Told) -> bytes:
    """A DOCX a paper, numbered in the order of the bundle: 001-….docx."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:  # a DOCX is packed already
        for done, (name, piece) in enumerate(zip(names(pieces, Format.DOCX), pieces, strict=True), start=1):
            packed.writestr(name, piece.content(Format.DOCX))
            told(done)
    return out.getvalue()


def names(pieces: Sequence[Piece], format: Format) -> list[str]:
    """File names that sort in the order of the bundle: 01-…, from a hundred papers on 001-…."""
    width = max(2, len(str(len(pieces))))
    return [
        f"{number:0{width}}-{piece.file_stem}.{format.extension}"
        for number, piece in enumerate(pieces, start=1)
    ]


class _Merged:
    """The file as it grows. Its catalogue is the first part's: PDF/A's profile and metadata come from there."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.writer: PdfWriter | None = None
        self.entries: list[tuple[str, int]] = []

    def lay_out(self, papers: list[tuple[str, Paper]]) -> None:
        if not papers:
            return
        trees = [paper for _, paper in papers]
        if self.writer is None:  # the first part's properties become the file's
            trees[0] = replace(trees[0], metadata=replace(trees[0].metadata, title=self.title))
        content = pdf.from_html(html.render(trees, bookmarks=True))
        self.append(content, [label for label, _ in papers])

    def append(self, content: bytes, labels: list[str], starts: list[int] | None = None) -> None:
        """`starts`: first page of each label; without it WeasyPrint's bookmarks say."""
        from pypdf import PdfReader, PdfWriter

        reader = PdfReader(io.BytesIO(content))
        before = len(self.writer.pages) if self.writer else 0
        first_pages = _first_pages(reader) if starts is None else starts
        self.entries += [(label, before + page) for label, page in zip(labels, first_pages, strict=True)]
        if self.writer is None:
            self.writer = PdfWriter(clone_from=reader)
            self.writer.root_object.pop("/Outlines", None)  # ours replaces it
        else:
            self.writer.append(reader, import_outline=False)

    def content(self) -> bytes:
        if self.writer is None:
            raise ValueError("a bundle without papers")
        for label, page in self.entries:
            self.writer.add_outline_item(title=label, page_number=page)
        self.writer.compress_identical_objects()  # colour profile and equal fonts once, old outline out
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()


def _first_pages(reader: "PdfReader") -> list[int]:
    """Where each paper begins: html.render(bookmarks=True) marks nothing else."""
    entries: Any = reader.outline  # flat: all of level 1
    return [page for entry in entries if (page := reader.get_destination_page_number(entry)) is not None]
