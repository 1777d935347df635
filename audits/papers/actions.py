"""PHIẾU YÊU CẦU HÀNH ĐỘNG KHẮC PHỤC, round by round, with the code and revision of its form."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone

from audits.enums import Effectiveness, FindingGrade
from audits.models import ActionRound, CorrectiveAction, CorrectiveActionRequest
from audits.papers.sheet import NO_DAY, asked, dotted, empty_rows, heading
from audits.papers.words import lines_of, named, paragraphs, sentence, team_people, unit_name
from documents.models import Revision
from qms.dates import slashed, spelled
from qms.models import Person
from qms.paper import build
from qms.paper.blocks import Block, Choice, Choices, Role, SignatureBlock, Signatures, Spacer
from qms.paper.tables import Cell, Row
from qms.paper.tree import FormCode, Paper, Title

KIND = "Phiếu yêu cầu hành động khắc phục"
NONCONFORMITY = "sự không phù hợp"
WHAT = {
    FindingGrade.MAJOR: "sự không phù hợp nặng",
    FindingGrade.MINOR: "sự không phù hợp nhẹ",
    FindingGrade.OBSERVATION: "điểm lưu ý",
}
ANALYSIS = "Phân tích nguyên nhân và biện pháp xử lý:"
RESULT = "Kết quả thực hiện:"
SUBJECTIVE, OBJECTIVE = "Chủ quan", "Khách quan"


def car_paper(car: CorrectiveActionRequest) -> Paper:
    rounds = list(car.rounds.all())
    return Paper(
        title=Title(KIND, note=spelled(car.opened_on).capitalize()),
        body=tuple(_body(car, rounds)),
        form_code=form_code(car.form_revision),
    )


def form_code(revision: Revision | None) -> FormCode | None:
    """The form a filled record was made on, as it was then."""
    return FormCode(revision.document.code, revision.number_label) if revision else None


def _body(car: CorrectiveActionRequest, rounds: list[ActionRound]) -> Iterator[Block]:
    people = _people(car, rounds)
    opener = named(car.opener, car.opened_on, among=people)
    yield build.line("Số phiếu", car.number_label, bold_label=True)
    yield build.line("Bộ phận", unit_name(car.unit, car.opened_on), bold_label=True)
    if car.finding is None:
        yield build.line("Xuất phát từ", f"{car.get_origin_display()}: {car.origin_label}", bold_label=True)
    yield _described(_what(car))
    yield from paragraphs(car.description)
    yield from paragraphs(car.details)
    yield _right(SignatureBlock(("Người mở",), opener, upper=False))
    for turn in rounds:
        yield from _round(turn, people, several=len(rounds) > 1)


def _what(car: CorrectiveActionRequest) -> str:
    """R7: the word follows the finding's grade."""
    return WHAT.get(FindingGrade(car.finding.grade), NONCONFORMITY) if car.finding else NONCONFORMITY


def _people(car: CorrectiveActionRequest, rounds: list[ActionRound]) -> list[Person | None]:
    """Everyone whom the paper names, and the team: of two with one name each is told by the unit."""
    found: list[Person | None] = [car.opener, *(team_people(car.finding.audit) if car.finding else ())]
    for turn in rounds:
        found += [turn.representative, turn.approver, turn.checker]
        found += [row.person for row in turn.actions.all()]
    return found


def _described(what: str) -> Block:
    return heading(f"Mô tả chi tiết {what}:", upper=True)


def _right(block: SignatureBlock) -> Block:
    return Signatures((SignatureBlock(()), block))


def _round(turn: ActionRound, people: list[Person | None], *, several: bool) -> Iterator[Block]:
    if several:
        yield heading(f"Vòng {turn.number} (mở {spelled(turn.opened_on)})")
    yield heading(ANALYSIS, upper=True)
    yield _measures(turn, people)
    signed = bool(turn.analysed_on or turn.approved_on)  # a day above one name only would set it lower
    yield Signatures(
        (
            _signed("Đại diện", turn.representative, turn.analysed_on, people, dated=signed),
            _signed("Phê duyệt", turn.approver, turn.approved_on, people, dated=signed),
        )
    )
    yield heading(RESULT, upper=True)
    yield from _done(turn)
    checker = named(turn.checker, turn.checked_on, among=people)
    yield from _checked(turn.result, turn.checked_on, checker, turn.check_remark)


