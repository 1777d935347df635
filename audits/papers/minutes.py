"""BIÊN BẢN họp xem xét của lãnh đạo (NĐ 30 Mẫu 1.9; ISO 9001:2015 9.3.3)."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone

from audits.enums import AttendeeRole
from audits.models import ManagementReview, ReviewAttendee, ReviewConclusion
from audits.models.internal import STANDARD
from audits.papers.sheet import dotted, empty_rows
from audits.papers.words import clock, letterhead, paragraphs
from qms.dates import slashed, spelled
from qms.paper import build
from qms.paper.blocks import Block, SignatureBlock
from qms.paper.tables import Row
from qms.paper.tree import Letterhead, Paper, Recipients, Title
from qms.paper.typed import typed_blocks
from qms.scope import current_agency

KIND = "Biên bản"
RANK = {AttendeeRole.CHAIR: 0, AttendeeRole.SECRETARY: 1}


def minutes_paper(review: ManagementReview) -> Paper:
    day = review.held_on or review.planned_on or datetime.date(review.year, 12, 31)
    return Paper(
        title=Title(KIND, _subject(review.year)),
        letterhead=_head(day),
        body=tuple(_body(review)),
        signatures=(
            SignatureBlock(("Thư ký",), review.secretary.names_at(day).name if review.secretary else ""),
            SignatureBlock(
                ("Chủ trì",),
                review.chair.names_at(day).name if review.chair else "",
                office=_chair_title(review, day),
            ),
        ),
        recipients=Recipients(("Lưu: VT, Hồ sơ",)),
        draft=True,  # the number of a biên bản is written when it is archived
    )


def _subject(year: int | str) -> str:
    return f"Họp xem xét của lãnh đạo việc áp dụng Hệ thống quản lý chất lượng theo {STANDARD} năm {year}"


def _head(day: datetime.date) -> Letterhead:
    """Mẫu 1.9: no place and day at the head."""
    return letterhead(day, notation=f"BB-{current_agency().notation}", show_dateline=False)


def _chair_title(review: ManagementReview, day: datetime.date) -> str:
    if review.chair_title or review.chair is None:
        return review.chair_title
    return review.chair.names_at(day).position.upper()


def _body(review: ManagementReview) -> Iterator[Block]:
    if review.starts_at:
        yield build.line("Thời gian bắt đầu", _moment(review.starts_at, review.held_on), indented=True)
    if review.place:
        yield build.line("Địa điểm", review.place, indented=True)
    yield from paragraphs(review.opening or _opening(review))
    yield build.h(1, "I. Thành phần", upper=True)
    yield from _attendees(list(review.attendees.all()), review.held_on)
    yield build.h(1, "II. Nội dung họp xem xét", upper=True)
    for section in review.sections.all():
        yield build.h(1, f"{section.letter}. {section.heading}")
        yield from typed_blocks(section.body, top=2)
    yield build.h(1, "III. Kết luận", upper=True)
    yield _conclusions(
        [
            [number, row.text, row.owner, _due(row), row.checker]
            for number, row in enumerate(review.conclusions.all(), 1)
        ]
    )
    if review.ends_at:
        yield _ending(_moment(review.ends_at, review.held_on))


def _ending(when: str) -> Block:
    return build.p(f"Cuộc họp kết thúc vào {when}./.")


def _moment(time: datetime.time, day: datetime.date | None) -> str:
    return f"{clock(time)}, {spelled(day)}" if day else clock(time)


def _opening(review: ManagementReview) -> str:
    if review.held_on is None:
        return ""
    names = current_agency().names_at(review.held_on)
    return (
        f"Hôm nay, {spelled(review.held_on)}, {names.full_name} tổ chức họp xem xét của lãnh đạo việc áp dụng "
        f"Hệ thống quản lý chất lượng theo tiêu chuẩn quốc gia {STANDARD} vào hoạt động của cơ quan."
    )


def _attendees(rows: Sequence[ReviewAttendee], day: datetime.date | None) -> Iterator[Block]:
    """Numbered through: chair, secretary, then “Các thành viên”; names and offices of that day."""
    ordered = sorted(rows, key=lambda row: RANK.get(AttendeeRole(row.role), 2))
    others = False
    for number, row in enumerate(ordered, 1):
        leads = row.role in RANK
        if not leads and not others:
            others = True
            yield build.h(4, "* Các thành viên")
        name, title = row.display_name, row.display_title
        if row.person and day:
            names = row.person.names_at(day)
            name, title = names.addressed, row.title or names.position
        about = [name, title, row.get_role_display() if leads else ""]
        yield build.p(f"{number}. {', '.join(part for part in about if part)}.")


def _due(row: ReviewConclusion) -> str:
    return "Thường xuyên" if row.standing else slashed(row.due_on) if row.due_on else ""


def _conclusions(rows: Sequence[Row | Sequence[str | int]]) -> Block:
    return build.table(
        ["TT", "Nội dung công việc", "Ngành/Cá nhân thực hiện", "Thời gian thực hiện", "Người kiểm tra"],
        rows or [["", "", "", "", ""]],
        weights=[0.5, 3.2, 1.7, 1.2, 1.3],
        aligns="clccc",
    )


def blank_minutes() -> Paper:
    return Paper(
        title=Title(KIND, _subject("........")),
        letterhead=_head(timezone.localdate()),
        body=(
            build.line("Thời gian bắt đầu", indented=True),
            build.line("Địa điểm", indented=True),
            build.h(1, "I. Thành phần", upper=True),
            build.line("1. Chủ trì", indented=True),
            build.line("2. Thư ký", indented=True),
            build.h(4, "* Các thành viên"),
            *dotted(6),
            build.h(1, "II. Nội dung họp xem xét", upper=True),
            *dotted(14),
            build.h(1, "III. Kết luận", upper=True),
            _conclusions(empty_rows(5, 5, height=3, numbered=True)),
            _ending("..... giờ ....., ngày ..... tháng ..... năm ........."),
        ),
        signatures=(SignatureBlock(("Thư ký",)), SignatureBlock(("Chủ trì",))),
        recipients=Recipients(("Lưu: VT, Hồ sơ",)),
        draft=True,
    )
