"""An import's life: each step from its states alone, with its right, its guards and one history row."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from qms.models import HistoryEntry, Job
from qms.scope import in_agency
from qms.workflow import TransitionRefused
from tests.documents.test_races import at_once
from tests.tthc.exports import hand_in, procedure, row, xlsx
from tthc.enums import ImportState as State
from tthc.models import DossierImport
from tthc.services.imports import import_drop, read_start, source_named
from tthc.transitions.imports import import_workflow

COUNTS = dict.fromkeys(("rows", "added", "changed", "unchanged", "outdated", "rejected", "new_procedures"), 1)
DATA = {"refuse": {"rows": 2, "rejected": 1}, "finish": {**COUNTS, "newest_on": None}}
STEPS = tuple(import_workflow.transitions)


@pytest.fixture
def matched(scope, tmp_path):
    procedure()
    return hand_in(xlsx(tmp_path / "a.xlsx", row(1)))


@pytest.fixture
def secretary(scope, user_as):
    return user_as("secretary")


def put(record: DossierImport, state: str) -> DossierImport:
    DossierImport.objects.filter(pk=record.pk).update(state=state)
    return DossierImport.objects.get(pk=record.pk)


def first_state(name: str) -> str:
    return sorted(import_workflow.transitions[name].sources)[0]


def step(record: DossierImport, name: str, actor, **data) -> DossierImport:
    return import_workflow.transitions[name].run(record, actor=actor, **DATA.get(name, {}) | data)


def entries(record: DossierImport, name: str) -> int:
    return HistoryEntry.objects.of(record).filter(action=name).count()


@pytest.mark.django_db
@pytest.mark.parametrize("name", STEPS)
def test_each_step_goes_where_it_says_with_one_history_row(matched, secretary, name):
    before = entries(matched, name)
    done = step(put(matched, first_state(name)), name, secretary)
    assert done.state == import_workflow.transitions[name].target
    assert (entries(matched, name) - before, done.version) == (1, matched.version + 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "state"),
    [(name, state) for name in STEPS for state in State if state not in import_workflow.transitions[name].sources],
)  # fmt: skip
def test_each_wrong_state_is_refused(matched, secretary, name, state):
    with pytest.raises(TransitionRefused, match="khi đang ở trạng thái"):
        step(put(matched, state), name, secretary)


@pytest.mark.django_db
@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", ["leader", "staff"])
def test_nobody_else_does_a_step(matched, user_as, name, role):
    with pytest.raises(PermissionDenied):
        step(put(matched, first_state(name)), name, user_as(role))
    assert DossierImport.objects.get().state == first_state(name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", STEPS)
def test_another_agency_finds_nothing_to_step(matched, user_as, other_agency, name):
    put(matched, first_state(name))
    with in_agency(other_agency), pytest.raises(DossierImport.DoesNotExist):
        step(matched, name, user_as("secretary", other_agency))


@pytest.mark.django_db
def test_no_page_offers_a_step(matched, secretary):
    for state in State:
        assert import_workflow.available(put(matched, state), secretary) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["match", "recall", "start"])
def test_without_its_file_nothing_is_read(matched, secretary, name):
    DossierImport.objects.update(file="")
    with pytest.raises(TransitionRefused, match="chọn lại tệp"):
        step(put(matched, first_state(name)), name, secretary)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["match", "start"])
def test_a_file_that_is_worked_on_is_left_alone(matched, secretary, name):
    job = Job.objects.create(
        kind="x", title="Đọc", year=2024, started_by=secretary, touched_at=timezone.now()
    )
    DossierImport.objects.update(job=job)
    with pytest.raises(TransitionRefused, match="Tệp đang được xử lý"):
        step(put(matched, first_state(name)), name, secretary)


@pytest.mark.django_db
def test_a_file_that_is_gone_or_worked_on_is_not_read_again(matched, secretary):
    job = Job.objects.create(
        kind="x", title="Đọc", year=2024, started_by=secretary, touched_at=timezone.now()
    )
    for change, sentence in (({"job": job}, "Tệp đang được xử lý"), ({"file": ""}, "chọn lại tệp")):
        DossierImport.objects.update(**change)
        with pytest.raises(ValidationError, match=sentence):
            read_start(matched, actor=secretary)
    assert Job.objects.get() == job
    with pytest.raises(ValidationError, match="Tệp đang được xử lý"):
        import_drop(matched, actor=secretary)


@pytest.mark.django_db
def test_a_source_keeps_its_level(scope, secretary):
    made = source_named("Một cửa", "xa", actor=secretary)
    assert (
        source_named("Một cửa", "", actor=secretary) == source_named("Một cửa", "xa", actor=secretary) == made
    )
    with pytest.raises(ValidationError, match="Nguồn “Một cửa” đã có, là"):
        source_named("Một cửa", "huyen", actor=secretary)


@pytest.mark.django_db
def test_the_options_of_the_first_start_stay(matched, secretary):
    step(matched, "start", secretary, all_or_nothing=True)
    again = step(matched, "start", secretary)
    assert (again.all_or_nothing, again.add_procedures) == (True, False)


@pytest.mark.django_db
def test_what_is_done_twice_is_refused(matched, secretary):
    step(matched, "finish", secretary)
    with pytest.raises(TransitionRefused):
        step(matched, "finish", secretary)
    assert entries(matched, "finish") == 1


@pytest.mark.django_db
def test_a_command_steps_as_the_system(matched):
    step(matched, "finish", None)
    entry = HistoryEntry.objects.of(matched).get(action="finish")
    assert (entry.actor, entry.actor_name, entry.changes["added"]) == (None, "Hệ thống", [0, 1])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_finishes_at_once_are_one(agency, user_as, tmp_path):
    secretary = user_as("secretary")
    with in_agency(agency):
        procedure()
        record = hand_in(xlsx(tmp_path / "a.xlsx", row(1)))
    assert at_once(agency, lambda: step(record, "finish", secretary)) == 1
    with in_agency(agency):
        assert entries(record, "finish") == 1
