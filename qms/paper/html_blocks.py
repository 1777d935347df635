"""Body blocks → HTML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from qms.paper.blocks import (
    Block,
    Bullets,
    Choice,
    Choices,
    Heading,
    KeyValue,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Signatures,
    Spacer,
)
from qms.paper.inline import Run, Runs
from qms.paper.nd30 import NBSP
from qms.paper.table_layout import layout
from qms.paper.tables import Align, Cell, Row, Table, grid

_SYMBOL = re.compile(r"\d+\w?/[\w/]*\w(?:-\w+)+")  # 367/KH-UBND: never broken over two lines


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes blocks; with `preview` a figure is a link to its source.

    `room`: width of the text in points. `exact`: column widths in style attributes, which CSP forbids.
    """

    preview: bool
    room: float | None = None
    exact: bool = False

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Headings get h2, h3 … by how deep they stand: a paper may leave a level out, a page may not (WCAG 1.3.1)."""
        above: list[int] = []
        parts = []
        for block in blocks:
            if isinstance(block, Heading):
                above = [*(level for level in above if level < block.level), block.level]
                parts.append(self._heading(block, f"h{len(above) + 1}"))
            else:
                parts.append(self.block(block))
        return "\n".join(parts)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Heading():
                return self._heading(block, f"h{block.level + 1}")
            case Bullets():
                return self._bullets(block)
            case Table():
                return self._table(block)
            case Choices():
                return self._choices(block)
            case KeyValue():
                return self._line(block)
            case Signatures():
                return signatures(block.blocks)
            case Spacer():
                return '<div class="space"></div>' * block.lines
            case PageBreak():
                return '<div class="page-break"></div>'

    def runs(self, runs: Runs) -> str:
        return "".join([self._run(run) for run in runs])

    def _run(self, run: Run) -> str:
        out = _SYMBOL.sub(r'<span class="whole">\g<0></span>', escape(run.text))
        if "\n" in out:
            out = out.replace("\n", "<br>")
        for wanted, tag in (
            (run.subscript, "sub"),
            (run.underline, "u"),
            (run.italic, "em"),
            (run.bold, "strong"),
        ):
            if wanted:
                out = f"<{tag}>{out}</{tag}>"
        if self.preview and run.figure:
            ref = run.figure
            name = "figure changed" if ref.changed else "figure"
            link = f' href="{escape(ref.url)}"' if ref.url.startswith(("/", "#", "?", "https://")) else ""
            title, key = escape(ref.title), escape(ref.key)
            out = f'<a class="{name}"{link} title="{title}" data-figure="{key}">{out}</a>'
        return out

    def _paragraph(self, block: Paragraph) -> str:
        names = str(block.role)
        if block.indent:
            names += f" in-{min(block.indent, 6)}"
        if block.keep_with_next:
            names += " keep"
        prefix = f"{escape(block.prefix)} " if block.prefix else ""
        return f'<p class="{names}">{prefix}{self.runs(block.runs)}</p>'

    def _heading(self, block: Heading, tag: str) -> str:
        names = "heading" + (" bold" if block.bold else "") + (" middle" if block.centered else "")
        names += " flush" if block.flush else ""
        anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
        return f'<{tag}{anchor} class="{names}">{self.runs(block.runs)}</{tag}>'

    def _bullets(self, block: Bullets) -> str:
        items = []
        for marker, item in zip(block.markers(), block.items, strict=True):
            sign = f"{escape(marker)} " if marker else ""
            items.append(f"<li>{sign}{self.runs(item.runs)}{self.blocks(item.blocks)}</li>")
        return f'<ul class="bullets{"" if block.indented else " flush"}">{"".join(items)}</ul>'

    def _choices(self, block: Choices) -> str:
        boxes = [_choice(choice) for choice in block.choices]
        prompt = escape(block.prompt)
        name = "choices keep" if block.keep_with_next else "choices"
        if block.inline:
            return f'<p class="{name}">{" ".join((prompt, *boxes)).strip()}</p>'
        return "".join(f'<p class="{name}">{line}</p>' for line in ((prompt, *boxes) if prompt else boxes))

    def _line(self, block: KeyValue) -> str:
        name = "body" if block.indented else "line"
        label = (
            f'<span class="label{" bold" if block.bold_label else ""}">{escape(block.prompt) or NBSP}</span>'
        )
        if not block.runs:
            return f'<p class="{name} blank">{label}<span class="dots"></span></p>'
        return f'<p class="{name}">{label} {self.runs(block.runs)}</p>'

    def _table(self, table: Table) -> str:
        fit = layout(table, self.room)
        name = f"grid t-{fit.size}{'' if table.bordered else ' open'}"
        caption = f"<caption>{self.runs(table.caption)}</caption>" if table.caption else ""
        if self.exact:
            columns = "".join(f'<col style="width:{share:.3%}">' for share in fit.shares)
        else:
            columns = "".join(f'<col class="w-{share}">' for share in percents(fit.shares))
        once = "" if table.repeat_header else ' class="once"'
        head = self._rows(table.header, table, "th")
        head = f"<thead{once}>{head}</thead>" if head else ""
        body = self._rows(table.rows, table, "td")
        body = f"<tbody>{body}</tbody>"
        return f'<table class="{name}">{caption}<colgroup>{columns}</colgroup>{head}\n{body}</table>'

    def _inside(self, cell: Cell) -> str:
        return replace(self, room=None).blocks(cell.blocks) if cell.blocks else ""

    def _rows(self, rows: Sequence[Row], table: Table, tag: str) -> str:
        aligns = [column.align for column in table.columns] if tag == "td" else []
        out = []
        for row, slots in zip(rows, grid(rows, len(table.columns)), strict=True):
            cells = [
                self._cell(slot.cell, slot.cell.align or (aligns[slot.column] if aligns else None), tag)
                for slot in slots
                if not slot.above
            ]
            names = " ".join(name for name, on in (("strong", row.bold), ("splits", row.splits)) if on)
            out.append(f"""<tr{f' class="{names}"' if names else ""}>{"".join(cells)}</tr>""")
        return "\n".join(out)

    def _cell(self, cell: Cell, align: Align | None, tag: str) -> str:
        names = f"a-{align}" if align and (tag == "th" or align != Align.LEFT) else ""
        attributes = f' class="{names}{" bold" if cell.bold else ""}"' if names or cell.bold else ""
        if cell.colspan > 1:
            attributes += f' colspan="{cell.colspan}"'
        if cell.rowspan > 1:
            attributes += f' rowspan="{cell.rowspan}"'
        return f"<{tag}{attributes}>{self.runs(cell.runs)}{self._inside(cell)}</{tag}>"


def broken(value: str) -> str:
    """Escaped, line breaks kept."""
    return escape(value).replace("\n", "<br>")


def _choice(choice: Choice) -> str:
    """A drawn box that stays on one line with the first word of its label."""
    first, space, rest = choice.label.partition(" ")
    box = f'<span class="box">{"X" if choice.checked else ""}</span>'
    head = f'<span class="whole">{box}{NBSP}{escape(first)}</span>'
    return f'<span class="choice">{head}{space}{escape(rest)}</span>'


def percents(shares: Sequence[float]) -> list[int]:
    """Whole percents that add to 100: the largest remainders are rounded up."""
    exact = [share * 100 for share in shares]
    whole = [int(value) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for index in by_rest[: 100 - sum(whole)]:
        whole[index] += 1
    return whole


def signatures(blocks: Sequence[SignatureBlock], *, name: str = "signatures", left: str = "") -> str:
    """Side by side; a single block stands in the right half."""
    left = left or ("<div></div>" if len(blocks) == 1 else "")
    return f'<div class="{name}">{left}{"".join(_signature(block) for block in blocks)}</div>'


def _signature(block: SignatureBlock) -> str:
    lines = [("sign-date", block.date), *(("authority", line) for line in block.authority)]
    lines.append(("sign-note", block.note))
    top = "".join(f'<p class="{name}">{escape(line)}</p>' for name, line in lines if line)
    foot = (("office", block.office), ("signer", block.name))
    bottom = "".join(f'<p class="{name}">{escape(line)}</p>' for name, line in foot if line)
    return f'<div class="signature">{top}<div class="sign-room"></div>{bottom}</div>'
