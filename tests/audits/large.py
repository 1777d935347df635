"""The largest audit the issue asks for, in the entered agency: 60 units, 60 slots, 600 note rows, 200 findings."""

import datetime
from dataclasses import dataclass
from typing import Any

from audits.enums import CarState, ConclusionState, FindingGrade, FindingState
from audits.models import (
    ActionRound,
    AuditedUnit,
    AuditNote,
    AuditSlot,
    AuditTeamMember,
    ChecklistLine,
    ChecklistTemplate,
    CorrectiveAction,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    NoteLine,
    ReviewAttendee,
    ReviewConclusion,
    ReviewSection,
    SlotAuditor,
    SlotProcedure,
    SlotUnit,
)
from documents.models import ControlledDocument
from qms.models import Person, Unit
from tests.audits.build import CHECKED, DONE, DUE, FOUND, HELD_ON, notice, team
from tests.planning.build import DAY

UNITS, TEAM, ROWS, FINDINGS, CARS, AT_ONCE = 60, 20, 10, 200, 40, 10
SAW = (
    "Xem hồ sơ số {} ngày 07/10/2024, cán bộ thụ lý nêu đúng trình tự; có phiếu kiểm soát quá trình giải quyết "
    "hồ sơ, giấy tiếp nhận và hẹn trả kết quả; sổ theo dõi cập nhật đến ngày đánh giá"
)
ANSWERED = [state for state in FindingState.values if state != FindingState.OPEN]
DONE_STATES = (FindingState.DONE, FindingState.VERIFIED, FindingState.CLOSED)
CHECKED_STATES = (FindingState.VERIFIED, FindingState.CLOSED)


@dataclass
class Large:
    audit: InternalAudit
    units: list[Unit]
    persons: list[Person]
    team: list[AuditTeamMember]
    audited: list[AuditedUnit]
    slots: list[AuditSlot]
    notes: list[AuditNote]
    lines: list[NoteLine]
    findings: list[Finding]
    cars: list[CorrectiveActionRequest]
    rounds: list[ActionRound]
    measures: list[CorrectiveAction]
    review: ManagementReview
    conclusions: list[ReviewConclusion]
    checklist: ChecklistTemplate

    def finding_in(self, state: str) -> Finding:
        """One of this state that asks for an answer, of the first unit when there is one."""
        rows = [row for row in self.findings if row.state == state and row.asks_for_answer]
        return min(rows, key=lambda row: row.unit_id or 0)

    def car_in(self, state: str) -> CorrectiveActionRequest:
        return next(row for row in self.cars if row.state == state)


def large_audit(*, state: str = "in_progress", auditor: Person | None = None) -> Large:
    """`auditor` becomes one of the team, who writes the first sheet."""
    units = Unit.objects.bulk_create(Unit(name=f"Phòng chuyên môn số {n:02}") for n in range(1, UNITS + 1))
    own = Unit.objects.bulk_create(Unit(name=f"Đơn vị sự nghiệp số {n:02}") for n in range(1, TEAM + 1))
    audit = InternalAudit.objects.create(
        year=2024,
        state=state,
        planned_from=DAY(2024, 10, 21),
        planned_to=DAY(2024, 10, 23),
        starts_on=DAY(2024, 10, 21),
        ends_on=DAY(2024, 10, 23),
        team_decision=team(),
        notice=notice(),
        topics="Chính sách chất lượng\nKiểm soát thông tin dạng văn bản",
        strengths="Hồ sơ được sắp xếp gọn gàng.",
        findings_recorded=True,
    )
    persons = _persons(own, auditor)
    members = AuditTeamMember.objects.bulk_create(
        AuditTeamMember(audit=audit, person=person, position=n, role="lead" if n == 1 else "member")
        for n, person in enumerate(persons, 1)
    )
    audited = AuditedUnit.objects.bulk_create(
        AuditedUnit(audit=audit, unit=unit, position=n) for n, unit in enumerate(units, 1)
    )
    procedures = ControlledDocument.objects.bulk_create(
        ControlledDocument(code=f"QT-{n:02}", title=f"Quy trình giải quyết việc số {n}", kind="operating")
        for n in range(1, 41)
    )
    checklist = _checklist(procedures)
    slots = _slots(audit, audited, members, procedures)
    notes, lines = _notes(audit, slots, audited, members, procedures)
    findings = _findings(audit, units, members, procedures, lines)
    cars, rounds, measures = _cars(findings, persons)
    review, conclusions = _review(persons)
    return Large(
        audit, units, persons, members, audited, slots, notes, lines, findings,
        cars, rounds, measures, review, conclusions, checklist,
    )  # fmt: skip


