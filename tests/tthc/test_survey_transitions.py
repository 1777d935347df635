"""A round's life: each step from its states alone, with its right, one history row, and by its own agency."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from qms.models import HistoryEntry
from qms.records import StaleRecord
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.tthc.survey_build import entered, template
from tthc.enums import SurveyState
from tthc.models import SurveyRound
from tthc.services.surveys import round_save
from tthc.transitions.surveys import survey_workflow

pytestmark = pytest.mark.django_db
STEPS = {"open": ("draft", "open"), "close": ("open", "closed"), "reopen": ("closed", "open")}
ALSO = {"close": {"draft"}}
"""Numbers typed from paper close without having been opened; of a public round see test_surveys.py."""
DATA = {"reopen": {"reason": "Còn phiếu"}}


@pytest.fixture
def found(scope):
    return entered(scope)


def put(found: SurveyRound, state: str) -> SurveyRound:
    SurveyRound.objects.update(state=state)
    return SurveyRound.objects.get(pk=found.pk)


def run(name: str, found: SurveyRound, actor) -> SurveyRound:
    return survey_workflow.transitions[name].run(found, actor=actor, **DATA.get(name, {}))


def entries(found: SurveyRound, name: str) -> int:
    return HistoryEntry.objects.of(found).filter(action=name).count()


def test_every_step_is_tried():
    assert set(STEPS) == set(survey_workflow.transitions)


@pytest.mark.parametrize("name", STEPS)
def test_each_step_goes_where_it_says_once_with_one_history_row(found, user_as, name):
    secretary, (source, target) = user_as("secretary"), STEPS[name]
    done = run(name, put(found, source), secretary)
    assert (done.state, done.version) == (target, found.version + 1)
    with pytest.raises(TransitionRefused):
        run(name, done, secretary)
    assert entries(found, name) == 1


@pytest.mark.parametrize(
    ("name", "state"),
    [
        (name, state)
        for name in STEPS
        for state in SurveyState.values
        if state != STEPS[name][0] and state not in ALSO.get(name, ())
    ],
)
def test_each_wrong_state_is_refused(found, user_as, name, state):
    with pytest.raises(TransitionRefused, match="khi đang ở trạng thái"):
        run(name, put(found, state), user_as("secretary"))


@pytest.mark.parametrize(("name", "state"), [(name, state) for name in ALSO for state in ALSO[name]])
def test_from_its_other_states_too(found, user_as, name, state):
    assert run(name, put(found, state), user_as("secretary")).state == STEPS[name][1]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", ["leader", "unit_contact", "staff", "observer", "auditor", "admin"])
def test_nobody_else_may(found, user_as, name, role):
    with pytest.raises(PermissionDenied):
        run(name, put(found, STEPS[name][0]), user_as(role))


@pytest.mark.parametrize("name", STEPS)
def test_another_agency_finds_nothing_to_step(found, user_as, other_agency, name):
    there = put(found, STEPS[name][0])
    with in_agency(other_agency), pytest.raises(SurveyRound.DoesNotExist):
        run(name, there, user_as("secretary", other_agency))


@pytest.mark.parametrize("given", ["period_from", "period_to"])
def test_a_public_round_needs_both_its_days(found, user_as, given):
    SurveyRound.objects.update(way="public", **{given: "2024-06-01"})
    with pytest.raises(TransitionRefused, match="ngày bắt đầu và ngày kết thúc"):
        run("open", found, user_as("secretary"))


def test_a_round_once_open_keeps_its_form_without_any_number(scope, user_as):
    bare = SurveyRound.objects.create(year=2024, name="Đợt", template=template(scope), state="open")
    bare.template = template(scope, "9-tieu-chi")
    with pytest.raises(ValidationError, match="không đổi mẫu phiếu"):
        round_save(bare, actor=user_as("secretary"))


def test_a_draft_may_change_its_way_of_asking_and_an_old_page_nothing(found, user_as):
    secretary = user_as("secretary")
    found.way = "public"
    saved = round_save(found, actor=secretary, expected_version=found.version)
    assert SurveyRound.objects.get().way == "public"
    saved.name = "Từ trang cũ"
    with pytest.raises(StaleRecord):
        round_save(saved, actor=secretary, expected_version=saved.version - 1)
