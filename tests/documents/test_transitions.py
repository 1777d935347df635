"""Every step of a revision: allowed, wrong state, no right, each guard, other agency, history, run twice."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from documents.enums import RevisionState
from documents.models import Revision
from documents.services import revision_create, revision_update
from documents.transitions import review_due, workflow
from qms.attachments import attachment_add
from qms.models import HistoryEntry
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.documents.helpers import TEXT, day, document, revision, run
from tests.factories import UnitFactory

DATA = {"request_changes": {"reason": "Thiếu mục 5.2."}, "withdraw": {"reason": "Bãi bỏ thủ tục."}}
ACTOR = {"submit": "secretary", "recall": "secretary", "issue": "secretary", "confirm": "secretary"}
ROLES = ("admin", "secretary", "leader", "auditor", "unit_contact", "staff", "observer")
MAY = {
    "submit": {"secretary", "unit_contact"},
    "recall": {"secretary", "unit_contact"},
    "review": {"secretary", "leader"},
    "request_changes": {"secretary", "leader"},
    "approve": {"leader"},
    "issue": {"secretary", "leader"},
    "confirm": {"secretary", "leader"},
    "withdraw": {"secretary", "leader"},
}
TARGETS = {
    ("draft", "submit"): "in_review",
    ("changes_requested", "submit"): "in_review",
    ("in_review", "recall"): "draft",
    ("in_review", "review"): "in_review",
    ("in_review", "request_changes"): "changes_requested",
    ("in_review", "approve"): "approved",
    ("approved", "issue"): "effective",
    ("effective", "confirm"): "effective",
    ("approved", "withdraw"): "withdrawn",
    ("effective", "withdraw"): "withdrawn",
}
STEPS = sorted(name for name, step in workflow.transitions.items() if step.offered)


def test_the_table_of_the_tests_names_every_step():
    drawn = {(state, name) for name in STEPS for state in workflow.transitions[name].sources}
    assert drawn == set(TARGETS)
    assert set(MAY) == set(STEPS)


@pytest.mark.parametrize(("state", "name"), sorted(TARGETS))
def test_step_leads_to_its_target_with_one_history_row(state, name, procedure, user_as):
    actor = user_as(ACTOR.get(name, "leader"))
    found = run(name, revision(procedure, state), actor, **DATA.get(name, {}))
    assert Revision.objects.get(pk=found.pk).state == TARGETS[state, name]
    rows = HistoryEntry.objects.of(found)
    assert [(row.action, row.actor) for row in rows] == [(name, actor)]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", RevisionState.values)
def test_step_is_refused_from_every_other_state(state, name, procedure, user_as):
    if (state, name) in TARGETS:
        return
    record = revision(procedure, state)
    with pytest.raises(TransitionRefused, match="khi đang ở trạng thái"):
        run(name, record, user_as(ACTOR.get(name, "leader")), **DATA.get(name, {}))
    assert Revision.objects.get(pk=record.pk).state == state
    assert not HistoryEntry.objects.of(record).exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", STEPS)
def test_step_needs_its_right(name, role, procedure, user_as):
    if role in MAY[name]:
        return
    state = next(state for state, step in TARGETS if step == name)
    record = revision(procedure, state)
    with pytest.raises(PermissionDenied):
        run(name, record, user_as(role), **DATA.get(name, {}))
    assert not HistoryEntry.objects.of(record).exists()


@pytest.mark.parametrize("name", STEPS)
def test_step_does_not_reach_another_agency(name, procedure, other_agency, user_as):
    state = next(state for state, step in TARGETS if step == name)
    record = revision(procedure, state)
    stranger = user_as("leader", other_agency)
    with in_agency(other_agency), pytest.raises(Revision.DoesNotExist):
        run(name, record, stranger, **DATA.get(name, {}))
    assert Revision.objects.get(pk=record.pk).state == state


@pytest.mark.parametrize("name", [name for name in STEPS if name not in ("confirm",)])
def test_step_run_twice_is_refused_the_second_time(name, procedure, user_as):
    state = next(state for state, step in TARGETS if step == name)
    record = revision(procedure, state)
    actor = user_as(ACTOR.get(name, "leader"))
    run(name, record, actor, **DATA.get(name, {}))
    with pytest.raises(TransitionRefused):
        run(name, record, actor, **DATA.get(name, {}))
    assert HistoryEntry.objects.of(record).count() == 1


@pytest.fixture
def drafting_leader(procedure, leader):
    """A head of the unit that keeps the document: drafts it, and has the leader's right to approve."""
    procedure.unit = leader.person.unit = UnitFactory(name="Phòng Tư pháp")
    procedure.save()
    leader.person.save()
    return leader


