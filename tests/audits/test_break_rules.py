"""Breaks a hostile review found in the rules of audits; each fails until its rule is mended."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from audits.models import CorrectiveAction, CorrectiveActionRequest, Finding, InternalAudit, ManagementReview
from audits.services.actions import (
    action_complete,
    action_save,
    car_delete,
    car_open,
    request_from,
    round_save,
)
from audits.services.findings import finding_delete, finding_save, next_number
from audits.services.team import member_save, slot_save
from audits.transitions import audit_workflow, car_workflow, finding_workflow
from qms import notices
from qms.models import Announcement, RoleAssignment
from qms.workflow import TransitionRefused
from tests.audits import build as b
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db
ANSWER = {"cause": "Chưa đọc", "action": "Tập huấn", "doer": None, "due_on": b.DUE}
FINISH = {"done_on": b.DONE, "done_evidence": "Biên bản"}
REFUSED = (TransitionRefused, ValidationError)


def step(workflow: Any, name: str, obj: Any, actor: Any, **data: Any) -> Any:
    return workflow.transitions[name].run(obj, actor=actor, **data)


@pytest.fixture
def people(scope, user_as):
    unit = UnitFactory()
    found = {role: user_as(role) for role in ("secretary", "auditor", "leader", "unit_contact")}
    b.of_unit(found["unit_contact"], unit)
    return {**found, "unit": unit, "audit": b.held_audit(found["auditor"])}


def test_a_major_finding_does_not_close_after_its_only_request_was_deleted(people):
    row = b.finding(people["audit"], unit=people["unit"], grade="major", opened_by=people["auditor"])
    car = car_open(car=request_from(row), actor=people["auditor"])
    step(finding_workflow, "answer", row, people["unit_contact"], **ANSWER)
    step(finding_workflow, "approve", row, people["leader"])
    with pytest.raises(REFUSED):
        car_delete(car=car, actor=people["auditor"])
        step(finding_workflow, "finish", row, people["unit_contact"], **FINISH)
        data = {"checked_on": b.CHECKED, "outcome": "Đã xem"}
        step(finding_workflow, "verify", row, people["secretary"], **data)
        step(finding_workflow, "close", row, people["secretary"])


def test_a_finding_with_an_open_request_is_not_made_a_good_point_of_another_unit(people):
    row = b.finding(people["audit"], unit=people["unit"], grade="major", opened_by=people["auditor"])
    car_open(car=request_from(row), actor=people["auditor"])
    stored = Finding.objects.get(pk=row.pk)
    stored.grade, stored.unit = "strength", UnitFactory()
    with pytest.raises(ValidationError):
        finding_save(finding=stored, actor=people["auditor"], expected_version=stored.version)


def test_an_audit_does_not_close_over_an_open_request(people):
    audit = people["audit"]
    row = b.finding(audit, unit=people["unit"], grade="observation", opened_by=people["auditor"])
    car_open(car=request_from(row), actor=people["auditor"])
    InternalAudit.objects.filter(pk=audit.pk).update(state="reported", ends_on=b.DONE)
    with pytest.raises(TransitionRefused):
        step(audit_workflow, "close", audit, people["leader"])


def test_a_closed_finding_is_not_reopened_and_deleted(people):
    row = b.finding(people["audit"], unit=people["unit"], state="closed", opened_by=people["auditor"])
    row = step(finding_workflow, "reopen", row, people["auditor"], reason="x")
    with pytest.raises(ValidationError):
        finding_delete(finding=row, actor=people["auditor"])


def test_a_number_of_a_deleted_finding_is_not_given_again(people):
    row = finding_save(
        finding=Finding(audit=people["audit"], section="5", description="x"), actor=people["auditor"]
    )
    finding_delete(finding=row, actor=people["auditor"])
    assert next_number(people["audit"]) == row.number + 1


def test_who_wrote_causes_measures_and_days_does_not_check(people):
    writer, contact, auditor = people["secretary"], people["unit_contact"], people["auditor"]
    car = b.car(unit=people["unit"], opened_by=auditor, opener=auditor.person)
    turn = car.current_round
    turn.cause_subjective = "Thư ký viết"
    round_save(turn=turn, actor=writer)
    measure = CorrectiveAction(round=turn, measure="Tập huấn", responsible="Phòng", due_on=b.DUE)
    action_save(action=measure, actor=writer)
    step(car_workflow, "analyse", car, contact)
    step(car_workflow, "approve", car, people["leader"])
    action_complete(action=measure, done_on=b.DONE, actor=writer)
    step(car_workflow, "finish", car, contact, **FINISH)
    with pytest.raises(TransitionRefused):
        data = {"checked_on": b.CHECKED, "check_remark": "Đạt"}
        step(car_workflow, "check_effective", car, writer, **data)


def test_a_leader_who_wrote_the_analysis_does_not_approve_it(people, scope):
    leader = people["leader"]
    RoleAssignment.objects.create(user=leader, agency=scope, role="secretary")
    car = b.car(unit=people["unit"], opened_by=people["auditor"])
    turn = car.current_round
    turn.cause_subjective = "Lãnh đạo viết"
    round_save(turn=turn, actor=leader)
    measure = CorrectiveAction(round=turn, measure="Tập huấn", responsible="Phòng", due_on=b.DUE)
    action_save(action=measure, actor=leader)
    step(car_workflow, "analyse", car, people["unit_contact"])
    with pytest.raises(TransitionRefused):
        step(car_workflow, "approve", car, leader)


def test_giving_the_auditor_s_place_to_another_does_not_let_him_approve_his_finding(people, scope):
    auditor = people["auditor"]
    RoleAssignment.objects.create(user=auditor, agency=scope, role="leader")
    member = people["audit"].team.get(person=auditor.person)
    given = {"opened_by": people["secretary"], "auditor": member, "state": "answered", "grade": "minor"}
    row = b.finding(people["audit"], unit=people["unit"], **given)
    with pytest.raises(TransitionRefused):
        step(finding_workflow, "approve", row, auditor)
    with pytest.raises(REFUSED):
        member.person = PersonFactory()
        member_save(member=member, actor=people["secretary"])
        step(finding_workflow, "approve", row, auditor)


def test_one_auditor_is_not_in_two_audits_at_one_hour(scope):
    from audits.models import AuditSlot

    person = PersonFactory()
    slots = []
    for number in (1, 2):
        audit = b.audit(round=number, team_decision=None)
        member = b.member(audit, person)
        slot = AuditSlot(audit=audit, day=DAY(2024, 10, 21), starts_at="08:00", ends_at="09:00")
        slot.clean_fields(exclude=["agency", "audit"])
        slots.append((slot, list(audit.audited_units.all()), [member]))
    slot_save(slot=slots[0][0], units=slots[0][1], auditors=slots[0][2], procedures=[], actor=None)
    with pytest.raises(ValidationError):
        slot_save(slot=slots[1][0], units=slots[1][1], auditors=slots[1][2], procedures=[], actor=None)


def test_minutes_changed_since_the_leader_read_them_are_not_signed(as_role, scope):
    leader, secretary = as_role("leader"), as_role("secretary")
    review = b.ready_review("held")
    section = review.sections.first()
    seen = ManagementReview.objects.get(pk=review.pk).version
    written = {"letter": "A", "heading": "Mở đầu", "body": "Lãnh đạo chưa đọc", "position": 1, "version": 0}
    secretary.send("audits:section_edit", section.pk, **written)
    assert review.sections.first().body == "Lãnh đạo chưa đọc"
    leader.step("audits:review_step", review.pk, "sign_minutes", version=seen)
    assert ManagementReview.objects.get(pk=review.pk).state == "held"


def test_a_signed_report_is_not_rewritten(as_role, scope):
    secretary = as_role("secretary")
    audit = b.held_audit(
        state="reported", reported_on=b.DONE, reported_by=as_role("leader").user, strengths="Đã ký"
    )
    sent = {"strengths": "Sửa sau khi ký", "starts_on": "21/10/2024", "ends_on": "23/10/2024"}
    secretary.send(
        "audits:audit_report_edit", audit.pk, **sent, findings_recorded="on", version=audit.version
    )
    assert InternalAudit.objects.get(pk=audit.pk).strengths == "Đã ký"


def test_mail_is_not_sent_to_who_lost_his_role(people, monkeypatch, mailoutbox):
    from django.utils import timezone

    leader = people["leader"]
    leader.email = "lanh-dao@example.vn"
    leader.save()
    row = b.finding(people["audit"], unit=people["unit"], opened_by=people["auditor"])
    step(finding_workflow, "answer", row, people["unit_contact"], **ANSWER)
    with monkeypatch.context() as silent:  # the mail server does not answer
        silent.setattr(notices, "deliver", lambda: 0)
        notices.tell(Announcement.objects.latest("pk").pk)
    RoleAssignment.objects.filter(user=leader).update(ended_at=timezone.now())
    notices.deliver()
    assert mailoutbox == []


def test_a_year_file_read_again_does_not_wipe_what_the_unit_wrote(people, scope, tmp_path):
    from qms.exchange import dump_year, load_year
    from qms.yamlfile import YearFileError

    car = b.car(unit=people["unit"], opened_by=people["auditor"])
    path = tmp_path / "nam.yaml"
    path.write_text(dump_year(scope, 2024))
    turn = car.current_round
    turn.cause_subjective = "Đơn vị vừa ghi"
    round_save(turn=turn, actor=people["unit_contact"])
    try:
        load_year(path)
    except YearFileError:
        pass
    fresh = CorrectiveActionRequest.objects.get(pk=car.pk)
    assert fresh.current_round.cause_subjective == "Đơn vị vừa ghi"
