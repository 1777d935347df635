"""CHƯƠNG TRÌNH VÀ NỘI DUNG ĐÁNH GIÁ NỘI BỘ: round and standard, the team, the schedule."""

import datetime
from collections.abc import Sequence

from audits.models import AuditedUnit, AuditSlot, AuditTeamMember, InternalAudit
from audits.models.internal import STANDARD
from audits.papers.sheet import empty_rows
from audits.papers.words import (
    audited_short,
    hours,
    lines,
    members_told,
    programme_day,
    span,
    team_cells,
    team_people,
)
from qms.dates import slashed
from qms.paper import build
from qms.paper.blocks import Block
from qms.paper.tables import Cell, Row
from qms.paper.tree import Paper, Title

TITLE = "Chương trình và nội dung đánh giá nội bộ"


def programme_paper(audit: InternalAudit) -> Paper:
    """Lies across: the schedule has six columns, one of them long."""
    day = programme_day(audit)
    slots = AuditSlot.objects.filter(audit=audit).for_programme()
    units = {row.pk: row for row in audit.audited_units.all()}
    team = {row.pk: row for row in audit.team_in_order}
    notice = audit.notice
    return Paper(
        title=Title(TITLE, note=f"(Kèm theo {notice.citation} của {audit.notice_organ})" if notice else ""),
        body=(
            build.p(
                f"{audit.notice_organ} xây dựng chương trình và nội dung đánh giá nội bộ cụ thể như sau:"
            ),
            _head(span(audit.planned_from, audit.planned_to).capitalize(), audit.round_label, audit.standard),
            _team_table([[number, *row] for number, row in enumerate(team_cells(audit, day), 1)]),
            _schedule_table([_slot_cells(slot, units, team, team_people(audit), day) for slot in slots]),
        ),
        landscape=True,
    )


def _head(when: str, number: str, standard: str) -> Block:
    return build.table(
        [],
        [[f"Thời gian: {when}", f"Lần: {number}", f"Tiêu chuẩn quốc gia: {standard}"]],
        weights=[1.6, 1, 1.8],
    )


def _team_table(rows: Sequence[Row | Sequence[str | int]]) -> Block:
    return build.table(
        ["STT", "Đánh giá viên", "Chức vụ công tác", "Vai trò trong đoàn đánh giá"],
        rows,
        weights=[0.4, 2, 3.6, 1.6],
        aligns="clll",
    )


def _slot_cells(
    slot: AuditSlot,
    units: dict[int, AuditedUnit],
    team: dict[int, AuditTeamMember],
    people: list,
    day: datetime.date | None,
) -> Row:
    """Units and members are the audit's own rows, so a slot reads none of them again."""
    topics = lines(slot.topics)
    visited = [units.get(row.unit_id) or row.unit for row in slot.units.all()]
    members = [team.get(row.member_id) or row.member for row in slot.auditors.all()]
    cells = (
        "; ".join(audited_short(row, day) for row in visited),
        slashed(slot.day),
        hours(slot.starts_at, slot.ends_at),
        Cell(blocks=(build.dashes(*topics),)) if topics else "",
        "; ".join(row.document.code for row in slot.procedures.all()),
        members_told(members, people, day),
    )
    return Row(tuple(build.cell(cell) for cell in cells), splits=len(topics) > 30)


def _schedule_table(rows: Sequence[Row]) -> Block:
    return build.table(
        ["Bộ phận đánh giá", "Ngày", "Giờ", "Nội dung đánh giá", "Thủ tục liên quan", "Đánh giá viên"],
        rows or [["", "", "", "", "", ""]],
        weights=[1.6, 0.9, 1.2, 3.4, 1.2, 1.6],
        aligns="lcclll",
    )


def blank_programme() -> Paper:
    return Paper(
        title=Title(TITLE, note="(Kèm theo Thông báo số ......... ngày ..... tháng ..... năm .........)"),
        body=(
            _head("", "", STANDARD),
            _team_table(empty_rows(4, 8, numbered=True)),
            _schedule_table(empty_rows(6, 5, height=4)),
        ),
        draft=True,
        landscape=True,
    )
