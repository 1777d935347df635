"""Paper → plain text: a block a line, single spaces, table cells split by tabs. For search, comparison."""

from collections.abc import Iterable, Iterator

from qms.paper.blocks import (
    Block,
    Bullets,
    Choices,
    Heading,
    KeyValue,
    Paragraph,
    SignatureBlock,
    Signatures,
)
from qms.paper.inline import plain
from qms.paper.tables import Cell, Row, Table
from qms.paper.tree import Annex, Letterhead, Paper

CHECKED, UNCHECKED = "☒", "☐"


def render(paper: Paper) -> str:
    return "\n".join(line for line in map(_squeezed, _paper(paper)) if line) + "\n"


def body(paper: Paper) -> str:
    """The body alone, without annexes."""
    return "\n".join(_squeezed(line) for line in _blocks(paper.opening))


def _squeezed(line: str) -> str:
    return "\t".join(" ".join(part.split()) for part in line.split("\t"))


def _paper(paper: Paper) -> Iterator[str]:
    if paper.marking:
        yield paper.marking.text
    if paper.letterhead:
        yield from _letterhead(paper.letterhead, paper.title.letter_subject)
    yield paper.title.kind
    if not (paper.letterhead and paper.title.letter_subject):
        yield paper.title.subject
    yield paper.title.note
    if paper.addressees:
        yield from paper.addressees.lines
    yield from _blocks(paper.opening)
    yield from _closing(paper)
    for annex in paper.annexes:
        yield from _annex(annex)
    if paper.form_code:
        yield paper.form_code.code
        yield paper.form_code.revision


def _letterhead(head: Letterhead, letter_subject: str) -> Iterator[str]:
    yield from (head.parent_organ, head.organ, head.nation, head.motto)
    yield from (head.number_line, letter_subject, head.dateline)


def _closing(paper: Paper) -> Iterator[str]:
    """Nơi nhận stands left of one signature, but under several (Mẫu 1.9)."""
    recipients = (paper.recipients.heading, *paper.recipients.lines) if paper.recipients else ()
    if len(paper.signatures) < 2:
        yield from recipients
    for block in paper.signatures:
        yield from _signature(block)
    if len(paper.signatures) > 1:
        yield from recipients


def _signature(block: SignatureBlock) -> Iterator[str]:
    yield from (block.date, *block.authority, block.note, block.office, block.name)


def _annex(annex: Annex) -> Iterator[str]:
    yield from (annex.heading, annex.title, annex.reference)
    yield from _blocks(annex.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield f"{block.prefix} {plain(block.runs)}"
            case Heading():
                yield plain(block.runs)
            case Bullets():
                for marker, item in zip(block.markers(), block.items, strict=True):
                    yield f"{marker} {plain(item.runs)}"
                    yield from _blocks(item.blocks)
            case Table():
                yield plain(block.caption)
                yield from map(_row, (*block.header, *block.rows))
            case Choices():
                yield from _choices(block)
            case KeyValue():
                yield f"{block.prompt} {plain(block.runs)}"
            case Signatures():
                for signature in block.blocks:
                    yield from _signature(signature)


def _row(row: Row) -> str:
    return "\t".join(_squeezed(cell_text(cell)).replace("\t", " ") for cell in row.cells)


def cell_text(cell: Cell) -> str:
    if not cell.blocks:
        return plain(cell.runs)
    return " ".join((plain(cell.runs), *_blocks(cell.blocks)))


def _choices(block: Choices) -> Iterator[str]:
    boxes = [f"{CHECKED if choice.checked else UNCHECKED} {choice.label}" for choice in block.choices]
    if block.inline:
        yield " ".join((block.prompt, *boxes))
    else:
        yield block.prompt
        yield from boxes
