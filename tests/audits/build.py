"""Rows of audits for tests, in the entered agency."""

import datetime
from typing import Any

from audits.models import (
    ActionRound,
    AuditedUnit,
    AuditTeamMember,
    CorrectiveAction,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    ReviewAttendee,
    ReviewConclusion,
    ReviewSection,
)
from documents.models import OfficialDocument
from qms.models import Person, Unit, User
from tests.factories import PersonFactory
from tests.planning.build import DAY, document

READY = {"planned_from": DAY(2024, 10, 21), "planned_to": DAY(2024, 10, 23)}
FOUND, DUE, DONE, CHECKED = DAY(2024, 10, 21), DAY(2024, 11, 10), DAY(2024, 11, 5), DAY(2024, 11, 12)
TEAM_DAY = DAY(2024, 10, 14)
HELD_ON = DAY(2024, 10, 28)


def team(day: Any = TEAM_DAY) -> Any:
    """The decision that sets up the team."""
    return document(2389, kind="QĐ", day=day)


def notice(number: int = 1) -> Any:
    """The văn bản of the notice; the audits of one test share it."""
    have = OfficialDocument.objects.filter(kind="TB", number=number).first()
    return have or document(number, kind="TB", day=DAY(2024, 10, 15))


def audit(state: str = "planned", **given: Any) -> InternalAudit:
    """An audit in a state, with what its next step asks for except a lead (`member`)."""
    defaults: dict[str, Any] = {"year": 2024, "state": state, **READY}
    if state in ("in_progress", "reported", "closed"):
        defaults["starts_on"] = DAY(2024, 10, 21)
    if state in ("reported", "closed"):
        defaults |= {"ends_on": DAY(2024, 10, 23), "findings_recorded": True}
    if "team_decision" not in given:
        defaults["team_decision"] = team()
    if "notice" not in given:
        defaults["notice"] = notice()
    row = InternalAudit.objects.create(**{**defaults, **given})
    AuditedUnit.objects.create(audit=row, name="Ban Chỉ đạo")
    return row


def member(
    row: InternalAudit, who: User | Person | None = None, role: str = "member", **given: Any
) -> AuditTeamMember:
    """A person of the team: this one, this account's, or a new one."""
    person = who.person if isinstance(who, User) else who
    return AuditTeamMember.objects.create(audit=row, person=person or PersonFactory(), role=role, **given)


def held_audit(*auditors: User, state: str = "in_progress", **given: Any) -> InternalAudit:
    """An audit under way with a lead, these auditors in its team, its findings recorded."""
    row = audit(state, **{"findings_recorded": True, **given})
    member(row, role="lead")
    for auditor in auditors:
        member(row, auditor)
    return row


def of_unit(user: User, unit: Unit | None) -> User:
    """Put the account's person into a unit, for guards and pages alike."""
    person = user.person
    person.unit = unit
    person.save()
    return user


def finding(row: InternalAudit, number: int = 1, **given: Any) -> Finding:
    """A finding with what a record of its state holds."""
    state = given.get("state", "open")
    defaults: dict[str, Any] = {
        "section": "QT-12, mục 5.2",
        "description": "Thiếu giấy tiếp nhận",
        "opened_on": FOUND,
    }
    if state != "open":
        defaults |= {"cause": "Chưa đọc quy trình", "action": "Tập huấn lại", "due_on": DUE}
    if state in ("approved", "done", "verified", "closed"):
        defaults |= {"approved_on": DAY(2024, 10, 25)}
    if state in ("done", "verified", "closed"):
        defaults |= {"done_on": DONE, "done_evidence": "Biên bản tập huấn"}
    if state in ("verified", "closed"):
        defaults |= {"checked_on": CHECKED, "outcome": "Đã xem hồ sơ", "result": "effective"}
    if state == "closed":
        defaults["closed_on"] = CHECKED
    return Finding.objects.create(audit=row, number=number, **{**defaults, **given})


def car(row: Finding | None = None, number: int = 1, **given: Any) -> CorrectiveActionRequest:
    """A request with its first round and a measure, as its state asks; without a finding from a complaint."""
    state = given.get("state", "opened")
    written = given.pop("written", state != "opened")
    defaults: dict[str, Any] = {"year": 2024, "description": "Trả kết quả trễ", "opened_on": FOUND}
    if row is not None:
        defaults |= {"finding": row, "unit": row.unit}
    else:
        defaults |= {"origin": "complaint", "origin_label": "Đơn phản ánh số 5"}
    request = CorrectiveActionRequest.objects.create(number=number, **{**defaults, **given})
    turn = ActionRound.objects.create(request=request, number=1, opened_on=request.opened_on)
    if written:
        turn.cause_subjective = "Chưa đối chiếu quy trình"
        if state in ("done", "closed"):
            turn.done_on, turn.done_evidence = DONE, "Ảnh chụp sổ"
        turn.save()
        measure(turn, done_on=DONE if state in ("done", "closed") else None)
    return request


def measure(turn: ActionRound, **given: Any) -> CorrectiveAction:
    defaults = {"measure": "Tập huấn lại quy trình", "responsible": "Trưởng phòng", "due_on": DUE}
    return CorrectiveAction.objects.create(round=turn, **{**defaults, **given})


def review(state: str = "planned", **given: Any) -> ManagementReview:
    defaults: dict[str, Any] = {"year": 2024, "state": state}
    if state != "planned":
        defaults["held_on"] = HELD_ON
    return ManagementReview.objects.create(**{**defaults, **given})


def ready_review(state: str = "planned", **given: Any) -> ManagementReview:
    """A review with chair, attendee, minutes and a standing conclusion."""
    row = review(state, **{"chair": PersonFactory(), "secretary": PersonFactory(), **given})
    ReviewAttendee.objects.create(review=row, name="Khách mời")
    ReviewSection.objects.create(review=row, letter="A", heading="Mở đầu", body="Nội dung")
    conclusion(row, standing=True, due_on=None)
    return row


def conclusion(row: ManagementReview, **given: Any) -> ReviewConclusion:
    defaults: dict[str, Any] = {"text": "Rà soát quy trình", "owner": "Văn phòng", "due_on": DAY(2024, 12, 1)}
    return ReviewConclusion.objects.create(review=row, **{**defaults, **given})


def yesterday() -> datetime.date:
    return datetime.date.today() - datetime.timedelta(days=1)
