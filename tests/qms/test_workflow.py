"""The engine: what every app's transitions rely on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import ManagementReview, ReviewAttendee
from audits.transitions.review import hold
from qms.models import HistoryEntry, Job
from qms.records import record_save
from qms.scope import in_agency
from qms.workflow import TransitionRefused, Workflow
from tests.audits.build import DAY
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
HELD = DAY(2024, 10, 28)


@pytest.fixture
def planned(scope):
    chair = PersonFactory()
    review = ManagementReview.objects.create(year=2024, held_on=HELD, chair=chair)
    ReviewAttendee.objects.create(review=review, person=chair, role="chair")
    return review


def test_a_step_on_what_was_read_goes_through(planned, user_as):
    assert (
        hold.run(planned, actor=user_as("secretary"), expected_version=planned.version, held_on=HELD).state
        == "held"
    )


def test_nobody_decides_on_what_he_has_not_read(planned, user_as):
    seen = planned.version
    planned.place = "Phòng họp số 01"
    record_save(planned, actor=user_as("secretary"))
    with pytest.raises(TransitionRefused, match="vừa được người khác sửa"):
        hold.run(planned, actor=user_as("secretary"), expected_version=seen, held_on=HELD)
    assert ManagementReview.objects.get().state == "planned"


def test_the_page_posts_the_version_it_showed(planned, as_role, user_as, agency):
    client = as_role("secretary")
    page = client.page("audits:review_step", planned.pk, "hold").content.decode()
    assert f'name="version" value="{planned.version}"' in page
    planned.place = "Phòng họp số 01"
    with in_agency(agency):
        record_save(planned, actor=user_as("secretary"))
    path = client.path("audits:review_step", planned.pk, "hold")
    form = {"version": planned.version - 1, "held_on": "28/10/2024"}
    answer = client.post(path, form, follow=True)
    assert "vừa được người khác sửa" in answer.content.decode()


def test_a_page_that_names_no_version_has_seen_nothing(planned, as_role):
    answer = as_role("secretary").send("audits:review_step", planned.pk, "hold", held_on="28/10/2024")
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.content.decode()
    assert ManagementReview.unscoped.get().state == "planned"


def test_refused_step_leaves_no_history(planned, user_as):
    with pytest.raises(PermissionDenied):
        hold.run(planned, actor=user_as("staff"))
    assert not HistoryEntry.objects.of(planned).exists()


def test_a_model_has_one_workflow():
    with pytest.raises(ValueError, match="a workflow already"):
        Workflow(ManagementReview)


def test_a_progress_poll_pays_for_no_frame(agency, as_role):
    client = as_role("staff")
    with in_agency(agency):
        job = Job.objects.create(kind="x", title="Việc", year=2024, started_by=client.user)
    path = client.path("qms:job", job.pk)
    client.get(path, headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers={"HX-Request": "true"})
    assert len(queries) <= 8


def test_the_years_page_costs_a_fixed_number_of_queries(as_role):
    client = as_role("leader")
    client.page("qms:year")
    with CaptureQueriesContext(connection) as queries:
        client.page("qms:year")
    assert len(queries) <= 45
