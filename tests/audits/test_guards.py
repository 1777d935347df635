"""What each guard of each step refuses, with its own sentence; days that effects refuse; deputies by person."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from audits.models import (
    AuditTeamMember,
    CorrectiveAction,
    InternalAudit,
    ManagementReview,
    ReviewConclusion,
)
from qms.records import record_save
from qms.workflow import TransitionRefused
from tests.audits.build import car, conclusion, finding, held_audit, measure, member, of_unit
from tests.audits.test_transitions import CASES, DUE, A, C, F, R, T, history_of, name_of, step_of
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.iso("10.2")]
Break = Callable[[Any, Any], Any]


def change(**values: Any) -> Break:
    """Give the record these values; a function is asked with the actor."""

    def broken(obj: Any, actor: Any) -> None:
        for name, value in values.items():
            setattr(obj, name, value(actor) if callable(value) else value)
        obj.save()

    return broken


def change_round(**values: Any) -> Break:
    return lambda obj, actor: change(**values)(obj.current_round, actor)


def me(actor: Any) -> Any:
    return actor


def my_person(actor: Any) -> Any:
    return actor.person


def another_unit(actor: Any) -> Any:
    return UnitFactory()


def close_audit(obj: Any, actor: Any) -> None:
    InternalAudit.objects.filter(pk=obj.audit_id).update(**{"state": "closed"})


def in_state(state: str) -> Break:
    return lambda obj, actor: ManagementReview.objects.filter(pk=obj.review_id).update(**{"state": state})


def leave_team(obj: Any, actor: Any) -> None:
    AuditTeamMember.objects.filter(person=actor.person).delete()


def conclusion_of(review: ManagementReview, text: str) -> ReviewConclusion:
    return ReviewConclusion(review=review, text=text, owner="Văn phòng", standing=True)


OPENED = "Người ghi phát hiện không được tự trả lời, phê duyệt"
OWN_UNIT = "Không được tự kiểm tra kết quả khắc phục của đơn vị mình"
TEAM = "Chỉ thành viên đoàn Đánh giá nội bộ lần 01/2024 và thư ký được ghi"
BREAKS: dict[tuple[type, str], tuple[Break, str]] = {
    (A, "has_team"): (change(team_decision=None), "Chưa có quyết định thành lập đoàn"),
    (A, "has_programme"): (change(planned_to=None), "Chưa ghi ngày bắt đầu và kết thúc theo chương trình"),
    (A, "has_units"): (lambda obj, actor: obj.audited_units.all().delete(), "Chưa có đơn vị nào"),
    (A, "has_notice"): (change(notice=None), "Chưa chọn thông báo đánh giá đã lấy số"),
    (A, "is_lead"): (
        lambda obj, actor: obj.team.update(person=PersonFactory(name="Trưởng Đoàn")),
        r"Chỉ trưởng đoàn \(.*Trưởng Đoàn\) ký báo cáo",
    ),
    (A, "findings_are_recorded"): (change(findings_recorded=False), "Chưa xác nhận đã ghi đủ phát hiện"),
    (A, "majors_have_requests"): (
        lambda obj, actor: finding(obj, 7, grade="major", state="closed"),
        "Phát hiện nặng số 07 chưa có phiếu yêu cầu hành động khắc phục",
    ),
    (A, "has_ended"): (change(ends_on=None), "Chưa ghi ngày kết thúc đánh giá"),
    (A, "nonconformities_are_closed"): (
        lambda obj, actor: finding(obj, 1, state="verified"),
        "Còn 1 điểm không phù hợp chưa khắc phục xong",
    ),
    (A, "requests_are_closed"): (
        lambda obj, actor: car(finding(obj, 8, grade="observation", state="closed"), 8),
        "Phiếu khắc phục số 08 chưa đóng",
    ),
    (F, "asks_for_answer"): (change(grade="strength"), "Điểm tốt không cần trả lời"),
    (F, "audit_is_open"): (close_audit, "đã kết thúc, không sửa được nữa"),
    (F, "is_from_the_unit"): (change(unit=another_unit), "Chỉ đầu mối của đơn vị được đánh giá trả lời"),
    (F, "is_not_opener"): (change(opened_by=me), OPENED),
    (F, "is_answered_again"): (change(result="not_effective"), "Kiểm tra không đạt; đơn vị trả lời lại"),
    (F, "is_not_answerer"): (change(answered_by=me), "Người trả lời, thực hiện khắc phục không được tự"),
    (F, "major_has_request"): (change(grade="major"), "phải có phiếu yêu cầu hành động khắc phục"),
    (F, "is_of_the_team"): (leave_team, TEAM),
    (F, "is_not_own_unit"): (lambda obj, actor: of_unit(actor, obj.unit), OWN_UNIT),
    (F, "is_not_reporter"): (change(done_by=me), "Người báo cáo đã thực hiện không được tự kiểm tra"),
    (F, "is_not_approver"): (change(approved_by=me), "Người phê duyệt không được tự kiểm tra"),
    (F, "requests_are_closed"): (
        lambda obj, actor: [car(obj, 3), car(obj, 4, state="done"), car(obj, 5, state="closed")],
        "Phiếu khắc phục số 03, 04 chưa đóng",
    ),
    (F, "check_is_written"): (change(outcome=" "), "Chưa ghi đủ ngày thực hiện và kết quả kiểm tra"),
    (C, "is_from_the_unit"): (change(unit=another_unit), "Chỉ đầu mối của đơn vị được đánh giá trả lời"),
    (C, "is_not_opener"): (change(opened_by=me), "Người mở phiếu không được tự phân tích, phê duyệt"),
    (C, "has_causes"): (change_round(cause_subjective=" "), "Chưa ghi nguyên nhân chủ quan hoặc khách quan"),
    (C, "has_measures"): (
        lambda obj, actor: CorrectiveAction.objects.all().delete(),
        "Chưa có biện pháp xử lý nào",
    ),
    (C, "measures_are_done"): (
        lambda obj, actor: measure(obj.current_round),
        "Còn 1 biện pháp chưa ghi ngày hoàn thành",
    ),
    (C, "is_not_analyst"): (change_round(analysed_by=me), "Người phân tích nguyên nhân không được tự"),
    (C, "is_not_writer"): (
        lambda obj, actor: record_save(
            CorrectiveAction(
                round=obj.current_round, measure="Tập huấn", responsible="Phòng", due_on=DUE, done_on=DUE
            ),
            actor=actor,
        ),
        "Người ghi nguyên nhân, biện pháp không được tự",
    ),
    (C, "is_of_the_team"): (leave_team, TEAM),
    (C, "is_not_own_unit"): (lambda obj, actor: of_unit(actor, obj.unit), OWN_UNIT),
    (C, "is_not_responsible"): (
        lambda obj, actor: measure(obj.current_round, person=actor.person),
        "Người chịu trách nhiệm biện pháp không được tự phê duyệt, kiểm tra",
    ),
    (C, "is_not_reporter"): (change_round(done_by=me), "Người báo cáo đã thực hiện không được tự kiểm tra"),
    (C, "is_not_approver"): (change_round(approved_by=me), "Người phê duyệt không được tự kiểm tra"),
    (R, "has_chair"): (change(chair=None), "Chưa ghi người chủ trì"),
    (R, "has_attendees"): (lambda obj, actor: obj.attendees.all().delete(), "Chưa ghi thành phần dự họp"),
    (R, "has_conclusions"): (lambda obj, actor: obj.conclusions.all().delete(), "Chưa nhập kết luận"),
    (R, "has_minutes"): (lambda obj, actor: obj.sections.all().delete(), "Biên bản chưa có nội dung"),
    (R, "has_secretary"): (change(secretary=None), "Chưa ghi thư ký cuộc họp"),
    (R, "is_not_its_writer"): (
        lambda obj, actor: record_save(conclusion_of(obj, "Rà soát lại"), actor=actor),
        "Người ghi biên bản không tự ký",
    ),
    (R, "is_not_its_secretary"): (change(secretary=my_person), "Thư ký ghi biên bản không ký thay"),
    (R, "is_not_returned"): (change(return_reason="Thiếu"), "Biên bản đã trả lại; thư ký sửa rồi trình lại"),
    (R, "was_returned"): (change(return_reason=""), "Biên bản đang chờ lãnh đạo ký"),
    (R, "tasks_are_done"): (lambda obj, actor: conclusion(obj), "Còn 1 kết luận có hạn chưa thực hiện xong"),
    (T, "minutes_are_signed"): (in_state("held"), "Biên bản chưa ký, kết luận chưa thành việc"),
    (T, "is_its_owner"): (change(person=None), "Chỉ người được giao việc và thư ký ghi kết quả"),
    (T, "review_is_followed"): (in_state("followed_up"), "đã được xác nhận thực hiện xong kết luận"),
}
GUARDED = [(key, guard.__name__) for key in CASES for guard in step_of(key).guards]


def test_every_guard_has_a_case():
    assert {(key[0], guard) for key, guard in GUARDED} == set(BREAKS)


@pytest.mark.parametrize(("key", "guard"), GUARDED, ids=name_of)
def test_guard_refuses_with_its_sentence(key, guard, scope, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    obj = case.make(case.source, actor)
    breaks, sentence = BREAKS[key[0], guard]
    breaks(obj, actor)
    with pytest.raises(TransitionRefused, match=sentence):
        step_of(key).run(obj, actor=actor, **case.data)
    assert not history_of(obj)
    assert type(obj).objects.get(pk=obj.pk).state == case.source


BY_PERSON = {
    (F, "answer", "opener"): lambda obj, actor: change(auditor=member(obj.audit, actor.person))(obj, actor),
    (F, "approve", "doer"): change(doer=my_person),
    (F, "verify", "doer"): change(doer=my_person),
    (F, "close", "approver"): change(approver=my_person),
    (C, "approve", "opener"): change(opener=my_person),
    (C, "approve", "representative"): change_round(representative=my_person),
    (C, "check_effective", "representative"): change_round(representative=my_person),
    (C, "check_not_effective", "approver"): change_round(approver=my_person),
}  # fmt: skip


@pytest.mark.parametrize(("model", "name", "part"), BY_PERSON, ids=str)
def test_whom_the_paper_names_is_refused_like_the_account(model, name, part, scope, user_as):
    """A year file names persons, not accounts: the person is recognised."""
    case = CASES[model, name]
    actor = user_as(case.role)
    obj = case.make(case.source, actor)
    if (model, name) == (F, "answer"):
        obj.audit.team.filter(person=actor.person).delete()
    BY_PERSON[model, name, part](obj, actor)
    with pytest.raises(TransitionRefused, match="không được tự"):
        step_of((model, name)).run(obj, actor=actor, **case.data)


def test_secretary_who_answered_for_a_unit_does_not_check_it(scope, user_as):
    secretary, leader = user_as("secretary"), user_as("leader")
    row = finding(held_audit())
    run = lambda name, actor: step_of((F, name)).run(row, actor=actor, **CASES[F, name].data)  # noqa: E731
    run("answer", secretary), run("approve", leader), run("finish", secretary)
    with pytest.raises(TransitionRefused, match="không được tự phê duyệt, kiểm tra"):
        run("verify", secretary)
    assert run("verify", user_as("secretary")).state == "verified"


def test_contact_of_another_unit_neither_answers_nor_reports(scope, user_as):
    stranger = of_unit(user_as("unit_contact"), UnitFactory())
    row = finding(held_audit(), unit=UnitFactory())
    request = car(row, state="in_progress")
    for key, obj in (((F, "answer"), row), ((C, "finish"), request)):
        with pytest.raises(TransitionRefused, match="Chỉ đầu mối của đơn vị"):
            step_of(key).run(obj, actor=stranger, **CASES[key].data)


def test_request_from_elsewhere_is_checked_by_any_auditor(scope, user_as):
    request = car(state="done", unit=UnitFactory())
    key = (C, "check_effective")
    assert step_of(key).run(request, actor=user_as("auditor"), **CASES[key].data).closed_on == DAY(
        2024, 11, 12
    )


def test_team_without_lead_or_minutes_with_an_empty_section_say_which(scope, user_as):
    secretary = user_as("secretary")
    row = CASES[A, "notify"].make("planned", secretary)
    row.team.update(role="member")
    with pytest.raises(TransitionRefused, match="Đoàn đánh giá chưa có trưởng đoàn"):
        step_of((A, "notify")).run(row, actor=secretary)
    InternalAudit.objects.filter(pk=row.pk).update(**{"state": "in_progress"})
    lead = user_as("auditor")
    with pytest.raises(TransitionRefused, match="chưa có trưởng đoàn để ký"):
        step_of((A, "report")).run(row, actor=lead, ends_on=DAY(2024, 10, 23))
    review = CASES[R, "sign_minutes"].make("held", secretary)
    review.sections.update(body=" ")
    with pytest.raises(TransitionRefused, match="Mục A của biên bản còn trống"):
        step_of((R, "sign_minutes")).run(review, actor=user_as("leader"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"due_on": None}, "chưa ghi thời hạn"),
        ({"due_on": DAY(2024, 10, 20)}, "Thời hạn 20/10/2024 trước ngày mở phiếu 21/10/2024"),
    ],
)
def test_analysis_with_a_measure_without_or_before_its_day_is_refused(given, told, scope, user_as):
    contact = user_as("unit_contact")
    request = CASES[C, "analyse"].make("opened", contact)
    measure(request.current_round, **given)
    with pytest.raises(TransitionRefused, match=told):
        step_of((C, "analyse")).run(request, actor=contact)


def test_observations_do_not_keep_an_audit_open(scope, user_as):
    leader = user_as("leader")
    row = CASES[A, "close"].make("reported", leader)
    finding(row, 1, grade="observation")
    finding(row, 2, grade="strength")
    assert step_of((A, "close")).run(row, actor=leader).state == "closed"


SOON = datetime.date.today() + datetime.timedelta(days=2)
BAD_DAYS = [
    ((A, "start"), "starts_on", SOON, "chưa tới"),
    ((A, "report"), "ends_on", SOON, "chưa tới"),
    ((A, "report"), "ends_on", DAY(2024, 10, 20), "từ ngày bắt đầu"),
    ((F, "answer"), "due_on", DAY(1921, 1, 1), r"Hạn khắc phục phải từ ngày phát hiện \(21/10/2024\) trở đi"),
    ((F, "finish"), "done_on", SOON, "chưa tới"),
    ((F, "finish"), "done_on", DAY(2024, 10, 20), "từ ngày phát hiện"),
    ((F, "verify"), "checked_on", SOON, "chưa tới"),
    ((F, "verify"), "checked_on", DAY(2024, 11, 4), "từ ngày thực hiện"),
    ((F, "not_effective"), "checked_on", DAY(2024, 11, 4), "từ ngày thực hiện"),
    ((C, "finish"), "done_on", SOON, "chưa tới"),
    ((C, "finish"), "done_on", DAY(2024, 10, 20), "từ ngày mở"),
    ((C, "finish"), "done_on", DAY(2024, 11, 4), "Biện pháp cuối cùng hoàn thành ngày 05/11/2024"),
    ((C, "check_effective"), "checked_on", SOON, "chưa tới"),
    ((C, "check_effective"), "checked_on", DAY(2024, 11, 4), "từ ngày hoàn thành"),
    ((C, "check_not_effective"), "checked_on", DAY(2024, 11, 4), "từ ngày hoàn thành"),
    ((R, "hold"), "held_on", SOON, "chưa tới"),
    ((T, "finish"), "done_on", SOON, "chưa tới"),
    ((T, "finish"), "done_on", DAY(2024, 10, 27), "từ ngày họp"),
]


@pytest.mark.parametrize(("key", "name", "day", "told"), BAD_DAYS, ids=name_of)
def test_days_follow_each_other_and_are_not_ahead(key, name, day, told, scope, user_as):
    case, actor = CASES[key], user_as(CASES[key].role)
    obj = case.make(case.source, actor)
    with pytest.raises(ValidationError, match=told):
        step_of(key).run(obj, actor=actor, **{**case.data, name: day})
    assert not history_of(obj)


def test_due_day_in_1921_is_refused_even_when_the_day_found_is_unknown(scope, user_as):
    contact = user_as("unit_contact")
    row = CASES[F, "answer"].make("open", contact)
    change(opened_on=None)(row, contact)
    with pytest.raises(ValidationError, match="01/01/1921 quá xa") as refused:
        step_of((F, "answer")).run(
            row, actor=contact, **{**CASES[F, "answer"].data, "due_on": DAY(1921, 1, 1)}
        )
    assert list(refused.value.message_dict) == ["due_on"]