def test_who_began_the_text_cannot_approve_it_under_another_name(procedure, drafting_leader, secretary):
    record = revision_create(document=procedure, actor=drafting_leader, content=TEXT, author=secretary.person)
    record = run("submit", record, secretary)
    with pytest.raises(TransitionRefused, match="không được tự phê duyệt"):
        run("approve", record, drafting_leader)
    with pytest.raises(TransitionRefused, match="không được tự soát xét"):
        run("review", record, drafting_leader)


def test_who_changed_the_text_cannot_approve_it_whoever_changed_it_later(
    procedure, drafting_leader, secretary
):
    record = revision_create(document=procedure, actor=secretary, content=TEXT)
    for actor, text in ((drafting_leader, "Của lãnh đạo."), (secretary, "Của thư ký.")):
        record.content = text
        record = revision_update(revision=record, actor=actor, expected_version=record.version)
    record = run("submit", record, secretary)
    with pytest.raises(TransitionRefused, match="không được tự phê duyệt"):
        run("approve", record, drafting_leader)


def test_saving_without_a_change_is_not_writing(draft, drafting_leader, secretary):
    revision_update(revision=draft, actor=drafting_leader, expected_version=draft.version)
    assert run("approve", run("submit", draft, secretary), drafting_leader).state == "approved"


def test_who_attached_the_file_cannot_approve_it(procedure, drafting_leader, secretary):
    record = revision(procedure, content="", author=secretary.person)
    file = ContentFile(b"%PDF-1.7\n%%EOF\n", name="quy-trinh.pdf")
    attachment_add(record, file, actor=drafting_leader)
    record = run("submit", record, secretary)
    with pytest.raises(TransitionRefused, match="không được tự phê duyệt"):
        run("approve", record, drafting_leader)


def test_author_cannot_approve_own_revision(procedure, leader):
    record = revision(procedure, "in_review", author=leader.person)
    with pytest.raises(TransitionRefused, match=r"^Người soạn thảo không được tự phê duyệt\.$"):
        run("approve", record, leader)


def test_who_submitted_cannot_approve_whoever_is_named_author(procedure, leader, secretary):
    record = revision(procedure, "in_review", author=secretary.person, submitted_by=leader)
    with pytest.raises(TransitionRefused, match="tự phê duyệt"):
        run("approve", record, leader)


@pytest.mark.parametrize("name", ["review", "request_changes"])
def test_author_cannot_review_own_revision(name, procedure, secretary):
    record = revision(procedure, "in_review", author=secretary.person)
    with pytest.raises(TransitionRefused, match="tự soát xét"):
        run(name, record, secretary, **DATA.get(name, {}))


@pytest.mark.parametrize("name", ["approve", "review"])
def test_account_without_a_person_neither_reviews_nor_approves(name, procedure, leader):
    leader.person.delete()
    leader.__dict__.pop("_persons")
    with pytest.raises(TransitionRefused, match="chưa gắn với người nào"):
        run(name, revision(procedure, "in_review"), leader)


def test_empty_revision_is_not_submitted(procedure, secretary):
    with pytest.raises(TransitionRefused, match="Chưa có nội dung"):
        run("submit", revision(procedure, content="  \n"), secretary)


