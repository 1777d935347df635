"""Every step of audits, findings, requests, reviews, conclusions: done, twice, wrong state, no right, other agency.

What each guard refuses, and its sentence, is in test_guards.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.enums import AuditState, CarState, ConclusionState, FindingState, ReviewState
from audits.models import CorrectiveActionRequest, Finding, InternalAudit, ManagementReview, ReviewConclusion
from qms.enums import Role
from qms.models import HistoryEntry
from qms.scope import ScopeMismatch, in_agency
from qms.workflow import TransitionRefused, workflow_of
from tests.audits.build import (
    CHECKED,
    DONE,
    DUE,
    audit,
    car,
    conclusion,
    finding,
    held_audit,
    member,
    of_unit,
    ready_review,
)
from tests.factories import UnitFactory
from tests.planning.build import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.iso("9.2")]


def an_audit(state: str, actor: Any) -> InternalAudit:
    """The actor leads the team, so that the signature is his."""
    row = audit(state, findings_recorded=True)
    member(row, actor, role="lead")
    return row


def a_finding(state: str, actor: Any) -> Finding:
    """Of the unit the actor answers for, or of an audit whose team he belongs to."""
    unit = UnitFactory()
    if is_contact(actor):
        of_unit(actor, unit)
    return finding(held_audit(actor), state=state, unit=unit)


def a_request(state: str, actor: Any) -> CorrectiveActionRequest:
    row = car(a_finding("open", actor), state=state, written=True)
    if state == "in_progress":
        row.rounds.get().actions.update(done_on=DONE)
    return row


def a_review(state: str, actor: Any) -> ManagementReview:
    return ready_review(state)


def a_returned_review(state: str, actor: Any) -> ManagementReview:
    return ready_review(state, return_reason="Thiếu kết luận")


def a_conclusion(state: str, actor: Any) -> ReviewConclusion:
    signed = ready_review("minutes_signed", signed_on=DAY(2024, 10, 30))
    return conclusion(signed, person=actor.person, state=state)


def is_contact(actor: Any) -> bool:
    return actor.assignments.filter(role=Role.UNIT_CONTACT).exists()


@dataclass(frozen=True)
class Case:
    """make(state, actor) → a record on which nothing but the state may stand in the way."""

    make: Callable[[str, Any], Any]
    source: str
    target: str
    role: str
    holders: str
    data: dict[str, Any] = field(default_factory=dict)


A, F, C, R, T = InternalAudit, Finding, CorrectiveActionRequest, ManagementReview, ReviewConclusion
STATES = {A: AuditState, F: FindingState, C: CarState, R: ReviewState, T: ConclusionState}
ANSWER = {"cause": "Chưa đọc", "action": "Tập huấn", "doer": None, "due_on": DUE}
CHECK = {"checked_on": CHECKED, "outcome": "Đã xem hồ sơ"}
CAR_CHECK = {"checked_on": CHECKED, "check_remark": "Đã xem hồ sơ"}
WORK = {"done_on": DONE, "done_evidence": "Ảnh chụp sổ"}
WHY = {"reason": "Chưa rõ"}
# holders: S thư ký, L lãnh đạo, D đánh giá viên, U đầu mối
CASES = {
    (A, "notify"): Case(an_audit, "planned", "notified", "secretary", "S"),
    (A, "start"): Case(an_audit, "notified", "in_progress", "secretary", "S", {"starts_on": DAY(2024, 10, 21)}),
    (A, "report"): Case(an_audit, "in_progress", "reported", "auditor", "DL", {"ends_on": DAY(2024, 10, 23)}),
    (A, "reopen_report"): Case(an_audit, "reported", "in_progress", "auditor", "DL", WHY),
    (A, "close"): Case(an_audit, "reported", "closed", "leader", "L"),
    (F, "answer"): Case(a_finding, "open", "answered", "unit_contact", "SU", ANSWER),
    (F, "return_answer"): Case(a_finding, "answered", "open", "leader", "L", WHY),
    (F, "approve"): Case(a_finding, "answered", "approved", "leader", "L"),
    (F, "finish"): Case(a_finding, "approved", "done", "unit_contact", "SU", WORK),
    (F, "verify"): Case(a_finding, "done", "verified", "auditor", "SD", CHECK),
    (F, "not_effective"): Case(a_finding, "done", "answered", "auditor", "SD", CHECK),
    (F, "close"): Case(a_finding, "verified", "closed", "auditor", "SD"),
    (F, "reopen"): Case(a_finding, "closed", "open", "auditor", "SD", WHY),
    (C, "analyse"): Case(a_request, "opened", "analysed", "unit_contact", "SU"),
    (C, "return_analysis"): Case(a_request, "analysed", "opened", "leader", "L", WHY),
    (C, "approve"): Case(a_request, "analysed", "in_progress", "leader", "L"),
    (C, "finish"): Case(a_request, "in_progress", "done", "unit_contact", "SU", WORK),
    (C, "check_effective"): Case(a_request, "done", "closed", "auditor", "SD", CAR_CHECK),
    (C, "check_not_effective"): Case(a_request, "done", "opened", "auditor", "SD", CAR_CHECK),
    (R, "hold"): Case(a_review, "planned", "held", "secretary", "S", {"held_on": DAY(2024, 10, 28)}),
    (R, "sign_minutes"): Case(a_review, "held", "minutes_signed", "leader", "L"),
    (R, "return_minutes"): Case(a_review, "held", "held", "leader", "L", WHY),
    (R, "resubmit_minutes"): Case(a_returned_review, "held", "held", "secretary", "S"),
    (R, "follow_up"): Case(a_review, "minutes_signed", "followed_up", "secretary", "S"),
    (T, "finish"): Case(
        a_conclusion, "open", "done", "unit_contact", "SU", {"done_on": DAY(2024, 11, 2), "result": "Xong"}
    ),
    (T, "reopen"): Case(a_conclusion, "done", "open", "secretary", "S", WHY),
}  # fmt: skip
LETTERS = {"S": "secretary", "L": "leader", "D": "auditor", "U": "unit_contact"}
AGAIN = {(F, "answer")}
"""May be done once more from where it led."""


def step_of(key: tuple[type, str]) -> Any:
    workflow = workflow_of(key[0])
    assert workflow is not None
    return workflow.transitions[key[1]]


def name_of(key: Any) -> str:
    return f"{key[0].__name__}-{key[1]}" if isinstance(key, tuple) and isinstance(key[0], type) else str(key)


def history_of(obj: Any) -> list[HistoryEntry]:
    return list(HistoryEntry.objects.of(obj))


def per_step(function: Any) -> Any:
    return pytest.mark.parametrize("key", CASES, ids=name_of)(function)


def test_every_step_has_a_case():
    assert set(CASES) == {(model, name) for model in STATES for name in workflow_of(model).transitions}


@per_step
def test_step_is_done_and_leaves_one_history_row(key, scope, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    obj = case.make(case.source, actor)
    done = step_of(key).run(obj, actor=actor, **case.data)
    assert done.state == case.target
    [entry] = history_of(obj)
    assert (entry.action, entry.actor) == (key[1], actor)
    if case.source != case.target:
        assert entry.changes["state"] == [case.source, case.target]
    if "reason" in case.data:
        assert entry.data["reason"] == case.data["reason"]


@per_step
def test_step_is_not_done_twice(key, scope, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    obj = case.make(case.source, actor)
    step_of(key).run(obj, actor=actor, **case.data)
    if key in AGAIN:
        return
    with pytest.raises(TransitionRefused):
        step_of(key).run(obj, actor=actor, **case.data)
    assert len(history_of(obj)) == 1


def wrong_states() -> list[Any]:
    pairs = [
        (key, state.value)
        for key in CASES
        for state in STATES[key[0]]
        if state.value not in step_of(key).sources
    ]
    return [pytest.param(key, state, id=f"{name_of(key)}-{state}") for key, state in pairs]


@pytest.mark.parametrize(("key", "state"), wrong_states())
def test_step_is_refused_in_every_other_state(key, state, scope, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    obj = case.make(state, actor)
    with pytest.raises(TransitionRefused, match=r"^Không thể .* khi đang ở trạng thái"):
        step_of(key).run(obj, actor=actor, **case.data)
    assert not history_of(obj)


@per_step
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_step_needs_its_right(key, role, scope, user_as):
    case, actor = CASES[key], user_as(role)
    obj = case.make(case.source, actor)
    if role in {LETTERS[letter] for letter in case.holders}:
        assert step_of(key).run(obj, actor=actor, **case.data).state == case.target
        return
    with pytest.raises(PermissionDenied):
        step_of(key).run(obj, actor=actor, **case.data)
    assert not history_of(obj)


@per_step
def test_another_agencys_record_is_not_found(key, agency, other_agency, user_as):
    case, stranger = CASES[key], user_as(CASES[key].role, other_agency)
    with in_agency(other_agency):
        obj = case.make(case.source, stranger)
    with in_agency(agency), pytest.raises(type(obj).DoesNotExist):
        step_of(key).run(obj, actor=user_as(case.role), **case.data)
    with in_agency(other_agency):
        assert not history_of(obj)


@per_step
def test_a_reading_scope_does_not_step(key, agency, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    with in_agency(agency):
        obj = case.make(case.source, actor)
    with in_agency(agency, read_only=True), pytest.raises((ScopeMismatch, PermissionDenied)):
        step_of(key).run(obj, actor=actor, **case.data)


@per_step
def test_step_from_a_page_that_is_out_of_date_is_refused(key, scope, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    obj = case.make(case.source, actor)
    with pytest.raises(TransitionRefused, match="vừa được người khác sửa"):
        step_of(key).run(obj, actor=actor, expected_version=obj.version + 1, **case.data)
    assert not history_of(obj)


def test_what_each_step_writes(scope, user_as):
    """One finding and one request, all the way; every signature is the actor's."""
    unit = UnitFactory()
    contact, leader, auditor = of_unit(user_as("unit_contact"), unit), user_as("leader"), user_as("auditor")
    row = finding(held_audit(auditor), unit=unit)
    run = lambda name, actor, **data: step_of((F, name)).run(row, actor=actor, **data)  # noqa: E731
    answered = run("answer", contact, **{**ANSWER, "doer": contact.person})
    assert (answered.cause, answered.doer, answered.answered_by) == ("Chưa đọc", contact.person, contact)
    assert run("return_answer", leader, reason="Chưa rõ").return_reason == "Chưa rõ"
    assert run("answer", contact, **ANSWER).return_reason == "Chưa rõ"  # the leader still reads what he asked
    approved = run("approve", leader)
    assert (approved.approver, approved.approved_by, approved.approved_on, approved.return_reason) == (
        leader.person, leader, timezone.localdate(), "",
    )  # fmt: skip
    done = run("finish", contact, **WORK)
    assert (done.done_on, done.done_evidence, done.done_by) == (DONE, "Ảnh chụp sổ", contact)
    failed = run("not_effective", auditor, **CHECK)
    assert (failed.result, failed.checked_by, failed.done_on, failed.approved_by) == (
        "not_effective", auditor, None, None,
    )  # fmt: skip
    assert failed.return_reason == "Kiểm tra ngày 12/11/2024 không đạt: Đã xem hồ sơ"
    again = run("answer", contact, **ANSWER)
    assert (again.result, again.checked_on, again.outcome, again.checked_by) == ("", None, "", None)
    run("approve", leader), run("finish", contact, **WORK)
    assert run("verify", auditor, **CHECK).checker == auditor.person
    assert run("close", auditor).closed_on == timezone.localdate()
    reopened = run("reopen", auditor, reason="Tái diễn")
    assert (reopened.closed_on, reopened.done_on, reopened.approved_by, reopened.result) == (
        None,
        None,
        None,
        "",
    )
    assert reopened.return_reason == "Tái diễn"


