"""Every step of audits, findings, reviews: done, twice, wrong state, no right, guards, other agency."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audits import transitions as steps
from audits.models import AuditedUnit, Finding, InternalAudit, ManagementReview
from qms.models import HistoryEntry
from qms.scope import ScopeMismatch, in_agency
from qms.workflow import TransitionRefused
from tests.audits.build import audit, finding, review
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.iso("9.2")]

FIRST, LAST = DAY(2024, 10, 21), DAY(2024, 10, 23)
AUDIT_STATES = ("planned", "notified", "in_progress", "reported", "closed")
REVIEW_STATES = ("planned", "held", "minutes_signed", "followed_up")


def open_finding(state="open"):
    row = audit("in_progress")
    closed = {"closed_on": DAY(2024, 11, 1), "outcome": "Đã bổ sung"} if state == "closed" else {}
    return finding(row, state=state, **closed)


def ready_review(state="planned"):
    return review(state, chair=PersonFactory(), conclusions="Tiếp tục duy trì")


def ready_audit(state):
    return audit(state, findings_recorded=True)


# step, how its record is made, from → to, who may, what it asks
CASES = {
    "notify": (steps.notify, ready_audit, "planned", "notified", "secretary", {}),
    "start": (steps.start, ready_audit, "notified", "in_progress", "secretary", {"starts_on": FIRST}),
    "report": (steps.report, ready_audit, "in_progress", "reported", "secretary", {"ends_on": LAST}),
    "close": (steps.close, ready_audit, "reported", "closed", "leader", {}),
    "resolve": (
        steps.resolve, open_finding, "open", "closed", "auditor",
        {"closed_on": DAY(2024, 11, 1), "outcome": "Đã bổ sung"},
    ),
    "reopen": (steps.reopen, open_finding, "closed", "open", "auditor", {"reason": "Chưa đủ"}),
    "hold": (steps.hold, ready_review, "planned", "held", "secretary", {"held_on": DAY(2024, 10, 28)}),
    "sign_minutes": (steps.sign_minutes, ready_review, "held", "minutes_signed", "leader", {}),
    "follow_up": (
        steps.follow_up, ready_review, "minutes_signed", "followed_up", "secretary", {"follow_up": "Đã làm"},
    ),
}  # fmt: skip
STATES = {ready_audit: AUDIT_STATES, open_finding: ("open", "closed"), ready_review: REVIEW_STATES}
WRONG = [(name, state) for name, case in CASES.items() for state in STATES[case[1]] if state != case[2]]


def history_of(obj):
    return list(HistoryEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)))


@pytest.mark.parametrize("name", CASES)
def test_step_is_done_and_leaves_one_history_row(name, scope, user_as):
    step, make, source, target, role, data = CASES[name]
    obj = make(source)
    done = step.run(obj, actor=user_as(role), **data)
    assert done.state == target
    [entry] = history_of(obj)
    assert (entry.action, entry.changes["state"][1]) == (name, target)
    for field, value in data.items():
        if field != "reason":
            assert getattr(done, field) == value


@pytest.mark.parametrize("name", CASES)
def test_step_is_not_done_twice(name, scope, user_as):
    step, make, source, _, role, data = CASES[name]
    obj, actor = make(source), user_as(role)
    step.run(obj, actor=actor, **data)
    with pytest.raises(TransitionRefused):
        step.run(obj, actor=actor, **data)
    assert len(history_of(obj)) == 1


@pytest.mark.parametrize(("name", "state"), WRONG)
def test_step_is_refused_in_every_other_state(name, state, scope, user_as):
    step, make, _, _, role, data = CASES[name]
    obj = make(state)
    with pytest.raises(TransitionRefused, match="Không thể"):
        step.run(obj, actor=user_as(role), **data)
    assert not history_of(obj)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "role", ["admin", "secretary", "leader", "auditor", "unit_contact", "staff", "observer"]
)
def test_step_needs_its_right(name, role, scope, user_as):
    step, make, source, _, holder, data = CASES[name]
    holders = {"auditor": {"auditor", "secretary"}}.get(holder, {holder})
    obj = make(source)
    if role in holders:
        step.run(obj, actor=user_as(role), **data)
        return
    with pytest.raises(PermissionDenied):
        step.run(obj, actor=user_as(role), **data)
    assert not history_of(obj)


@pytest.mark.parametrize("name", CASES)
def test_another_agencys_record_is_not_found(name, scope, other_agency, user_as):
    step, make, source, _, role, data = CASES[name]
    with in_agency(other_agency):
        obj = make(source)
    with pytest.raises(type(obj).DoesNotExist):
        step.run(obj, actor=user_as(role), **data)


def test_a_reading_scope_does_not_step(agency, other_agency, user_as):
    with in_agency(agency):
        obj = ready_audit("planned")
    actor = user_as("secretary")
    with in_agency(agency, read_only=True), pytest.raises((ScopeMismatch, PermissionDenied)):
        steps.notify.run(obj, actor=actor)


@pytest.mark.parametrize(
    ("field", "empty", "told"),
    [
        ("team_decision", None, "quyết định thành lập đoàn"),
        ("planned_from", None, "theo chương trình"),
        ("planned_to", None, "theo chương trình"),
        ("notice", " ", "thông báo, chương trình"),
    ],
)
def test_notice_needs_team_programme_and_paper(field, empty, told, scope, user_as):
    with pytest.raises(TransitionRefused, match=told):
        steps.notify.run(audit(**{field: empty}), actor=user_as("secretary"))


def test_notice_needs_units_by_row_or_number(scope, user_as):
    row = audit()
    AuditedUnit.objects.all().delete()
    with pytest.raises(TransitionRefused, match="Chưa có đơn vị"):
        steps.notify.run(row, actor=user_as("secretary"))
    InternalAudit.objects.filter(pk=row.pk).update(audited_units_stated=12)
    assert steps.notify.run(row, actor=user_as("secretary")).state == "notified"


def test_report_and_close_need_the_findings_recorded(scope, user_as):
    with pytest.raises(TransitionRefused, match="ghi đủ phát hiện"):
        steps.report.run(audit("in_progress"), actor=user_as("secretary"), ends_on=DAY(2024, 10, 23))
    row = audit("reported", round=2, findings_recorded=False, team_decision=None)
    with pytest.raises(TransitionRefused, match="ghi đủ phát hiện"):
        steps.close.run(row, actor=user_as("leader"))


def test_close_needs_the_last_day_and_every_finding_put_right(scope, user_as):
    leader = user_as("leader")
    with pytest.raises(TransitionRefused, match="ngày kết thúc"):
        steps.close.run(audit("reported", ends_on=None), actor=leader)
    row = audit("reported", round=2, team_decision=None)
    finding(row)
    finding(row, 2, state="closed", closed_on=DAY(2024, 11, 1), outcome="Xong")
    with pytest.raises(TransitionRefused, match="Còn 1 phát hiện"):
        steps.close.run(row, actor=leader)


def test_days_follow_each_other_and_are_not_ahead(scope, user_as):
    secretary = user_as("secretary")
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    with pytest.raises(ValidationError, match="chưa tới"):
        steps.start.run(audit("notified"), actor=secretary, starts_on=tomorrow)
    row = audit("in_progress", round=2, team_decision=None, findings_recorded=True)
    with pytest.raises(ValidationError, match="chưa tới"):
        steps.report.run(row, actor=secretary, ends_on=tomorrow)
    with pytest.raises(ValidationError, match="từ ngày bắt đầu"):
        steps.report.run(row, actor=secretary, ends_on=DAY(2024, 10, 20))
    early = audit("notified", round=3, team_decision=None, starts_on=DAY(2024, 1, 1), ends_on=DAY(2024, 1, 2))
    with pytest.raises(ValidationError, match="trước ngày kết thúc"):
        steps.start.run(early, actor=secretary, starts_on=DAY(2024, 1, 3))
    assert not HistoryEntry.objects.exists()


def test_finding_is_resolved_from_its_day_on(scope, user_as):
    auditor, row = user_as("auditor"), open_finding()
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    for day, told in ((DAY(2024, 10, 20), "từ ngày phát hiện"), (tomorrow, "chưa tới")):
        with pytest.raises(ValidationError, match=told):
            steps.resolve.run(row, actor=auditor, closed_on=day, outcome="Xong")


@pytest.mark.iso("9.2.2")
def test_nobody_verifies_his_own_unit(scope, user_as):
    auditor, unit = user_as("auditor"), UnitFactory()
    person = auditor.person
    person.unit = unit
    person.save()
    row = finding(audit("in_progress"), unit=unit)
    data = {"closed_on": DAY(2024, 11, 1), "outcome": "Xong"}
    with pytest.raises(TransitionRefused, match="đơn vị mình"):
        steps.resolve.run(row, actor=auditor, **data)
    other = finding(row.audit, 2, unit=UnitFactory())
    assert steps.resolve.run(other, actor=auditor, **data).state == "closed"


def test_finding_of_a_closed_audit_is_not_reopened(scope, user_as):
    row = open_finding("closed")
    InternalAudit.objects.filter(pk=row.audit_id).update(**{"state": "closed"})
    with pytest.raises(TransitionRefused, match="đã kết thúc"):
        steps.reopen.run(row, actor=user_as("secretary"), reason="x")


def test_reopened_finding_keeps_reason_and_outcome_in_the_history(scope, user_as):
    row = steps.reopen.run(open_finding("closed"), actor=user_as("secretary"), reason="Chưa đủ bằng chứng")
    assert (row.closed_on, row.outcome) == (None, "")
    [entry] = history_of(row)
    assert entry.data["reason"] == "Chưa đủ bằng chứng"
    assert entry.changes["outcome"] == ["Đã bổ sung", ""]


@pytest.mark.iso("9.3")
def test_review_needs_chair_and_conclusions(scope, user_as):
    with pytest.raises(TransitionRefused, match="người chủ trì"):
        steps.hold.run(review(), actor=user_as("secretary"), held_on=DAY(2024, 10, 28))
    with pytest.raises(TransitionRefused, match="kết luận"):
        steps.sign_minutes.run(review("held", round=2), actor=user_as("leader"))


def test_review_is_not_held_ahead(scope, user_as):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    with pytest.raises(ValidationError, match="chưa tới"):
        steps.hold.run(ready_review(), actor=user_as("secretary"), held_on=tomorrow)
    assert ManagementReview.objects.get().state == "planned"


def test_a_held_review_without_day_is_refused_by_the_database(scope):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        review("held", held_on=None)


def test_findings_of_one_audit_have_different_numbers(scope):
    from django.db import IntegrityError

    row = audit("in_progress")
    finding(row)
    with pytest.raises(IntegrityError):
        Finding.objects.create(audit=row, number=1, criterion="x", description="y")
