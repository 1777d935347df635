"""WordprocessingML in strings: runs, paragraphs, cells. In the schema's order: Word refuses another."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from qms.paper import nd30
from qms.paper.inline import Run, Runs

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_QUOTES = {'"': "&quot;"}


def attribute(value: str) -> str:
    return escape(value, _QUOTES)


def dxa(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres / nd30.POINT * 20)


def twips(points: float) -> int:
    return round(points * 20)


def words(
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    subscript: bool = False,
    framed: bool = False,
) -> str:
    """One run; "\\n" becomes a line break. `size` None: the paragraph style's."""
    half = round(size * 2) if size else 0
    properties = "".join(
        (
            "<w:b/><w:bCs/>" if bold else "",
            "<w:i/><w:iCs/>" if italic else "",
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else "",
            '<w:u w:val="single"/>' if underline else "",
            '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="000000"/>' if framed else "",
            '<w:vertAlign w:val="subscript"/>' if subscript else "",
        )
    )
    pieces = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{pieces}</w:r>"


def runs(items: Runs, *, bold: bool = False, italic: bool = False) -> str:
    return "".join([_run(item, bold, italic) for item in items])


def _run(item: Run, bold: bool, italic: bool) -> str:
    return words(
        item.text,
        bold=bold or item.bold,
        italic=italic or item.italic,
        underline=item.underline,
        subscript=item.subscript,
    )


@dataclass(frozen=True, slots=True)
class Format:
    """Paragraph properties. Lengths in twentieths of a point; None: as the style says."""

    style: str = ""
    align: str = ""  # left, center, right, both
    before: int | None = None
    after: int | None = None
    line: int | None = None
    exact: bool = False
    left: int | None = None
    right: int | None = None
    first: int | None = None
    hanging: int | None = None
    keep_next: bool = False
    tabs: str = ""
    rule_above: bool = False

    def xml(self) -> str:
        out = [f'<w:pStyle w:val="{self.style}"/>' if self.style else ""]
        out.append("<w:keepNext/>" if self.keep_next else "")
        if self.rule_above:
            eighths = round(nd30.RULE_WIDTH * 8)
            out.append(
                f'<w:pBdr><w:top w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/></w:pBdr>'
            )
        out.append(f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "")
        spacing = _attributes(before=self.before, after=self.after, line=self.line)
        if self.line is not None:
            spacing += f' w:lineRule="{"exact" if self.exact else "auto"}"'
        out.append(f"<w:spacing{spacing}/>" if spacing else "")
        indent = _attributes(left=self.left, right=self.right, firstLine=self.first, hanging=self.hanging)
        out.append(f"<w:ind{indent}/>" if indent else "")
        out.append(f'<w:jc w:val="{self.align}"/>' if self.align else "")
        inner = "".join(out)
        return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def _attributes(**values: int | None) -> str:
    return "".join(f' w:{name}="{value}"' for name, value in values.items() if value is not None)


PLAIN = Format()


def para(content: str = "", shape: Format = PLAIN) -> str:
    return f"<w:p>{shape.xml()}{content}</w:p>"


def gap(points: float = 1, *, keep_next: bool = False) -> str:
    """An empty line of that height: Word wants a paragraph after every table."""
    return para(shape=Format(line=twips(points), exact=True, before=0, after=0, keep_next=keep_next))


def rule(width: float, room: float, *, above: float = 2.5) -> str:
    """A line `width` points long, centred in `room`: a paragraph with a top border and indents."""
    side = twips(max(0.0, (room - width) / 2))
    return para(
        shape=Format(
            rule_above=True, before=twips(above), after=0, line=40, exact=True, left=side, right=side
        )
    )


def tab_stop(kind: str, position: int, leader: str = "") -> str:
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tab w:val="{kind}"{dots} w:pos="{position}"/>'


TAB = "<w:r><w:tab/></w:r>"


def borderless(widths: list[int], rows: str) -> str:
    """A table for layout only: fixed widths, no borders, no cell margins."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def box(width: int, content: str, *, extra: str = "") -> str:
    """One table cell; `extra`: further properties in schema order."""
    tail = content if content.endswith("</w:p>") else content + para()
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}</w:tcPr>{tail}</w:tc>'


def band(cells: str, *, header: bool = False, splits: bool = False) -> str:
    """One table row; it goes on over the page only when it `splits`."""
    mark = ("" if splits else "<w:cantSplit/>") + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{mark}</w:trPr>{cells}</w:tr>"
