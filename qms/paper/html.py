"""Paper → HTML: a standalone page for WeasyPrint or the screen, or the inner part for a page of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import count

from qms.paper import css, fonts, nd30
from qms.paper.blocks import SignatureBlock
from qms.paper.html_blocks import Pen, broken, signatures
from qms.paper.tree import Annex, Letterhead, Paper, Title

FONT_URL = fonts.FONT_DIR.as_uri()


def render(
    paper: Paper | Sequence[Paper],
    *,
    preview: bool = False,
    font_base_url: str | None = None,
    bookmarks: bool = False,
) -> str:
    """A whole page. Several papers follow each other, each with its own page numbers.

    `preview`: figures become links and the sheets stand on a ground. Escapes everything it is given.
    `bookmarks`: one PDF outline entry a paper instead of one a heading.
    """
    papers = (paper,) if isinstance(paper, Paper) else tuple(paper)
    url = font_base_url or FONT_URL
    style = css.screen_css(url) if preview else css.font_faces(url) + css.base_css()
    if not preview:
        style += css.page_css([landscape for one in papers for landscape in _sheets(one)])
    if bookmarks:
        style += css.PAPER_BOOKMARKS
    numbers = count(1)
    body = "\n".join(_paper(one, Pen(preview, exact=not preview), numbers) for one in papers)
    return (
        f'<!DOCTYPE html>\n<html lang="{papers[0].language}">\n<head>\n<meta charset="utf-8">\n'
        f"{_metadata(papers[0])}<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def render_fragment(paper: Paper, *, preview: bool = True) -> str:
    """`<div class="paper">…`: no style attributes (CSP), styled by css.screen_css()."""
    return _paper(paper, Pen(preview), count(1))


def screen_css(font_base_url: str) -> str:
    return css.screen_css(font_base_url)


def _metadata(paper: Paper) -> str:
    meta = paper.metadata
    names = {"author": meta.author, "description": meta.subject, "generator": "QMS"}
    tags = "".join(f'<meta name="{k}" content="{escape(v)}">\n' for k, v in names.items() if v)
    return f"<title>{escape(paper.name)}</title>\n{tags}"


def _sheets(paper: Paper) -> list[bool]:
    return [paper.landscape, *(annex.landscape for annex in paper.annexes)]


def _paper(paper: Paper, pen: Pen, numbers: Iterator[int]) -> str:
    main = _framed(paper, _main(paper, _sized(pen, paper.landscape)), pen)
    parts = [_sheet("article", "", main, next(numbers), paper.landscape)]
    for annex in paper.annexes:
        content = _framed(paper, _annex(annex, _sized(pen, annex.landscape)), pen)
        parts.append(_sheet("section", annex.anchor, content, next(numbers), annex.landscape))
    return f'<div class="paper">\n{"".join(parts)}</div>'


def _sized(pen: Pen, landscape: bool) -> Pen:
    return replace(pen, room=nd30.text_width(landscape=landscape) / nd30.POINT)


def _sheet(tag: str, anchor: str, content: str, number: int, landscape: bool) -> str:
    name = f"sheet s{number}{' landscape' if landscape else ''}"
    return f'<{tag}{_id(anchor)} class="{name}">\n{content}</{tag}>\n'


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


def _framed(paper: Paper, content: str, pen: Pen) -> str:
    """What stands on every page: running elements before the content in print, lines around it on screen."""
    marking, foot = "", ""
    if paper.marking:
        marking = f'<p class="marking"><span>{escape(paper.marking.text)}</span></p>\n'
    if paper.form_code:
        foot = f'<p class="form-code">{escape(paper.form_code.code)}</p>\n'
        if paper.form_code.revision:
            foot += f'<p class="form-revision">{escape(paper.form_code.revision)}</p>\n'
    return f"{marking}{content}{foot}" if pen.preview else f"{marking}{foot}{content}"


def _main(paper: Paper, pen: Pen) -> str:
    parts = []
    if paper.letterhead:
        parts.append(_letterhead(paper.letterhead, paper.title.letter_subject))
    parts.append(_title(paper.title, in_letterhead=bool(paper.letterhead)))
    if paper.addressees:
        parts.append(_addressees(paper.addressees.lines))
    parts.append(pen.blocks(paper.opening))
    parts.append(_closing(paper))
    return "\n".join(part for part in parts if part) + "\n"


def _letterhead(head: Letterhead, letter_subject: str) -> str:
    room = nd30.TEXT_WIDTH * nd30.LETTERHEAD_LEFT / nd30.POINT
    parent = _soft(fonts.balanced(head.parent_organ, nd30.SIZE_ORGAN, room).lines)
    organ = _soft(fonts.balanced(head.organ, nd30.SIZE_ORGAN, room, bold=True).lines)
    issuer = (f'<p class="parent">{parent}</p>' if parent else "") + _ruled("organ", organ)
    state = (
        f'<p class="nation">{escape(head.nation)}</p><p class="motto"><span>{escape(head.motto)}</span></p>'
    )
    left = f'<p class="number">{escape(head.number_line)}</p>' if head.number_line else ""
    if letter_subject:
        left += f'<p class="letter-subject">{broken(letter_subject)}</p>'
    right = f'<p class="dateline">{escape(head.dateline)}</p>' if head.dateline else ""
    second = f"<tr><td>{left}</td><td>{right}</td></tr>" if left or right else ""
    first = f"<tr><td>{issuer}</td><td>{state}</td></tr>"
    return f'<table class="letterhead" role="presentation">{first}{second}</table>'


def _title(title: Title, *, in_letterhead: bool) -> str:
    lines = []
    if title.kind:
        lines.append(f'<h1 class="kind">{broken(title.kind)}</h1>')
    if title.subject and not (title.letter_subject and in_letterhead):
        lines.append(_ruled("subject", _balanced(title.subject, bold=True)))
    if title.note:
        lines.append(f'<p class="title-note">{_balanced(title.note)}</p>')
    return f'<div class="title">{"".join(lines)}</div>' if lines else ""


def _balanced(value: str, *, bold: bool = False) -> str:
    room = nd30.SUBJECT_WIDTH / nd30.POINT
    return _soft(fonts.balanced(value, nd30.SIZE_SUBJECT, room, bold=bold).lines)


def _ruled(name: str, lines: str) -> str:
    return f'<p class="{name}"><span class="ruled">{lines}</span></p>'


def _soft(lines: Sequence[str]) -> str:
    """Lines broken by measure, so that the rule below is measured on the longest; phones drop the breaks."""
    return ' <br class="soft">'.join(escape(line) for line in lines)


def _addressees(lines: Sequence[str]) -> str:
    rest = "".join(f"<li>{escape(line)}</li>" for line in lines[1:])
    return f'<div class="addressees"><p>{escape(lines[0])}</p>{f"<ul>{rest}</ul>" if rest else ""}</div>'


def _closing(paper: Paper) -> str:
    recipients = _recipients(paper)
    if len(paper.signatures) > 1:
        return signatures(paper.signatures) + recipients
    if not (recipients or paper.signatures):
        return ""
    blocks: tuple[SignatureBlock, ...] = paper.signatures
    return signatures(blocks, name="closing", left=recipients)


def _recipients(paper: Paper) -> str:
    if not paper.recipients:
        return ""
    names = "".join(f"<li>{escape(line)}</li>" for line in paper.recipients.lines)
    heading = escape(paper.recipients.heading)
    return f'<div class="recipients"><p class="recipients-head">{heading}</p><ul>{names}</ul></div>'


def _annex(annex: Annex, pen: Pen) -> str:
    lines = []
    if annex.heading:
        lines.append(f'<p class="annex-label">{escape(annex.heading)}</p>')
    if annex.title:
        lines.append(f'<h2 class="kind">{_balanced(annex.title, bold=True)}</h2>')
    if annex.reference:
        lines.append(f'<p class="title-note">{_balanced(annex.reference)}</p>')
    return f'<div class="title">{"".join(lines)}</div>\n{pen.blocks(annex.blocks)}\n'
