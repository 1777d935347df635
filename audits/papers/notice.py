"""THÔNG BÁO of an internal audit (NĐ 30 Mẫu 1.4), with the Ban Chỉ đạo's own number series."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from audits.models import InternalAudit
from audits.papers.sheet import asked
from audits.papers.words import (
    cited,
    letterhead,
    lines,
    lines_of,
    names_of,
    programme_day,
    sentence,
    span,
    unit_names,
)
from qms.paper import build
from qms.paper.blocks import Block, Paragraph, SignatureBlock
from qms.paper.tree import Letterhead, Paper, Recipients, Title

KIND = "Thông báo"
NOTATION = "TB-BCĐ"
BLANK_PARTS = (
    ("1. Mục đích", 4),
    ("2. Phạm vi đánh giá", 4),
    ("3. Nội dung đánh giá", 3),
    ("4. Thời gian", 1),
    ("5. Địa điểm", 1),
    ("* Ghi chú", 3),
)


def notice_paper(audit: InternalAudit) -> Paper:
    """Its number and day come from the văn bản once it has them."""
    notice = audit.notice
    basis = [document for document in (audit.plan_document, audit.team_decision) if document]
    return Paper(
        title=Title(KIND, _subject(audit)),
        letterhead=_head(audit, notice.issued_on if notice else None),
        legal_basis=tuple(cited(document) for document in basis),
        body=_ended(list(_body(audit))),
        signatures=(_signature(audit),),
        recipients=Recipients(names) if (names := lines(audit.notice_recipients)) else None,
        draft=notice is None,
    )


def _signature(audit: InternalAudit) -> SignatureBlock:
    """Ô 7b: who signs for an advisory body is named with his other office."""
    authority = lines(audit.notice_signature) or ("TRƯỞNG BAN",)
    if audit.notice_signer is None:
        return SignatureBlock(authority)
    names = names_of(audit.notice_signer, programme_day(audit))
    return SignatureBlock(authority, names.name, office=names.position.upper())


def _subject(audit: InternalAudit) -> str:
    if audit.notice:
        return audit.notice.subject
    return f"Đánh giá nội bộ hệ thống quản lý chất lượng theo {audit.standard} năm {audit.year}"


def _head(audit: InternalAudit, day: datetime.date | None) -> Letterhead:
    """Advisory bodies have a number series of their own, under the agency's name (NĐ 30)."""
    notice = audit.notice
    return _organ_head(
        day or datetime.date(audit.year, 12, 31),
        audit.notice_organ,
        number=notice.number if notice else None,
        notation=notice.notation if notice else NOTATION,
        day=day or (audit.year, None),
    )


def _organ_head(on: datetime.date, organ: str, **parts: object) -> Letterhead:
    own = letterhead(on, **parts)
    return replace(own, organ=organ, parent_organ=own.organ)


def _body(audit: InternalAudit) -> Iterator[Block]:
    day = programme_day(audit)
    yield build.p(
        f"{audit.notice_organ} thông báo chương trình và nội dung đánh giá nội bộ năm {audit.year} như sau:"
    )
    yield build.h(1, "1. Mục đích")
    yield from _sentences(audit.purpose)
    yield build.h(1, "2. Phạm vi đánh giá")
    yield from _sentences(audit.scope or ", ".join(unit_names(audit, day)))
    yield from _part("3. Nội dung đánh giá", lines_of(audit.topics))
    when = span(audit.planned_from, audit.planned_to)
    yield from _part("4. Thời gian", [f"{when} (đính kèm chương trình và nội dung đánh giá)".strip()])
    yield from _part("5. Địa điểm", lines_of(_at(audit.place)))
    if note := lines_of(audit.notice_note):
        first = build.text("Ghi chú: ", italic=True, bold=True)
        yield build.p(first, sentence(note[0]), prefix="*")
        yield from _sentences("\n".join(note[1:]))
    yield from _sentences(audit.notice_request)


def _part(title: str, texts: list[str]) -> Iterator[Block]:
    """“4. Thời gian: …”; the further lines are paragraphs of their own."""
    yield build.p(build.text(f"{title}: ", bold=True), sentence(texts[0]) if texts else "")
    yield from _sentences("\n".join(texts[1:]))


def _sentences(text: str) -> Iterator[Block]:
    for line in lines_of(text):
        yield build.p(sentence(line))


def _at(place: str) -> str:
    return place if not place or place.lower().startswith("tại ") else f"Tại {place}"


def _ended(blocks: list[Block]) -> tuple[Block, ...]:
    """The last sentence of a văn bản ends “./.”."""
    last = blocks[-1]
    if isinstance(last, Paragraph) and last.runs:
        run = last.runs[-1]
        bare = run.text.rstrip().removesuffix("./.").rstrip(".").rstrip()
        last = replace(last, runs=(*last.runs[:-1], replace(run, text=f"{bare}./.")))
    return (*blocks[:-1], last)


def blank_notice() -> Paper:
    today = timezone.localdate()
    return Paper(
        title=Title(KIND, "Đánh giá nội bộ hệ thống quản lý chất lượng"),
        letterhead=_organ_head(today, "Ban Chỉ đạo ISO", notation=NOTATION, day=(today.year, None)),
        body=tuple(block for label, count in BLANK_PARTS for block in asked(label, count)),
        signatures=(SignatureBlock(("TRƯỞNG BAN",)),),
        recipients=Recipients(("Thành viên Ban Chỉ đạo", "Các đơn vị có liên quan", "Lưu: VT, BCĐ")),
        draft=True,
    )
