"""Letterhead, title, addressees, closing and annex heads → WordprocessingML."""

from dataclasses import replace

from qms.paper import docx_xml as xml
from qms.paper import fonts, nd30
from qms.paper.blocks import Block, Bullets, Paragraph
from qms.paper.docx_blocks import Pen, signatures
from qms.paper.docx_xml import Format
from qms.paper.tree import Annex, Letterhead, Paper, Recipients, Title

_CENTER = Format(align="center")


def main(paper: Paper, width: int) -> str:
    """Everything before the annexes, `width` twentieths of a point wide."""
    head = paper.letterhead
    parts = [_letterhead(head, paper.title.letter_subject, width)] if head else []
    parts.append(_title(paper.title, width, in_letterhead=bool(head)))
    if paper.addressees:
        parts.append(_addressees(paper.addressees.lines, width))
    parts.append(Pen(width).blocks(_kept(paper.opening)))
    parts.append(_closing(paper, width))
    return "".join(parts)


def annex(part: Annex, width: int) -> str:
    lines = []
    if part.heading:
        lines.append(xml.para(xml.words(part.heading, bold=True), _CENTER))
    if part.title:
        title = " \n".join(_balanced(part.title, bold=True).lines)
        lines.append(xml.para(xml.words(title, bold=True), _CENTER))
    if part.reference:
        reference = " \n".join(_balanced(part.reference).lines)
        lines.append(xml.para(xml.words(reference, italic=True), _CENTER))
    return "".join(lines) + xml.gap(12) + Pen(width).blocks(part.blocks)


def _letterhead(head: Letterhead, letter_subject: str, width: int) -> str:
    left = round(width * nd30.LETTERHEAD_LEFT)
    widths = [left, width - left]
    rows = xml.band(xml.box(left, _issuer(head, left)) + xml.box(widths[1], _state(head, widths[1])))
    number, date = head.number_line, head.dateline
    if number or date or letter_subject:
        shape = replace(_CENTER, before=100)
        under = xml.para(xml.words(number, size=nd30.SIZE_NUMBER), shape) if number else ""
        if letter_subject:
            words = xml.words(letter_subject, size=nd30.SIZE_LETTER_SUBJECT)
            under += xml.para(words, replace(_CENTER, before=xml.twips(nd30.LETTER_SUBJECT_SPACE)))
        day = xml.para(xml.words(date, size=nd30.SIZE_DATE, italic=True), shape) if date else ""
        rows += xml.band(xml.box(left, under) + xml.box(widths[1], day))
    return xml.borderless(widths, rows) + xml.gap(14)


def _issuer(head: Letterhead, width: int) -> str:
    setting = fonts.balanced(head.organ, nd30.SIZE_ORGAN, width / 20, bold=True)
    above = " \n".join(fonts.balanced(head.parent_organ, nd30.SIZE_ORGAN, width / 20).lines)
    parent = xml.para(xml.words(above, size=nd30.SIZE_ORGAN), _CENTER) if above else ""
    organ = xml.para(xml.words(" \n".join(setting.lines), size=nd30.SIZE_ORGAN, bold=True), _CENTER)
    return parent + organ + xml.rule(setting.width * nd30.RULE_RATIO, width / 20)


def _state(head: Letterhead, width: int) -> str:
    length = fonts.text_width(head.motto, nd30.SIZE_MOTTO, bold=True)
    return (
        xml.para(xml.words(head.nation, size=nd30.SIZE_NATION, bold=True), _CENTER)
        + xml.para(xml.words(head.motto, size=nd30.SIZE_MOTTO, bold=True), _CENTER)
        + xml.rule(length, width / 20, above=1)
    )


def _title(title: Title, width: int, *, in_letterhead: bool) -> str:
    lines = []
    if title.kind:
        lines.append(xml.para(xml.words(title.kind, size=nd30.SIZE_KIND, bold=True), Format("QMSTitle")))
    if title.subject and not (title.letter_subject and in_letterhead):
        setting = _balanced(title.subject, bold=True)
        subject = xml.words(" \n".join(setting.lines), size=nd30.SIZE_SUBJECT, bold=True)
        lines.append(xml.para(subject, replace(_CENTER, keep_next=True)))
        lines.append(xml.rule(setting.width * nd30.RULE_RATIO, width / 20))
    if title.note:
        note = " \n".join(_balanced(title.note).lines)
        lines.append(xml.para(xml.words(note, italic=True), _CENTER))
    return "".join(lines) + xml.gap(12) if lines else ""


def _balanced(value: str, *, bold: bool = False) -> fonts.Setting:
    return fonts.balanced(value, nd30.SIZE_SUBJECT, nd30.SUBJECT_WIDTH / nd30.POINT, bold=bold)


def _addressees(lines: tuple[str, ...], width: int) -> str:
    shift = xml.dxa(nd30.ADDRESSEES_INDENT)
    size = nd30.SIZE_ADDRESSEES
    longest = max(
        xml.twips(fonts.text_width(line, size)) + (shift if n else 0) for n, line in enumerate(lines)
    )
    side = max(0, (width - longest) // 2)
    first = xml.para(xml.words(lines[0], size=size), Format(left=side))
    rest = (xml.para(xml.words(line, size=size), Format(left=side + shift)) for line in lines[1:])
    return f"{first}{''.join(rest)}{xml.gap(12)}"


def _kept(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The last paragraph goes with the signatures: they never stand alone on a page."""
    if not blocks:
        return blocks
    *before, last = blocks
    if isinstance(last, Paragraph):
        return (*before, replace(last, keep_with_next=True))
    if isinstance(last, Bullets) and last.indented and not last.items[-1].blocks:
        line = Paragraph(last.items[-1].runs, prefix=last.markers()[-1], keep_with_next=True)
        return (*before, replace(last, items=last.items[:-1]), line)
    return blocks


def _closing(paper: Paper, width: int) -> str:
    recipients = _recipients(paper.recipients) if paper.recipients else ""
    above = xml.gap(4, keep_next=True)
    if len(paper.signatures) > 1:
        return above + signatures(paper.signatures, width) + xml.gap(10) + recipients
    if paper.signatures:
        return above + signatures(paper.signatures, width, left=recipients)
    return above + recipients if recipients else ""


def _recipients(part: Recipients) -> str:
    heading = xml.words(part.heading, size=nd30.SIZE_RECIPIENTS_HEAD, bold=True, italic=True)
    lines = (xml.para(xml.words(line, size=nd30.SIZE_RECIPIENTS)) for line in part.lines)
    return xml.para(heading, Format(before=30)) + "".join(lines)
