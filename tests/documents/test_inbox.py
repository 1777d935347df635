"""What waits for whom."""

import pytest

from qms.inbox import Inbox, collect
from tests.documents.helpers import day, document, revision, run


def waiting(agency, user):
    return [(item.tag, item.steps) for item in collect(agency, user) if item.group == "Tài liệu"]


def test_submitted_revision_waits_for_the_leader(submitted, scope, leader, secretary):
    assert waiting(scope, leader) == [("Chờ phê duyệt", ("approve", "request_changes"))]
    assert waiting(scope, secretary) == []


def test_named_reviewer_comes_before_the_leader(procedure, scope, leader, user_as):
    reviewer = user_as("secretary")
    record = revision(procedure, "in_review", reviewer=reviewer.person)
    assert waiting(scope, leader) == []
    assert waiting(scope, reviewer) == [("Chờ soát xét", ("review", "request_changes"))]
    run("review", record, reviewer)
    assert waiting(scope, leader) == [("Chờ phê duyệt", ("approve", "request_changes"))]


def test_named_approver_is_asked_not_the_other_leader(procedure, scope, leader, user_as):
    other = user_as("leader")
    revision(procedure, "in_review", approver=other.person)
    assert waiting(scope, leader) == []
    assert len(waiting(scope, other)) == 1


def test_leader_who_wrote_it_is_not_asked(procedure, scope, leader):
    revision(procedure, "in_review", author=leader.person)
    assert waiting(scope, leader) == []


def test_requested_changes_wait_for_the_author_with_the_reason(submitted, scope, leader, secretary):
    run("request_changes", submitted, leader, reason="Thiếu mục 5.2.")
    [item] = [item for item in collect(scope, secretary) if item.group == "Tài liệu"]
    assert (item.tag, item.sentence, item.steps) == ("Cần sửa lại", "Thiếu mục 5.2.", ("submit",))


def test_approved_revision_waits_from_its_planned_day(procedure, scope, secretary):
    revision(procedure, "approved", planned_on=day("2024-01-02"))
    revision(document("QT-02"), "approved", planned_on=day("2099-01-02"))
    assert waiting(scope, secretary) == [("Chờ ban hành", ("issue",))]


def test_periodic_review_waits_for_the_secretary(procedure, scope, secretary, leader):
    revision(procedure, "effective", review_due_on=day("2024-01-02"))
    assert waiting(scope, secretary) == [("Soát xét định kỳ", ("confirm",))]
    assert waiting(scope, leader) == []


@pytest.mark.parametrize("role", ["staff", "observer", "auditor"])
def test_nothing_waits_for_who_may_not_act(role, submitted, scope, user_as):
    assert waiting(scope, user_as(role)) == []


def test_inbox_takes_a_fixed_number_of_queries(scope, leader, django_assert_num_queries):
    assert leader.person and leader.can("documents.approve")
    for number in range(1, 31):
        revision(document(f"QT-{number:02d}"), "in_review")
    with django_assert_num_queries(2):  # the counts of everything, the rows
        box = Inbox(scope, leader)
        items = box.items()
    assert (box.count, len(items), items[-1].title) == (30, 21, "… và 10 việc nữa")


def test_only_the_accounts_that_wrote_it_are_asked_to_correct_it(procedure, scope, user_as):
    writer, other, longer = user_as("secretary"), user_as("secretary"), user_as("secretary")
    record = revision(procedure, "changes_requested", writers=[longer.pk * 10 + 1, writer.pk])
    assert [len(waiting(scope, user)) for user in (writer, other, longer)] == [1, 0, 0]
    record.writers = [int(f"1{writer.pk}"), int(f"{writer.pk}1")]  # numbers that only contain the account's
    record.save()
    assert waiting(scope, writer) == []
