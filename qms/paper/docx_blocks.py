"""Body blocks → WordprocessingML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from qms.paper import docx_xml as xml
from qms.paper import nd30
from qms.paper.blocks import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    KeyValue,
    PageBreak,
    Paragraph,
    Role,
    SignatureBlock,
    Signatures,
    Spacer,
)
from qms.paper.docx_xml import Format
from qms.paper.table_layout import PADDING, layout
from qms.paper.tables import Align, Cell, Table, grid

_JC = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_CELL_MARGIN = xml.twips(PADDING)
_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes blocks into a column `width` (1/20 pt) wide; `cell`: style of table text, if in a table.

    `keep`: of a row that stays on the page of the next one.
    """

    width: int
    cell: str = ""
    align: str = ""
    bold: bool = False
    size: float = nd30.SIZE_BODY
    keep: bool = False

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "".join([self.block(block) for block in blocks])

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Heading():
                return self._heading(block)
            case Bullets():
                return self._bullets(block)
            case Table():
                return self._table(block)
            case Choices():
                return self._choices(block)
            case KeyValue():
                return self._line(block)
            case Signatures():
                return signatures(block.blocks, self.width, size=self.size) + xml.gap(10)
            case Spacer():
                return xml.para() * block.lines
            case PageBreak():
                return xml.para('<w:r><w:br w:type="page"/></w:r>', Format(line=20, exact=True))

    def _flush(self) -> Format:
        """Sheets and cells: no indent, left."""
        return Format(style=self.cell or "QMSPlain", align=self.align, keep_next=self.keep)

    def _body(self) -> Format:
        return self._flush() if self.cell else Format(style="QMSBody")

    def _paragraph(self, block: Paragraph) -> str:
        shape = {
            Role.BODY: self._body(),
            Role.LEGAL_BASIS: Format(style="QMSBody"),
            Role.PLAIN: self._flush(),
            Role.CENTERED: replace(self._flush(), align="center"),
            Role.RIGHT: replace(self._flush(), align="right"),
            Role.NOTE: self._flush(),
        }[block.role]
        if block.indent:
            shape = replace(shape, left=block.indent * xml.dxa(nd30.FIRST_LINE_INDENT))
        italic = block.role in (Role.LEGAL_BASIS, Role.NOTE)
        prefix = xml.words(f"{block.prefix} ", italic=italic, bold=self.bold) if block.prefix else ""
        if block.role == Role.NOTE and not self.cell:
            shape = replace(shape, style="QMSNote")
        text = xml.runs(block.runs, italic=italic, bold=self.bold)
        return xml.para(prefix + text, replace(shape, keep_next=block.keep_with_next or self.keep))

    def _heading(self, block: Heading) -> str:
        shape = Format(style=f"Heading{block.level}")
        if block.centered:
            shape = replace(shape, align="center", first=0)
        if block.flush:
            shape = replace(shape, first=0)
        return xml.para(xml.runs(block.runs, bold=block.bold), shape)

    def _bullets(self, block: Bullets) -> str:
        shape = self._body() if block.indented else self._flush()
        out = []
        for marker, item in zip(block.markers(), block.items, strict=True):
            sign = xml.words(f"{marker} ", bold=self.bold) if marker else ""
            out.append(xml.para(sign + xml.runs(item.runs, bold=self.bold), shape) + self.blocks(item.blocks))
        return "".join(out)

    def _choices(self, block: Choices) -> str:
        boxes = [self._box(choice) for choice in block.choices]
        prompt = xml.words(f"{block.prompt} ", bold=self.bold) if block.prompt else ""
        shape = replace(self._flush(), keep_next=block.keep_with_next or self.keep)
        if block.inline:
            return xml.para(prompt + xml.words("   ").join(boxes), shape)
        return "".join(xml.para(line, shape) for line in ((prompt, *boxes) if prompt else boxes))

    def _box(self, choice: Choice) -> str:
        """A framed run, drawn whatever fonts there are. Both marks are about as wide as high."""
        mark = f"{nd30.NBSP}X{nd30.NBSP}" if choice.checked else nd30.NBSP * 5
        frame = xml.words(mark, size=round(self.size * 1.4) / 2, bold=True, framed=True)
        return frame + xml.words(f"{nd30.NBSP}{choice.label}", bold=self.bold)

    def _line(self, block: KeyValue) -> str:
        label = xml.words(f"{block.prompt} ", bold=self.bold or block.bold_label)
        shape = self._body() if block.indented else self._flush()
        if not block.runs:
            stop = xml.tab_stop("right", self.width, "dot")
            return xml.para(label + xml.TAB, replace(shape, tabs=stop))
        return xml.para(label + xml.runs(block.runs, bold=self.bold), shape)

    def _table(self, table: Table) -> str:
        total = self.width
        fit = layout(table, None if self.cell else total / 20)
        edges = [round(total * part) for part in accumulate(fit.shares, initial=0.0)]
        columns = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(edges))
        lines = "".join(f"<w:{side} {_BORDER}/>" for side in _SIDES) if table.bordered else ""
        rows = self._rows(table, fit.size, edges, header=True)
        rows += self._rows(table, fit.size, edges, header=False)
        caption = xml.para(
            xml.runs(table.caption, bold=True), Format(style="QMSPlain", align="center", keep_next=True)
        )
        return (
            f'{caption if table.caption else ""}<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/>'
            f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            f'<w:left w:w="{_CELL_MARGIN}" w:type="dxa"/><w:right w:w="{_CELL_MARGIN}" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>{xml.gap(8)}"
        )

    def _rows(self, table: Table, size: int, edges: Sequence[int], *, header: bool) -> str:
        rows = table.header if header else table.rows
        out = []
        before_last = len(rows) - 2 if not header and rows and not rows[-1].splits else None
        for number, (row, slots) in enumerate(zip(rows, grid(rows, len(table.columns)), strict=True)):
            cells = []
            for slot in slots:
                width = edges[slot.column + slot.cell.colspan] - edges[slot.column]
                align = slot.cell.align or (Align.CENTER if header else table.columns[slot.column].align)
                pen = Pen(
                    width - 2 * _CELL_MARGIN,
                    f"QMSCell{size}",
                    _JC[align],
                    header or row.bold or slot.cell.bold,
                    size,
                    keep=number == before_last,
                )
                cells.append(_cell(slot.cell, width, pen, header=header, above=slot.above))
            out.append(xml.band("".join(cells), header=header and table.repeat_header, splits=row.splits))
        return "".join(out)