def test_a_file_is_content_too(procedure, secretary):
    record = revision(procedure, content="")
    attachment_add(record, ContentFile(b"%PDF-1.7\n%%EOF\n", name="quy-trinh.pdf"), actor=secretary)
    assert run("submit", record, secretary).state == "in_review"


def test_second_revision_must_say_what_changed(procedure, secretary):
    record = revision(procedure, number=2)
    with pytest.raises(TransitionRefused, match="phải ghi nội dung sửa đổi"):
        run("submit", record, secretary)


def test_everything_missing_is_told_at_once(procedure, secretary):
    with pytest.raises(TransitionRefused, match=r"Chưa có nội dung: .* Từ lần sửa đổi thứ hai"):
        run("submit", revision(procedure, number=2, content=""), secretary)


def test_approval_of_a_version_not_seen_is_refused(submitted, leader, secretary):
    seen = submitted.version
    again = run("submit", run("recall", submitted, secretary), secretary)
    with pytest.raises(TransitionRefused, match="vừa được người khác sửa"):
        run("approve", again, leader, expected_version=seen)


def test_named_reviewer_must_review_before_approval(procedure, leader, user_as):
    reviewer = user_as("secretary")
    record = revision(procedure, "in_review", reviewer=reviewer.person)
    with pytest.raises(TransitionRefused, match=f"Chưa soát xét: chờ {reviewer.person}"):
        run("approve", record, leader)
    with pytest.raises(TransitionRefused, match=f"Người soát xét lần này là {reviewer.person}"):
        run("review", record, leader)
    run("review", record, reviewer)
    found = run("approve", record, leader)
    assert (found.reviewer, found.approver) == (reviewer.person, leader.person)
    assert found.reviewed_on and found.approved_on


def test_resubmitting_asks_for_a_new_review(procedure, leader, user_as, secretary):
    reviewer = user_as("secretary")
    record = revision(procedure, "in_review", reviewer=reviewer.person, submitted_by=secretary)
    run("review", record, reviewer)
    run("recall", record, secretary)
    run("submit", record, secretary)
    with pytest.raises(TransitionRefused, match="Chưa soát xét"):
        run("approve", record, leader)


def test_reason_of_requested_changes_is_kept_until_submitted_again(submitted, leader, secretary):
    found = run("request_changes", submitted, leader, reason="Thiếu mục 5.2.")
    assert found.reason == "Thiếu mục 5.2."
    assert HistoryEntry.objects.of(found).first().data == {"reason": "Thiếu mục 5.2."}
    assert run("submit", found, secretary).reason == ""


def test_contact_submits_only_documents_of_his_unit(contact, secretary):
    own = revision(document("QT-02", unit=contact.person.unit))
    foreign = revision(document("QT-03"))
    assert run("submit", own, contact).state == "in_review"
    with pytest.raises(TransitionRefused, match="đơn vị mình chủ trì"):
        run("submit", foreign, contact)


def test_contact_recalls_only_documents_of_his_unit(contact):
    with pytest.raises(TransitionRefused, match="đơn vị mình chủ trì"):
        run("recall", revision(document("QT-03"), "in_review"), contact)


@pytest.mark.parametrize(
    ("loaded", "sentence"),
    [({"content": ""}, "Chưa có nội dung"), ({"number": 2}, "phải ghi nội dung sửa đổi")],
)
def test_revision_loaded_in_review_is_still_judged_at_approval(loaded, sentence, procedure, leader):
    with pytest.raises(TransitionRefused, match=sentence):
        run("approve", revision(procedure, "in_review", **loaded), leader)


@pytest.mark.iso("7.5.3")
def test_issue_supersedes_the_previous_revision_with_history(effective, procedure, leader, secretary):
    second = revision(procedure, "approved", number=2, change_summary="Cập nhật mục 5.2.")
    run("issue", second, secretary, effective_on=day("2024-06-03"))
    first = Revision.objects.get(pk=effective.pk)
    assert (first.state, first.ended_on) == ("superseded", day("2024-06-02"))
    assert HistoryEntry.objects.of(first).first().action == "supersede"
    assert [row.number for row in Revision.objects.effective()] == [2]


