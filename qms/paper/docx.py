"""Paper → DOCX bytes: one parse of the whole body; python-docx keeps the package."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import parse_xml

from qms.paper import docx_package as package
from qms.paper import docx_parts as parts
from qms.paper.docx_xml import NAMESPACES
from qms.paper.tree import Paper


def render(paper: Paper | Sequence[Paper]) -> bytes:
    """One file of one paper or of several, each with its own page numbers."""
    papers = (paper,) if isinstance(paper, Paper) else tuple(paper)
    document = Document(io.BytesIO(package.template()))
    margins = _Margins(document.part)
    pieces = [piece for one in papers for piece in _sheets(one)]
    content = []
    for index, (one, xml, landscape) in enumerate(pieces):
        references = margins.references(one, landscape=landscape)
        content.append(xml)
        content.append(package.section(references, landscape=landscape, final=index == len(pieces) - 1))
    body = parse_xml(f"<w:body {NAMESPACES}>{''.join(content)}</w:body>")
    old = document.element.body
    old.getparent().replace(old, body)
    _describe(document.core_properties, papers[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sheets(paper: Paper) -> list[tuple[Paper, str, bool]]:
    width = package.text_width(landscape=paper.landscape)
    sheets = [(paper, parts.main(paper, width), paper.landscape)]
    for annex in paper.annexes:
        width = package.text_width(landscape=annex.landscape)
        sheets.append((paper, parts.annex(annex, width), annex.landscape))
    return sheets


class _Margins:
    """Header and footer parts, one for each different content."""

    def __init__(self, part: Any) -> None:
        self.part = part
        self.known: dict[tuple[str, str], str] = {}

    def references(self, paper: Paper, *, landscape: bool) -> str:
        number = package.header(paper.marking, landscape=landscape, numbered=True)
        first = package.header(paper.marking, landscape=landscape, numbered=False)
        foot = package.footer(paper.form_code, landscape=landscape)
        wanted = (
            ("header", "default", number),
            ("header", "first", first),
            ("footer", "default", foot),
            ("footer", "first", foot),
        )
        return "".join(
            f'<w:{kind}Reference w:type="{where}" r:id="{self._part(kind, xml)}"/>'
            for kind, where, xml in wanted
        )

    def _part(self, kind: str, xml: str) -> str:
        if (kind, xml) not in self.known:
            added = self.part.add_header_part() if kind == "header" else self.part.add_footer_part()
            part, relation = added
            element = part.element
            for child in list(element):
                element.remove(child)
            element.append(parse_xml(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
            self.known[kind, xml] = relation
        return self.known[kind, xml]


def _describe(properties: Any, paper: Paper) -> None:
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    properties.title, properties.subject = paper.name[:255], paper.metadata.subject[:255]
    properties.author = properties.last_modified_by = (paper.metadata.author or "QMS")[:255]
    properties.language = str(paper.language)
    properties.created = properties.modified = now
    properties.comments = ""