def _cell(cell: Cell, width: int, pen: Pen, *, header: bool, above: bool) -> str:
    extra = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if cell.rowspan > 1:
        extra += "<w:vMerge/>" if above else '<w:vMerge w:val="restart"/>'
    extra += '<w:vAlign w:val="center"/>' if header else ""
    content = "" if above else pen.blocks(cell.blocks)
    if cell.runs and not above:
        content = xml.para(xml.runs(cell.runs, bold=pen.bold), pen._flush()) + content
    return xml.box(width, content or xml.para(shape=pen._flush()), extra=extra)


def signatures(
    blocks: Sequence[SignatureBlock], width: int, *, left: str = "", size: float = nd30.SIZE_SIGNATURE
) -> str:
    """Blocks side by side in one row; a single one stands in the right half. `left`: Nơi nhận."""
    left = left or (xml.para() if len(blocks) == 1 else "")
    count = len(blocks) + bool(left)
    widths = [width // count] * count
    cells = xml.box(widths[0], left) if left else ""
    cells += "".join(xml.box(widths[0], _signature(block, size)) for block in blocks)
    return xml.borderless(widths, xml.band(cells))


def _signature(block: SignatureBlock, size: float) -> str:
    keep = Format(align="center", keep_next=True)
    top = [xml.para(xml.words(block.date, size=size, italic=True), keep)] if block.date else []
    top += [xml.para(xml.words(line, size=size, bold=True), keep) for line in block.authority]
    if block.note:
        top.append(xml.para(xml.words(block.note, size=size, italic=True), keep))
    foot = [line for line in (block.office, block.name) if line] or [""]
    shapes = [replace(keep, before=xml.twips(nd30.SIGN_SPACE), keep_next=False), Format(align="center")]
    bottom = [
        xml.para(xml.words(line, size=size, bold=True) if line else "", shape)
        for line, shape in zip(foot, shapes, strict=False)
    ]
    return "".join((*top, *bottom))
