"""The menu's counts: kept while the agency's history stands still, never longer."""

import datetime

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qms import inbox, menu
from qms.scope import in_agency
from tests.documents.helpers import document, revision, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    cache = LocMemCache("test-menu", {})
    cache.clear()
    monkeypatch.setattr(menu, "caches", {"menu": cache})


@pytest.fixture
def counted(monkeypatch):
    """How often the inbox was counted."""
    times, count = [], inbox.union_counts
    monkeypatch.setattr(inbox, "union_counts", lambda asked: times.append(1) or count(asked))
    return times


def submitted(agency, user_as):
    with in_agency(agency):
        secretary = user_as("secretary")
        return run("submit", revision(document(), author=secretary.person), secretary)


def waiting(client):
    page = client.page("qms:unit_list")
    items = [item for group in page.context["menu"] for item in group["items"]]
    return next(item["count"] for item in items if item["label"] == "Việc của tôi")


def test_counts_stand_until_the_history_goes_on(agency, user_as, as_role, counted):
    leader = as_role("leader")
    record = submitted(agency, user_as)
    assert [waiting(leader) for _ in range(3)] == [1, 1, 1]
    assert len(counted) == 1
    with in_agency(agency):
        run("request_changes", record, leader.user, reason="Thiếu mục 5.2.")
    assert waiting(leader) is None
    assert len(counted) == 2


def test_what_is_kept_costs_one_query(agency, user_as, as_role):
    leader = as_role("leader")
    submitted(agency, user_as)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            waiting(leader)
        return [query["sql"] for query in queries]

    first, second = asked(), asked()
    assert len(second) < len(first)
    assert [any("UNION" in sql for sql in asked) for asked in (first, second)] == [True, False]
    assert sum("qms_historyhead" in sql for sql in second) == 1


def test_each_person_has_his_own(agency, user_as, as_role):
    submitted(agency, user_as)
    assert [waiting(as_role("leader")), waiting(as_role("staff"))] == [1, None]


def test_a_role_given_or_ended_counts_at_once(agency, user_as, as_role):
    """Also where a role is given past the application, without history."""
    submitted(agency, user_as)
    client = as_role("leader")
    assert waiting(client) == 1
    client.user.assignments.update(role="staff")
    assert waiting(client) is None


def test_a_new_day_is_counted_anew(agency, user_as, as_role, counted, monkeypatch):
    leader = as_role("leader")
    submitted(agency, user_as)
    waiting(leader)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr("qms.middleware.timezone.localdate", lambda: tomorrow)
    waiting(leader)
    assert len(counted) == 2


def test_a_page_that_reads_the_inbox_counts_itself(agency, user_as, as_role, counted):
    leader = as_role("leader")
    submitted(agency, user_as)
    leader.page("qms:inbox")
    leader.page("qms:inbox")
    assert len(counted) == 2
