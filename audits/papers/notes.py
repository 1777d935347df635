"""PHIẾU GHI CHÉP TRONG QUÁ TRÌNH ĐÁNH GIÁ: one sheet a meeting and unit."""

from collections.abc import Sequence

from audits.models import AuditNote, NoteLine
from audits.papers.sheet import empty_rows
from audits.papers.words import audited_name, named, team_people
from qms.dates import slashed
from qms.paper import build
from qms.paper.blocks import Block, SignatureBlock, Signatures
from qms.paper.tables import Row
from qms.paper.tree import Paper, Title

TITLE = Title("Phiếu ghi chép trong quá trình đánh giá")
LONG_NOTE = 1500  # letters; a longer row goes on over the page


def note_paper(note: AuditNote) -> Paper:
    day = note.noted_on or note.slot.day
    auditor = note.auditor.person if note.auditor else None
    writer = named(auditor, day, among=team_people(note.audit))
    return Paper(
        title=TITLE,
        body=(
            _line("Bộ phận được đánh giá", audited_name(note.unit, day)),
            _line("Đánh giá viên", writer),
            _line("Ngày", slashed(day)),
            _table([_row(line) for line in note.lines.all()]),
            _signatures(note.representative, named(auditor, day)),
        ),
    )


def _line(label: str, value: str = "") -> Block:
    """Without a value a dotted line."""
    return build.line(label, *([value] if value else []), bold_label=True)


def _row(line: NoteLine) -> Row:
    code = line.procedure.code if line.procedure else ""
    topic = f"- {line.topic.removeprefix('- ')}" if line.indented else line.topic
    about = f"{topic} ({code})".strip() if code and code not in topic else topic
    texts = (line.clause, "\n".join(part for part in (about, line.note) if part), line.remark)
    return Row(tuple(build.cell(text) for text in texts), splits=max(map(len, texts)) > LONG_NOTE)


def blank_note() -> Paper:
    return Paper(
        title=TITLE,
        body=(
            _line("Bộ phận được đánh giá"),
            _line("Đánh giá viên"),
            _line("Ngày"),
            _table(empty_rows(3, 20)),
            _signatures("", ""),
        ),
        draft=True,
    )


def _table(rows: Sequence[Row]) -> Block:
    return build.table(
        ["Điều khoản", "Phần ghi chép thông tin", "Nhận xét"],
        rows or empty_rows(3, 1),
        weights=[1, 3.4, 2.4],
        aligns="cll",
    )


def _signatures(representative: str, auditor: str) -> Block:
    return Signatures(
        (
            SignatureBlock(("Bộ phận được đánh giá",), representative, upper=False),
            SignatureBlock(("Chuyên gia đánh giá",), auditor, upper=False),
        )
    )
