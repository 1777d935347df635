"""The 3-month duty while its law, or its task, is being changed (row locks, so on PostgreSQL)."""

import pytest

from documents.models import ProcedureUpdate
from documents.services import official_save
from documents.transitions_updates import update_workflow
from documents.update_services import updates_open
from qms.scope import in_agency
from tests.documents.helpers import day, document, official
from tests.locks import behind, deadlocks

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secretary(agency, user_as):
    found = user_as("secretary")
    with in_agency(agency):
        assert found.person and found.can("documents.edit")  # read before the threads start
    return found


@pytest.fixture
def law(agency):
    with in_agency(agency):
        return official(kind="NĐ", effective_on=day("2024-07-01"))


def test_no_task_is_opened_for_a_law_that_is_losing_its_day(agency, secretary, law):
    with in_agency(agency):
        touched = document()

    def lose() -> None:
        law.effective_on = None
        official_save(law, actor=secretary)

    def choose() -> None:
        updates_open(law=law, documents=[touched], actor=secretary)

    assert "chưa ghi ngày có hiệu lực" in behind(agency, lose, choose)


def test_a_task_that_is_being_settled_does_not_follow_its_law(agency, secretary, law):
    with in_agency(agency):
        task = ProcedureUpdate.objects.create(law=law, document=document(), due_on=day("2024-10-01"))

    def settle() -> None:
        update_workflow.transitions["not_needed"].run(task, actor=secretary, reason="Không ảnh hưởng")

    def move() -> None:
        law.effective_on = day("2024-08-01")
        official_save(law, actor=secretary)

    assert behind(agency, settle, move) == ""
    with in_agency(agency):
        task = ProcedureUpdate.objects.get()
        assert (task.state, task.due_on) == ("not_needed", day("2024-10-01"))


def test_a_task_opened_again_behind_its_law_has_the_new_day(agency, secretary, law):
    with in_agency(agency):
        task = ProcedureUpdate.objects.create(
            law=law, document=document(), due_on=day("2024-10-01"), state="not_needed", reason="Không"
        )

    def move() -> None:
        law.effective_on = day("2024-08-01")
        official_save(law, actor=secretary)

    def reopen() -> None:
        update_workflow.transitions["reopen"].run(task, actor=secretary, reason="Xem lại mục 6.")

    assert behind(agency, move, reopen) == ""
    with in_agency(agency):
        assert ProcedureUpdate.objects.get().due_on == day("2024-11-01")


def test_a_task_is_settled_and_reopened_while_its_law_moves(agency, secretary, law):
    with in_agency(agency):
        task = ProcedureUpdate.objects.create(law=law, document=document(), due_on=day("2024-10-01"))

    def settle(turn: int) -> None:
        for name in ("not_needed", "reopen"):
            update_workflow.transitions[name].run(task, actor=secretary, reason="Không ảnh hưởng")

    def move(turn: int) -> None:
        law.effective_on = day(f"2024-0{7 + turn % 2}-01")
        official_save(law, actor=secretary)

    assert deadlocks(agency, settle, move) == []