def test_failed_issue_leaves_the_previous_revision_in_force(effective, procedure, secretary, monkeypatch):
    second = revision(procedure, "approved", number=2)
    monkeypatch.setattr(Revision, "save", _fail_for(second.pk))
    with pytest.raises(RuntimeError):
        run("issue", second, secretary, effective_on=day("2024-06-03"))
    assert Revision.objects.get(pk=effective.pk).state == "effective"


def _fail_for(pk):
    original = Revision.save

    def save(self, *args, **kwargs):
        if self.pk == pk:
            raise RuntimeError("mất điện")
        return original(self, *args, **kwargs)

    return save


def test_issue_refuses_a_day_before_the_approval(procedure, secretary):
    record = revision(procedure, "approved", approved_on=day("2024-03-05"))
    with pytest.raises(ValidationError, match=r"từ ngày phê duyệt \(05/3/2024\)"):
        run("issue", record, secretary, effective_on=day("2024-03-04"))
    assert run("issue", record, secretary, effective_on=day("2024-03-05")).state == "effective"


def test_issue_takes_the_planned_day_when_none_is_given(procedure, secretary):
    record = revision(procedure, "approved", planned_on=day("2024-03-01"))
    assert run("issue", record, secretary).effective_on == day("2024-03-01")


def test_issue_refuses_a_day_that_has_not_come(approved, secretary):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    with pytest.raises(ValidationError, match="chưa tới"):
        run("issue", approved, secretary, effective_on=tomorrow)
    assert Revision.objects.get(pk=approved.pk).state == "approved"


@pytest.mark.parametrize("when", ["2024-01-01", "2024-01-02"])
def test_issue_must_follow_the_previous_day(effective, procedure, secretary, when):
    second = revision(procedure, "approved", number=2)
    with pytest.raises(ValidationError, match=r"phải sau ngày hiệu lực của lần trước \(02/01/2024\)"):
        run("issue", second, secretary, effective_on=day(when))


def test_withdrawn_before_it_was_effective_is_refused(effective, leader):
    with pytest.raises(ValidationError, match="từ ngày hiệu lực"):
        run("withdraw", effective, leader, reason="Sai", ended_on=day("2024-01-01"))


def test_withdrawn_keeps_reason_and_day(effective, leader):
    found = run("withdraw", effective, leader, reason="Bãi bỏ thủ tục.", ended_on=day("2024-05-06"))
    assert (found.reason, found.ended_on) == ("Bãi bỏ thủ tục.", day("2024-05-06"))


def test_supersede_is_not_a_step_of_the_pages(effective, leader):
    assert not workflow.transitions["supersede"].offered
    assert "supersede" not in [step.name for step, _ in workflow.available(effective, leader)]


@pytest.mark.parametrize(
    ("months", "since", "due"),
    [(12, "2024-02-29", "2025-02-28"), (1, "2024-01-31", "2024-02-29"), (24, "2024-12-01", "2026-12-01")],
)
def test_review_is_due_after_the_interval(months, since, due, procedure):
    procedure.review_months = months
    assert review_due(procedure, day(since)) == day(due)


def test_document_without_interval_has_no_review_due(procedure):
    assert review_due(procedure, day("2024-01-01")) is None


@pytest.mark.parametrize(
    "pair", [("effective", "effective"), ("draft", "approved"), ("in_review", "changes_requested")]
)
def test_database_refuses_two_effective_or_two_open_revisions(pair, procedure):
    revision(procedure, pair[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        revision(procedure, pair[1], number=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "effective", "effective_on": None},
        {"state": "superseded", "ended_on": None},
        {"state": "effective", "ended_on": day("2023-06-01")},
        {"state": "superseded", "ended_on": day("2022-06-01")},
        {"state": "draft", "number": 0},
    ],
)
def test_database_refuses_undated_or_misdated_states(wrong, procedure):
    with pytest.raises(IntegrityError), transaction.atomic():
        revision(procedure, **wrong)
