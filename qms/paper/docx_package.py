"""The DOCX package around the body: styles, page set-up, headers with the page number, footers of sheets."""

import io
import zipfile
from functools import lru_cache

from qms.paper import docx_xml as xml
from qms.paper import nd30
from qms.paper.docx_xml import NAMESPACES, Format, dxa, twips
from qms.paper.tables import TABLE_SIZES
from qms.paper.tree import FormCode, Marking

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def text_width(*, landscape: bool) -> int:
    return dxa(nd30.text_width(landscape=landscape))


def section(references: str, *, landscape: bool, final: bool) -> str:
    """Section properties: A4, margins, own page numbers from 1, none on the first page."""
    width, height = dxa(nd30.PAGE_WIDTH), dxa(nd30.PAGE_HEIGHT)
    if landscape:
        width, height = height, width
    turned = ' w:orient="landscape"' if landscape else ""
    distance = dxa(nd30.HEADER_DISTANCE)
    properties = (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{dxa(nd30.MARGIN_TOP)}" w:right="{dxa(nd30.MARGIN_RIGHT)}" '
        f'w:bottom="{dxa(nd30.MARGIN_BOTTOM)}" w:left="{dxa(nd30.MARGIN_LEFT)}" '
        f'w:header="{distance}" w:footer="{distance}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )
    if final:
        return properties
    tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{tiny}{properties}</w:pPr></w:p>"


def header(marking: Marking | None, *, landscape: bool, numbered: bool) -> str:
    """Page number in the middle of the top margin; the marking framed at the right."""
    width = text_width(landscape=landscape)
    tabs = xml.tab_stop("center", width // 2) + xml.tab_stop("right", width)
    number = _page_field() if numbered else ""
    mark = xml.words(f" {marking.text} ", size=10, bold=True, framed=True) if marking else ""
    content = xml.TAB + number + (xml.TAB + mark if mark else "") if number or mark else ""
    return xml.para(content, Format(style="Header", tabs=tabs))


def footer(code: FormCode | None, *, landscape: bool) -> str:
    tabs = xml.tab_stop("right", text_width(landscape=landscape))
    left = xml.words(code.code, size=nd30.SIZE_FORM_CODE) if code else ""
    right = xml.TAB + xml.words(code.revision, size=nd30.SIZE_FORM_CODE) if code and code.revision else ""
    return xml.para(left + right, Format(style="Footer", tabs=tabs))


def _page_field() -> str:
    half = round(nd30.SIZE_PAGE_NUMBER * 2)
    size = f'<w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    steps = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{size}{step}</w:r>" for step in steps)


@lru_cache(maxsize=1)
def template() -> bytes:
    """An empty document with our styles only."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types())
        package.writestr("_rels/.rels", _relations((("officeDocument", "word/document.xml"),)))
        package.writestr("word/document.xml", f"{_XML}<w:document {NAMESPACES}><w:body/></w:document>")
        related = (("styles", "styles.xml"), ("settings", "settings.xml"))
        package.writestr("word/_rels/document.xml.rels", _relations(related))
        package.writestr("word/styles.xml", _styles())
        package.writestr("word/settings.xml", _settings())
    return out.getvalue()


def _content_types() -> str:
    parts = (("document", "document.main"), ("styles", "styles"), ("settings", "settings"))
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: tuple[tuple[str, str], ...]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _settings() -> str:
    word = "http://schemas.microsoft.com/office/word"
    return (
        f'{_XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{word}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _styles() -> str:
    font = "".join(f' w:{script}="{nd30.WORD_FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    body, first = round(240 * nd30.LINE_SPACING), dxa(nd30.FIRST_LINE_INDENT)
    space = twips(nd30.PARAGRAPH_SPACE)
    text = f'<w:spacing w:after="{space}" w:line="{body}" w:lineRule="auto"/>'
    indent = f'<w:ind w:firstLine="{first}"/><w:jc w:val="both"/>'
    headings = "".join(
        _style(f"Heading{n}", f"heading {n}", f'<w:keepNext/>{text}{indent}<w:outlineLvl w:val="{n - 1}"/>')
        for n in (1, 2, 3, 4)
    )
    title = '<w:keepNext/><w:jc w:val="center"/>'
    cells = "".join(
        _style(f"QMSCell{n}", f"QMS Bảng {n}", '<w:spacing w:before="40" w:after="40"/>', _size(n))
        for n in TABLE_SIZES
    )
    return (
        f"{_XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{font}/>"
        f'{_size(nd30.SIZE_BODY)}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>{_style('Normal', 'Normal', '', default=True)}"
        f"{_style('QMSBody', 'QMS Nội dung', text + indent)}{_style('QMSPlain', 'QMS Dòng', text)}"
        f"{_style('QMSNote', 'QMS Ghi chú', text, _size(nd30.SIZE_RECIPIENTS_HEAD))}"
        f"{_style('QMSTitle', 'QMS Tên loại', title)}"
        f"{headings}{cells}{_style('Header', 'header', '')}{_style('Footer', 'footer', '')}</w:styles>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _style(key: str, name: str, paragraph: str, run: str = "", *, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{key}">'
        f'<w:name w:val="{name}"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )
