"""Filled Markdown → blocks: one line is one paragraph, bullets keep their marker, figures become runs."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qms.paper.tree import (
    Align,
    Block,
    Bullets,
    Cell,
    Column,
    FigureRef,
    Heading,
    Item,
    Paragraph,
    Role,
    Row,
    Run,
    Runs,
    Table,
)
from reports.placeholders import MARKED, Quote, quote_index, strip_private

TABLE_LINE = re.compile(r"^\[\[bang:([a-z0-9_.]+)\]\]$")
_LIST_LINE = re.compile(r"^\s*([-+*]|\d{1,9}[.)])\s")
_parser = MarkdownIt("zero").enable(["list", "heading", "table", "emphasis", "escape", "newline"])
_parser.options["maxNesting"] = 20

TableOf = Callable[[str], Block]


@lru_cache(maxsize=1024)
def _parsed(text: str) -> list[Token]:
    """Only read: a body with its marks is the same text until somebody changes it, whatever the figures are."""
    return _parser.parse(_lines(text))


@lru_cache(maxsize=1024)
def _parsed_inline(text: str) -> list[Token]:
    return _parser.parseInline(text)


@lru_cache(maxsize=4096)
def _run(text: str, bold: bool, italic: bool) -> Run:
    """Frozen, so the words of an outline may stand in many papers."""
    return Run(text, bold, italic)


@dataclass
class Writer:
    """Turns one section's text into blocks. changed: keys of figures that moved since it was confirmed."""

    quotes: Sequence[Quote]
    table_of: TableOf
    changed: frozenset[str] = frozenset()
    _tokens: list[Token] = field(default_factory=list)
    _at: int = 0

    def blocks(self, text: str) -> tuple[Block, ...]:
        self._tokens, self._at = _parsed(text), 0
        return tuple(self._until(""))

    def inline(self, text: str) -> Runs:
        """Runs of a heading: bold and italic only."""
        tokens = _parsed_inline(" ".join(text.split()))
        return self._runs(tokens[0].children or []) if tokens else ()

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _until(self, closing: str) -> list[Block]:
        found: list[Block] = []
        while self._at < len(self._tokens):
            token = self._next()
            if token.type == closing:
                break
            if token.type == "paragraph_open":
                found.extend(self._paragraph())
            elif token.type == "heading_open":
                found.append(self._heading(int(token.tag[1:])))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                found.append(self._list(token))
            elif token.type == "table_open":
                found.append(self._table())
        return found

    def _paragraph(self) -> Iterable[Block]:
        inline = self._next()
        self._next()
        if match := TABLE_LINE.match(strip_private(inline.content.strip())):
            yield self.table_of(match[1])
        elif runs := self._runs(inline.children or []):
            yield Paragraph(runs, Role.BODY)

    def _heading(self, level: int) -> Heading:
        inline = self._next()
        self._next()
        return Heading(min(level, 4), self._runs(inline.children or []))

    def _list(self, opening: Token) -> Bullets:
        ordered = opening.type == "ordered_list_open"
        closing = opening.type.replace("_open", "_close")
        items: list[Item] = []
        while (token := self._next()).type != closing:
            if token.type == "list_item_open":
                items.append(_item(self._until("list_item_close")))
        marker = f"1{opening.markup}" if ordered else opening.markup
        return Bullets(tuple(items), marker, start=int(opening.attrs.get("start", 1)) if ordered else 1)

    def _table(self) -> Table:
        header: list[Row] = []
        rows: list[Row] = []
        cells: list[Cell] = []
        aligns: list[Align] = []
        target = header
        while (token := self._next()).type != "table_close":
            if token.type == "tbody_open":
                target = rows
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    aligns.append(_align(str(token.attrs.get("style", ""))))
                cells.append(Cell(self._runs(self._next().children or [])))
            elif token.type == "tr_close":
                target.append(Row(tuple(cells)))
                cells = []
        return Table(tuple(Column(1.0, align) for align in aligns), tuple(rows), tuple(header))

    def _runs(self, tokens: Iterable[Token]) -> Runs:
        bold = italic = False
        runs: list[Run] = []
        for token in tokens:
            if token.type in ("strong_open", "strong_close"):
                bold = token.nesting == 1
            elif token.type in ("em_open", "em_close"):
                italic = token.nesting == 1
            elif token.type in ("softbreak", "hardbreak"):
                runs.append(Run("\n"))
            elif token.content:
                runs.extend(self._marked(token.content, bold, italic))
        return tuple(runs)

    def _marked(self, text: str, bold: bool, italic: bool) -> Iterable[Run]:
        """Text and the figures in it."""
        if text.isprintable():  # without a mark
            yield _run(text, bold, italic)
            return
        at = 0
        for match in MARKED.finditer(text):
            if before := strip_private(text[at : match.start()]):
                yield _run(before, bold, italic)
            quote = self.quotes[quote_index(match[1])]
            yield Run(match[2], bold, italic, figure=reference(quote, self.changed))
            at = match.end()
        if rest := strip_private(text[at:]):
            yield _run(rest, bold, italic)


def reference(quote: Quote, changed: frozenset[str] = frozenset()) -> FigureRef:
    title = f"{quote.label} = {quote.formula}" if quote.formula else quote.label
    return FigureRef(quote.key, quote.url, title, changed=quote.missing or quote.key in changed)


def _item(blocks: list[Block]) -> Item:
    """An entry: its first paragraph on the marker's line, the rest below it."""
    if blocks and isinstance(blocks[0], Paragraph):
        return Item(blocks[0].runs, tuple(blocks[1:]))
    return Item((), tuple(blocks))


def _align(style: str) -> Align:
    return Align.RIGHT if "right" in style else Align.CENTER if "center" in style else Align.LEFT


def _lines(text: str) -> str:
    """Each line its own paragraph, as people type: a blank line between lines that Markdown would join."""
    out: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\t", "    ").split("\n"):
        line = line.rstrip()
        if line and out and out[-1] and not (_joins(line) and _joins(out[-1])):
            out.append("")
        out.append(line)
    return "\n".join(out)


def _joins(line: str) -> bool:
    """Rows of a table and entries of a list stand together."""
    return line.lstrip().startswith("|") or bool(_LIST_LINE.match(line))