@pytest.mark.iso("10.2")
def test_not_effective_opens_the_next_round_with_its_own_dates(scope, user_as):
    auditor, leader = user_as("auditor"), user_as("leader")
    contact = of_unit(user_as("unit_contact"), UnitFactory())
    row = car(finding(held_audit(auditor), unit=contact.person.unit), written=True)
    run = lambda name, actor, **data: step_of((C, name)).run(row, actor=actor, **data)  # noqa: E731
    run("analyse", contact)
    run("return_analysis", leader, reason="Chưa tới gốc")
    assert row.rounds.get().return_reason == "Chưa tới gốc"
    run("analyse", contact)
    run("approve", leader)
    row.rounds.get().actions.update(done_on=DONE)
    run("finish", contact, **WORK)
    run("check_not_effective", auditor, **CAR_CHECK)
    first, second = row.rounds.all()
    assert (first.result, first.check_remark, first.checked_by, first.return_reason) == (
        "not_effective", "Đã xem hồ sơ", auditor, "",
    )  # fmt: skip
    assert (first.analysed_by, first.approved_by, first.done_by) == (contact, leader, contact)
    assert (second.number, second.opened_on, second.result, second.actions.count()) == (2, CHECKED, "", 0)
    done = row.rounds.get(number=2)
    done.cause_objective = "Phần mềm lỗi"
    done.save()
    with pytest.raises(TransitionRefused, match="Chưa có biện pháp"):
        run("analyse", contact)
