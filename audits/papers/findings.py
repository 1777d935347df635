"""BÁO CÁO SỰ KHÔNG PHÙ HỢP: the form of the audited unit and the auditor."""

import datetime
from collections.abc import Iterator, Sequence

from audits.enums import Effectiveness, FindingGrade
from audits.models import Finding
from audits.models.internal import STANDARD
from audits.papers.sheet import dotted
from audits.papers.words import lines_of, named, team_people, unit_name
from qms.dates import slashed
from qms.models import Person
from qms.paper import build
from qms.paper.blocks import Block, Choice, Choices, Role, Spacer
from qms.paper.tables import Cell, Row
from qms.paper.tree import Paper, Title

TITLE = Title("Báo cáo sự không phù hợp")
GRADES = {
    FindingGrade.MAJOR: "Nặng (M)",
    FindingGrade.MINOR: "Nhẹ (NC)",
    FindingGrade.OBSERVATION: "Lưu ý (OB)",
}
FOUND = "Mô tả sự không phù hợp hoặc điểm lưu ý (phần của chuyên gia)"
ANSWERED = "Nguyên nhân, hành động khắc phục hoặc hướng cải tiến (phần của đơn vị được đánh giá)"
SIGN_ROOM = 2


def nonconformity_paper(finding: Finding) -> Paper:
    audit, day = finding.audit, finding.opened_on
    people = [*team_people(audit), finding.doer, finding.approver, finding.checker]
    auditor = finding.auditor.person if finding.auditor else None
    rows = [
        _pair(_line("Sự không phù hợp số", finding.number_label), _line("Ngày", _day(day))),
        _pair(_line("Bộ phận được đánh giá", unit_name(finding.unit, day)), _signed("Xác nhận", "")),
        _pair(_line("Tiêu chuẩn đánh giá", audit.standard), _line("Điều khoản số", finding.criterion)),
        _pair(_line("Chuyên gia đánh giá", named(auditor, day, among=people)), _grades(finding.grade)),
        _wide(FOUND, _typed(finding.description, finding.evidence)),
        _wide(ANSWERED, _answer(finding)),
        _pair(
            (
                *_line("Người thực hiện", named(finding.doer, finding.done_on, among=people)),
                *_line("Ngày thực hiện", _day(finding.done_on)),
            ),
            (
                *_signed("Phê duyệt", named(finding.approver, finding.approved_on, among=people)),
                *(_line("Ngày", _day(finding.approved_on)) if finding.approved_on else ()),
            ),
        ),
    ]
    if finding.result:  # the seed's form has no place for the check; it is added once there is one
        rows.append(Row((Cell(blocks=_check(finding, people), colspan=2),)))
    return Paper(title=TITLE, body=(_sheet(rows),))


def _answer(finding: Finding) -> Iterator[Block]:
    """Cause and action are told apart once both are there."""
    both = bool(finding.cause.strip() and finding.action.strip())
    for label, text in (("Nguyên nhân", finding.cause), ("Hành động", finding.action)):
        if both:
            yield _plain(build.text(f"{label}:", italic=True))
        yield from _typed(text)


def _check(finding: Finding, people: list[Person | None]) -> tuple[Block, ...]:
    choices = tuple(Choice(choice.label, choice == finding.result) for choice in Effectiveness)
    return (
        Choices(choices, "Kết quả kiểm tra:"),
        *_line("Nhận xét", finding.outcome),
        *_line("Người kiểm tra", named(finding.checker, finding.checked_on, among=people)),
        *_line("Ngày kiểm tra", _day(finding.checked_on)),
    )


def blank_nonconformity() -> Paper:
    rows = [
        _pair(_write("Sự không phù hợp số"), _write("Ngày")),
        _pair((*_write("Bộ phận được đánh giá"), *dotted(1)), _signed("Xác nhận", "")),
        _pair(_line("Tiêu chuẩn đánh giá", STANDARD), _write("Điều khoản số")),
        _pair((*_write("Chuyên gia đánh giá"), *dotted(1)), _grades("")),
        _wide(FOUND, dotted(8)),
        _wide(ANSWERED, dotted(8)),
        _pair((*_write("Người thực hiện"), *_write("Ngày thực hiện")), _signed("Phê duyệt", "")),
    ]
    return Paper(title=TITLE, body=(_sheet(rows),), draft=True)


def _sheet(rows: list[Row]) -> Block:
    return build.table([], rows, weights=[1, 1])


def _pair(left: Sequence[Block], right: Sequence[Block]) -> Row:
    return Row((Cell(blocks=tuple(left)), Cell(blocks=tuple(right))))


def _wide(label: str, blocks: Iterator[Block]) -> Row:
    """Typed texts may be long, so the row goes on over the page."""
    head = _plain(build.text(f"{label}:", bold=True))
    return Row((Cell(blocks=(head, *blocks), colspan=2),), splits=True)


def _typed(*texts: str) -> Iterator[Block]:
    for text in texts:
        yield from (_plain(line) for line in lines_of(text))


def _plain(*parts: build.Part) -> Block:
    return build.p(*parts, role=Role.PLAIN)


def _line(label: str, value: str) -> tuple[Block, ...]:
    return (_plain(build.text(f"{label}: ", bold=True), value),)


def _write(label: str) -> tuple[Block, ...]:
    return (build.line(label, bold_label=True),)


def _signed(label: str, value: str) -> tuple[Block, ...]:
    """With room to sign as long as nobody is named."""
    return _line(label, value) if value else (*_line(label, ""), Spacer(SIGN_ROOM))


def _grades(grade: str) -> tuple[Block, ...]:
    boxes = tuple(Choice(label, value == grade) for value, label in GRADES.items())
    return (*_line("Sự không phù hợp loại", ""), Choices(boxes, inline=False))


def _day(day: datetime.date | None) -> str:
    return slashed(day) if day else ""
