"""Papers of controlled documents: a revision with its responsibilities, and the sheet of amendments."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from documents import permissions
from documents.enums import PROCEDURES, RevisionState
from documents.models import ControlledDocument, Revision
from qms.dates import slashed
from qms.models import Attachment, Person, Record
from qms.paper import build
from qms.paper.blocks import Block
from qms.paper.tree import FormCode, Letterhead, Marking, Paper, Title
from qms.paper.typed import typed_blocks
from qms.papers import bundle, paper
from qms.scope import current_agency


def _issued(year: int) -> Iterable[Revision]:
    """What came into force in the year, by document."""
    rows = Revision.objects.for_papers().filter(effective_on__year=year)
    return rows.order_by("document__sort_key", "number")


@paper(
    "documents.revision",
    "Bản in tài liệu",
    Revision,
    permissions.VIEW,
    file_name=lambda revision: f"{revision.document.code}-lan-{revision.number:02d}",
    load=lambda pk: Revision.objects.for_papers().get(pk=pk),
    of_year=_issued,
    order=15,
)
def revision_paper(revision: Revision) -> Paper:
    """The whole document as issued; one that is not in force says so on every page."""
    document = revision.document
    return Paper(
        title=_title(document),
        letterhead=_letterhead(revision.effective_on or timezone.localdate()),
        body=(
            *_head(revision),
            *_responsibilities(revision),
            *_amendments(document, upto=revision.number),
            *_content(revision),
        ),
        form_code=FormCode(document.code, revision.number_label),
        marking=marking(revision),
        draft=revision.state
        not in (RevisionState.EFFECTIVE, RevisionState.SUPERSEDED, RevisionState.WITHDRAWN),
    )


@paper(
    "documents.amendments",
    "Bảng theo dõi sửa đổi",
    ControlledDocument,
    permissions.VIEW,
    file_name=lambda document: f"{document.code}-theo-doi-sua-doi",
    order=10,
)
def amendment_paper(document: ControlledDocument) -> Paper:
    """Bảng theo dõi sửa đổi: one row a revision that was issued."""
    return Paper(
        title=Title("Bảng theo dõi sửa đổi", f"{document.code} {document.title}"),
        letterhead=_letterhead(timezone.localdate()),
        body=tuple(_amendments(document, caption="")),
        form_code=FormCode(document.code),
    )


def _history(document: ControlledDocument) -> Iterator[tuple[str, Record]]:
    yield "documents.amendments", document
    for revision in Revision.objects.filter(document=document).for_papers().order_by("number"):
        yield "documents.revision", revision


bundle(
    "documents.history",
    "Hồ sơ tài liệu",
    ControlledDocument,
    permissions.VIEW,
    _history,
    file_name=lambda document: f"ho-so-{document.code}",
)


def marking(revision: Revision) -> Marking | None:
    """What stands framed on every page of a revision that must not be worked by."""
    if revision.state == RevisionState.EFFECTIVE:
        return None
    if revision.state == RevisionState.WITHDRAWN:
        return Marking("BẢN ĐÃ THU HỒI – không còn hiệu lực")
    if revision.state == RevisionState.SUPERSEDED:
        successor = revision.successor
        by = f" – thay bằng {successor.number_label.lower()}" if successor else ""
        return Marking(f"BẢN ĐÃ HẾT HIỆU LỰC{by}")
    return Marking("DỰ THẢO – chưa có hiệu lực")


def _title(document: ControlledDocument) -> Title:
    """“QUY TRÌNH / Kiểm soát thông tin”: the kind once, even when the name repeats it."""
    kind = "Quy trình" if document.kind in PROCEDURES else document.get_kind_display()
    if not document.title.lower().startswith(kind.lower()):
        return Title(kind, document.title)
    rest = document.title[len(kind) :].strip()
    return Title(kind, rest[:1].upper() + rest[1:])


def _letterhead(day: datetime.date) -> Letterhead:
    """With the names of that day: a revision of an earlier name keeps it."""
    names = current_agency().names_at(day)
    return Letterhead(
        organ=names.full_name, parent_organ=names.parent_name, show_number=False, show_dateline=False
    )


def _head(revision: Revision) -> Iterator[Block]:
    yield build.line("Mã hiệu", revision.document.code)
    yield build.line(*revision.number_label.rsplit(" ", 1))
    yield build.line("Ngày hiệu lực", *([slashed(revision.effective_on)] if revision.effective_on else []))
    if revision.ended_on:
        yield build.line("Hiệu lực đến hết ngày", slashed(revision.ended_on))


def _responsibilities(revision: Revision) -> Iterator[Block]:
    day = revision.effective_on or timezone.localdate()
    people = [
        person.names_at(day) if person else None
        for person in (revision.author, revision.reviewer, revision.approver)
    ]
    yield build.table(
        ["Trách nhiệm", "Soạn thảo", "Soát xét", "Phê duyệt"],
        [
            ["Họ và tên", *(person.addressed if person else "" for person in people)],
            ["Chức vụ", *(person.position if person else "" for person in people)],
            [
                "Ngày",
                "",
                *(slashed(day) if day else "" for day in (revision.reviewed_on, revision.approved_on)),
            ],
        ],
        weights=[1, 1.6, 1.6, 1.6],
        aligns="lccc",
    )


def _name(person: Person | None, day: datetime.date | None) -> str:
    return person.names_at(day or timezone.localdate()).addressed if person else ""


def _amendments(
    document: ControlledDocument, *, upto: int | None = None, caption: str = "Bảng theo dõi sửa đổi"
) -> Iterator[Block]:
    """domain.md §6: what was changed, which issue, since when."""
    rows = Revision.objects.filter(document=document).for_papers().order_by("number")
    if upto is not None:
        rows = rows.filter(number__lte=upto)
    yield build.table(
        [
            "Lần ban hành, sửa đổi",
            "Nội dung sửa đổi, bổ sung",
            "Ngày hiệu lực",
            "Người soạn thảo",
            "Người phê duyệt",
        ],
        [
            [
                f"{row.number:02d}",
                row.change_summary or ("Ban hành lần đầu" if row.number == 1 else ""),
                slashed(row.effective_on) if row.effective_on else row.get_state_display(),
                _name(row.author, row.effective_on),
                _name(row.approver, row.effective_on),
            ]
            for row in rows
        ]
        or [["", "Chưa có lần ban hành nào", "", "", ""]],
        weights=[1, 3, 1.3, 1.6, 1.6],
        aligns="clcll",
        caption=caption,
    )


def _content(revision: Revision) -> Iterator[Block]:
    yield from typed_blocks(revision.content)
    if names := [file.name for file in Attachment.objects.of(revision)]:
        yield build.p("Nội dung trong tệp kèm theo: ", "; ".join(names), ".")
    elif not revision.content.strip() and revision.kept_on_paper:
        yield build.p(f"Nội dung: bản giấy lưu tại {revision.kept_on_paper}.")
