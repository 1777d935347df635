"""SỔ THEO DÕI of a year: complaints and feedback, which everyone may see; denunciations apart, for whom they are."""

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from qms.dates import slashed
from qms.paper import build
from qms.paper.blocks import Block
from qms.paper.tree import Letterhead, Paper, Title
from qms.papers import paper
from qms.scope import current_agency
from tthc import permissions
from tthc.enums import ComplaintKind, ComplaintState
from tthc.models import Complaint, ComplaintBook
from tthc.querysets.complaints import ComplaintQuerySet

HEADER = ["Số", "Ngày nhận", "Loại, cách tiếp nhận", "Nội dung", "Đơn vị, người xử lý", "Hạn", "Kết quả"]


def _books(year: int) -> Iterable[ComplaintBook]:
    return ComplaintBook.objects.filter(year=year)


def _rows(book: ComplaintBook, *, denunciations: bool) -> ComplaintQuerySet:
    rows = Complaint.objects.of_year(book.year).for_page()
    secret = Q(kind=ComplaintKind.DENUNCIATION)
    return rows.filter(secret if denunciations else ~secret).order_by("number")


@paper(
    "tthc.complaint_register",
    "Sổ theo dõi khiếu nại, phản ánh",
    ComplaintBook,
    permissions.VIEW,
    file_name=lambda book: f"so-theo-doi-khieu-nai-phan-anh-{book.year}",
    of_year=_books,
    order=70,
)
def register(book: ComplaintBook) -> Paper:
    return _paper(book, "theo dõi khiếu nại, phản ánh, kiến nghị", list(_rows(book, denunciations=False)))


@paper(
    "tthc.denunciation_register",
    "Sổ theo dõi tố cáo",
    ComplaintBook,
    permissions.DENUNCIATIONS,
    file_name=lambda book: f"so-theo-doi-to-cao-{book.year}",
    order=71,
)
def denunciation_register(book: ComplaintBook) -> Paper:
    """Not in the year's dossier, which lies open."""
    return _paper(book, "theo dõi tố cáo", list(_rows(book, denunciations=True)))


def _paper(book: ComplaintBook, subject: str, rows: list[Complaint]) -> Paper:
    names = current_agency().names_at(min(datetime.date(book.year, 12, 31), timezone.localdate()))
    head = Letterhead(
        organ=names.full_name, parent_organ=names.parent_name, show_number=False, show_dateline=False
    )
    body: tuple[Block, ...] = (_table(rows), _sum(rows)) if rows else (build.p(_nothing(book)),)
    return Paper(title=Title("Sổ", f"{subject} năm {book.year}"), letterhead=head, body=body, landscape=True)


def _nothing(book: ComplaintBook) -> str:
    if book.none_received and book.confirmed_on:
        return f"Năm {book.year} không phát sinh (xác nhận ngày {slashed(book.confirmed_on)})."
    return f"Năm {book.year} chưa ghi mục nào."


def _table(rows: list[Complaint]) -> Block:
    return build.table(
        HEADER,
        [
            [
                f"{row.number:02d}",
                slashed(row.received_on),
                f"{row.get_kind_display()}; {row.get_channel_display().lower()}",
                "\n".join(filter(None, (row.subject, row.dossier_code and f"Hồ sơ {row.dossier_code}"))),
                "\n".join(str(one.name) for one in (row.unit, row.handler) if one),
                _due(row),
                _outcome(row),
            ]
            for row in rows
        ],
        weights=[0.6, 1.1, 1.6, 3.6, 1.8, 1.1, 2.6],
        aligns="cclllcl",
    )


def _due(row: Complaint) -> str:
    if row.due_on is None:
        return ""
    return f"{slashed(row.due_on)} (gia hạn)" if row.extended_until else slashed(row.due_on)


def _outcome(row: Complaint) -> str:
    """What became of it: the document that answered, its day, the verdict; or why not."""
    if row.answered_on is None:
        state = row.get_state_display()
        return f"{state}: {row.reason}" if row.reason else state
    by = (
        f"{row.answer_document.citation}"
        if row.answer_document
        else f"Trả lời ngày {slashed(row.answered_on)}"
    )
    parts = [by]
    if row.result:
        parts.append(f"nội dung nêu {row.get_result_display().lower()}")
    if row.due_on and row.answered_on > row.due_on:
        parts.append(f"muộn {(row.answered_on - row.due_on).days} ngày")
    if row.satisfied:
        parts.append(row.get_satisfied_display().lower())
    return "; ".join(parts)


def _sum(rows: list[Complaint]) -> Block:
    answered = sum(row.answered_on is not None for row in rows)
    refused = sum(row.state in (ComplaintState.REFUSED, ComplaintState.WITHDRAWN) for row in rows)
    left = len(rows) - answered - refused
    return build.p(
        f"Cộng: {len(rows)} vụ việc; đã trả lời {answered}; không thụ lý, rút {refused}; đang giải quyết {left}."
    )
