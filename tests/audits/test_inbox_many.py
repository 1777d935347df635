"""Much waits: no notice is lost, every cut list says so, the counts are of what waits and not of what is shown."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import Finding
from audits.transitions.finding import finding_workflow
from qms import digests, inbox, notices
from qms.models import Announcement, Notice
from qms.scope import in_agency
from tests.audits.build import conclusion, finding, held_audit, of_unit, ready_review
from tests.audits.large import large_audit
from tests.factories import PersonFactory, UnitFactory
from tests.planning.build import DAY

pytestmark = pytest.mark.django_db
ROLES = ("secretary", "leader", "auditor", "unit_contact")


@pytest.fixture
def answer(scope, user_as, monkeypatch):
    """answer(number): a unit answers one more finding, urgent or not; returns the untold announcement."""
    monkeypatch.setattr(notices, "_tell_in_background", lambda pk: None)
    unit = UnitFactory()
    contact, row = of_unit(user_as("unit_contact"), unit), held_audit(user_as("auditor"))
    doer = PersonFactory()

    def work(number):
        found = finding(row, number, unit=unit, opened_on=timezone.localdate())
        given = {"cause": "Chưa đọc", "action": "Tập huấn", "doer": doer, "due_on": DAY(2030, 1, 1)}
        finding_workflow.transitions["answer"].run(found, actor=contact, **given)
        return Announcement.objects.latest("pk")

    return work


def waiting_findings(number):
    row = held_audit(round=2, team_decision=None, notice=None)
    for n in range(1, number + 1):
        finding(row, n, state="answered", due_on=DAY(2024, 11, 1))


def test_the_26th_answer_reaches_the_leader_as_the_first_did(answer, user_as):
    leader = user_as("leader")
    waiting_findings(25)  # all due before the new one, so that a list of twenty does not hold it
    notices.tell(answer(1).pk)
    assert [(notice.user, notice.tag) for notice in Notice.objects.all()] == [(leader, "Chờ phê duyệt")]


def test_telling_asks_a_few_accounts_more_almost_nothing_more(answer, user_as):
    def cost(number):
        row = answer(number)
        with CaptureQueriesContext(connection) as asked:
            notices.tell(row.pk)
        return len(asked)

    user_as("leader")
    few = cost(1)
    for role in ("leader", "secretary", "auditor", "unit_contact", "staff", "observer", "admin"):
        user_as(role)
    some = cost(2)
    for role in ("staff", "observer", "admin") * 3:  # for whom no finding can wait
        user_as(role)
    assert cost(3) == some
    assert some - few <= 4  # one query for each who might be next


@pytest.mark.parametrize("role", ROLES)
def test_counts_are_of_the_rows_and_their_items(role, scope, user_as):
    user = user_as(role)
    large = large_audit(auditor=user.person)
    of_unit(user, large.units[0])
    conclusion(ready_review("minutes_signed", round=2, signed_on=DAY(2024, 10, 30)), person=user.person)
    box, today = inbox.Inbox(scope, user), timezone.localdate()
    every = box.items(1000)
    assert (box.count, box.late) == (len(every), sum(item.is_late(today) for item in every))
    assert box.count > 1 and not any(item.is_rest for item in every)
    for most in (1, inbox.SHOWN):
        shown = box.items(most)
        left = [int(item.title.split()[2]) for item in shown if item.is_rest]
        assert sum(not item.is_rest for item in shown) + sum(left) == box.count
        assert len({item.group for item in shown}) == len({item.group for item in every})


@pytest.mark.parametrize("role", ROLES)
def test_asked_about_one_record_the_inbox_says_what_it_says_among_all(role, scope, user_as):
    user = user_as(role)
    large = large_audit(auditor=user.person)
    of_unit(user, large.units[0])
    among = {item.record: item for item in inbox.Inbox(scope, user).items(1000)}
    for record in (*large.findings[:60], *large.cars, *large.conclusions, large.audit, large.review):
        alone = inbox.collect(scope, user, only=record)
        assert alone == ([among[record]] if record in among else [])


def test_the_menu_counts_everything_and_the_page_tells_what_it_leaves_out(as_role, agency):
    leader = as_role("leader")
    with in_agency(agency):
        waiting_findings(27)
    response = leader.page("qms:inbox")
    [entry] = [item for group in response.context["menu"] for item in group["items"] if item["active"]]
    assert (entry["count"], entry["late"]) == (27, True)
    page = response.content.decode()
    assert "… và 7 việc nữa" in page and leader.path("audits:finding_list") in page
    shown = [item for group in response.context["groups"] for item in group["items"]]
    assert len(shown) == inbox.SHOWN + 1


def test_another_agencys_things_are_not_counted(scope, other_agency, user_as):
    with in_agency(other_agency):
        waiting_findings(3)
    assert inbox.Inbox(scope, user_as("leader")).count == 0
    assert Finding.objects.count() == 0


def test_a_page_pays_one_query_for_the_count_however_much_waits(as_role, agency):
    leader = as_role("leader")

    def queries():
        leader.page("qms:person_list")
        with CaptureQueriesContext(connection) as asked:
            assert leader.page("qms:person_list").status_code == 200
        return asked.captured_queries

    few = queries()
    with in_agency(agency):
        large_audit()
    many = queries()
    assert len(many) == len(few)
    assert len([query for query in many if "audits_finding" in query["sql"]]) <= 2  # and the red count


def test_the_digest_counts_what_it_cuts(scope, user_as):
    leader = user_as("leader")
    leader.email = "lanhdao@kimthanh.example"
    leader.save()
    waiting_findings(24)
    digests._send_one(leader, timezone.localdate(), mail.get_connection())
    [letter] = mail.outbox
    assert letter.subject.startswith("24 việc chờ anh/chị, 24 quá hạn")
    assert "- … và 4 việc nữa" in letter.body
    assert letter.body.count("Phát hiện ") == inbox.SHOWN