def _persons(own: list[Unit], auditor: Person | None) -> list[Person]:
    made = Person.objects.bulk_create(
        Person(
            name=f"Đánh giá viên {n:02}", honorific="Bà", position="Chuyên viên", unit=unit, key=f"dgv-{n}"
        )
        for n, unit in enumerate(own, 1)
    )
    return [auditor, *made[1:]] if auditor else made


def _checklist(procedures: list[ControlledDocument]) -> ChecklistTemplate:
    checklist = ChecklistTemplate.objects.create(name="Danh mục chung")
    ChecklistLine.objects.bulk_create(
        ChecklistLine(
            template=checklist, clause=f"{4 + n % 7}.{n}", topic=f"Nội dung {n}", procedure=one, position=n
        )
        for n, one in enumerate(procedures, 1)
    )
    return checklist


def _slots(audit: Any, audited: Any, members: Any, procedures: Any) -> list[AuditSlot]:
    """Ten meetings at once in each of six half-days, two auditors each: nobody is in two places."""
    hours = ((datetime.time(7, 30), datetime.time(11)), (datetime.time(14), datetime.time(17)))
    halves = [n // AT_ONCE for n in range(UNITS)]
    slots = AuditSlot.objects.bulk_create(
        AuditSlot(
            audit=audit,
            day=DAY(2024, 10, 21 + half // 2),
            starts_at=hours[half % 2][0],
            ends_at=hours[half % 2][1],
            topics="Kiểm soát thông tin dạng văn bản\nGiải quyết hồ sơ",
            position=n,
        )
        for n, half in enumerate(halves, 1)
    )
    SlotUnit.objects.bulk_create(
        SlotUnit(slot=slot, unit=unit) for slot, unit in zip(slots, audited, strict=True)
    )
    SlotAuditor.objects.bulk_create(
        SlotAuditor(slot=slot, member=members[(2 * n + turn) % TEAM], position=turn + 1)
        for n, slot in enumerate(slots)
        for turn in (0, 1)
    )
    SlotProcedure.objects.bulk_create(
        SlotProcedure(slot=slot, document=procedures[(n + turn) % len(procedures)], position=turn + 1)
        for n, slot in enumerate(slots)
        for turn in (0, 1)
    )
    return slots


def _notes(
    audit: Any, slots: Any, audited: Any, members: Any, procedures: Any
) -> tuple[list[AuditNote], list[NoteLine]]:
    notes = AuditNote.objects.bulk_create(
        AuditNote(
            audit=audit,
            slot=slot,
            unit=audited[n],
            auditor=members[2 * n % TEAM],
            noted_on=slot.day,
            representative="Trưởng phòng",
        )
        for n, slot in enumerate(slots)
    )
    lines = NoteLine.objects.bulk_create(
        NoteLine(
            sheet=note,
            clause=f"{4 + row % 7}.{row % 4 + 1}",
            topic=f"Nội dung {row}",
            procedure=procedures[(n + row) % len(procedures)],
            note=SAW.format(n * 17 + row),
            remark="Phù hợp" if row % 5 else "Chưa thực hiện",
            position=row * 10,
        )
        for n, note in enumerate(notes)
        for row in range(1, ROWS + 1)
    )
    return notes, lines


def _findings(audit: Any, units: Any, members: Any, procedures: Any, lines: Any) -> list[Finding]:
    grades, states = FindingGrade.values, FindingState.values
    rows = []
    for n in range(FINDINGS):
        grade = grades[n % len(grades)]
        state = (
            states[n // len(grades) % len(states)] if grade != FindingGrade.STRENGTH else FindingState.OPEN
        )
        row = Finding(
            audit=audit,
            number=n + 1,
            unit=units[n % UNITS],
            grade=grade,
            state=state,
            criterion_type="procedure",
            procedure=procedures[n % len(procedures)],
            section="Mục 5.2",
            description=f"Hồ sơ số {n + 1} thiếu giấy tiếp nhận và hẹn trả kết quả",
            evidence=SAW.format(n + 1),
            note_line=lines[n * 3],
            auditor=members[n % TEAM],
            opened_on=FOUND,
        )
        _history(row, [member.person for member in members], n)
        rows.append(row)
    return Finding.objects.bulk_create(rows)


def _history(row: Finding, persons: list[Person], n: int) -> None:
    """What a record of its state holds."""
    if row.state in ANSWERED:
        row.cause, row.action, row.due_on = "Chưa cập nhật quy trình mới", "Tập huấn lại cho cán bộ", DUE
        row.doer = persons[(n + 1) % TEAM]
    if row.state in (FindingState.APPROVED, *DONE_STATES):
        row.approved_on, row.approver = DAY(2024, 10, 25), persons[(n + 2) % TEAM]
    if row.state in DONE_STATES:
        row.done_on, row.done_evidence = DONE, "Biên bản tập huấn"
    if row.state in CHECKED_STATES:
        row.checked_on, row.outcome, row.result = CHECKED, "Đã xem hồ sơ", "effective"
        row.checker = persons[(n + 3) % TEAM]
    if row.state == FindingState.CLOSED:
        row.closed_on = CHECKED


def _cars(findings: Any, persons: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Forty, every second in its second round; three measures a round."""
    majors = [row for row in findings if row.is_nonconformity and row.state != FindingState.CLOSED]
    states = CarState.values
    cars = CorrectiveActionRequest.objects.bulk_create(
        CorrectiveActionRequest(
            year=2024,
            number=n,
            finding=finding,
            unit=finding.unit,
            description=finding.description,
            details=finding.evidence,
            opener=persons[n % TEAM],
            opened_on=FOUND,
            state=states[n % len(states)],
            closed_on=CHECKED if states[n % len(states)] == CarState.CLOSED else None,
        )
        for n, finding in enumerate(majors[:CARS], 1)
    )
    turns = [_turn(car, number, persons) for car in cars for number in range(1, 2 + car.number % 2)]
    rounds = ActionRound.objects.bulk_create(turns)
    measures = CorrectiveAction.objects.bulk_create(
        CorrectiveAction(
            round=turn,
            measure=f"Biện pháp {n}: tập huấn lại quy trình",
            person=persons[(turn.request.number + n) % TEAM],
            due_on=DUE,
            done_on=DONE if turn.done_on else None,
            position=n,
        )
        for turn in rounds
        for n in (1, 2, 3)
    )
    return cars, rounds, measures


def _turn(car: Any, number: int, persons: Any) -> ActionRound:
    turn = ActionRound(request=car, number=number, position=number, opened_on=FOUND)
    former = number == 1 and car.number % 2 == 1
    if former or car.state != CarState.OPENED:
        turn.cause_subjective, turn.representative = "Chưa đối chiếu quy trình", persons[car.number % TEAM]
        turn.analysed_on = FOUND
    if former or car.state in (CarState.IN_PROGRESS, CarState.DONE, CarState.CLOSED):
        turn.approved_on, turn.approver = FOUND, persons[(car.number + 1) % TEAM]
    if former or car.state in (CarState.DONE, CarState.CLOSED):
        turn.done_on, turn.done_evidence = DONE, "Ảnh chụp sổ"
    if former or car.state == CarState.CLOSED:
        turn.checked_on, turn.checker = CHECKED, persons[(car.number + 2) % TEAM]
        turn.result = "not_effective" if former else "effective"
        turn.check_remark = "Đã kiểm tra hồ sơ"
    return turn


def _review(persons: list[Person]) -> tuple[ManagementReview, list[ReviewConclusion]]:
    review = ManagementReview.objects.create(
        year=2024, state="held", held_on=HELD_ON, chair=persons[0], secretary=persons[1], opening="Mở đầu"
    )
    ReviewAttendee.objects.bulk_create(
        ReviewAttendee(review=review, person=persons[n], position=n + 1)
        if n < TEAM
        else ReviewAttendee(review=review, name=f"Khách mời {n}", position=n + 1)
        for n in range(30)
    )
    ReviewSection.objects.bulk_create(
        ReviewSection(
            review=review, letter=letter, heading=f"Phần {letter}", body="Nội dung\n\n- Ý một", position=n
        )
        for n, letter in enumerate("ABCDEFG", 1)
    )
    conclusions = ReviewConclusion.objects.bulk_create(
        ReviewConclusion(
            review=review,
            text=f"Rà soát quy trình số {n}",
            owner="Văn phòng",
            person=persons[n % TEAM],
            due_on=DAY(2024, 12, 1),
            position=n,
            state=ConclusionState.OPEN,
        )
        for n in range(1, 31)
    )
    return review, conclusions