def _signed(
    label: str, person: Person | None, day: datetime.date | None, people: list[Person | None], *, dated: bool
) -> SignatureBlock:
    written = _dated(day) if dated else ""
    return SignatureBlock((label,), named(person, day, among=people), date=written, upper=False)


def _dated(day: datetime.date | None) -> str:
    return spelled(day).capitalize() if day else NO_DAY


def _measures(turn: ActionRound, people: list[Person | None]) -> Block:
    """One row a measure; the causes stand beside all of them."""
    rows = [_measure(row, people) for row in turn.actions.all()] or [["", "", ""]]
    causes = Cell(blocks=tuple(_causes(turn)), rowspan=len(rows))
    first, *rest = rows
    return _table([Row((causes, *map(build.cell, first)), splits=True), *(build.row(*row) for row in rest)])


def _measure(row: CorrectiveAction, people: list[Person | None]) -> list[str]:
    owner = row.responsible or named(row.person, row.done_on or row.due_on, among=people)
    return [row.measure, owner, slashed(row.due_on) if row.due_on else ""]


def _causes(turn: ActionRound) -> Iterator[Block]:
    for label, text in (
        (SUBJECTIVE, turn.cause_subjective),
        (OBJECTIVE, turn.cause_objective),
        ("Xử lý ngay", turn.correction),
    ):
        if not text.strip() and label not in (SUBJECTIVE, OBJECTIVE):
            continue
        first, *rest = lines_of(text) or [""]
        yield build.p(build.text(f"{label}: ", bold=True), first, role=Role.PLAIN)
        yield from (build.p(line, role=Role.PLAIN) for line in rest)


def _table(rows: Sequence[Row]) -> Block:
    return build.table(
        ["Nguyên nhân", "Biện pháp xử lý", "Trách nhiệm", "Thời hạn hoàn thành"],
        rows,
        weights=[1.5, 2.2, 1.6, 1.1],
        aligns="lllc",
    )


def _done(turn: ActionRound) -> Iterator[Block]:
    """What the unit reported."""
    if turn.done_on:
        yield build.p(f"Đơn vị báo cáo hoàn thành ngày {slashed(turn.done_on)}.")
    yield from paragraphs(sentence(turn.done_evidence))


def _checked(result: str, day: datetime.date | None, checker: str, remark: str = "") -> Iterator[Block]:
    """The boxes, the remark and the signature stand on one page."""
    boxes = tuple(Choice(choice.label, choice == result) for choice in Effectiveness)
    yield Choices(boxes, keep_with_next=True)
    for line in lines_of(remark):
        yield build.p(line)
    yield _right(SignatureBlock(("Người kiểm tra ký",), checker, date=_dated(day), upper=False))


def blank_car() -> Paper:
    row, *rest = empty_rows(3, 2, height=2)
    labels = (SUBJECTIVE, OBJECTIVE)
    room = [
        block
        for label in labels
        for block in (build.p(build.text(f"{label}:", bold=True), role=Role.PLAIN), Spacer(1))
    ]
    causes = Cell(blocks=tuple(room), rowspan=2)
    return Paper(
        title=Title(KIND, note=NO_DAY),
        body=(
            *asked("Số phiếu", 1),
            *asked("Bộ phận", 1),
            _described(NONCONFORMITY),
            *dotted(3),
            _right(SignatureBlock(("Người mở",), upper=False)),
            heading(ANALYSIS, upper=True),
            _table([Row((causes, *row.cells)), *rest]),
            Signatures(
                (SignatureBlock(("Đại diện",), upper=False), SignatureBlock(("Phê duyệt",), upper=False))
            ),
            heading(RESULT, upper=True),
            *_checked("", None, ""),
        ),
        form_code=form_code(
            Revision.objects.form_titled(CorrectiveActionRequest.FORM_TITLE, timezone.localdate())
        ),
        draft=True,
    )
