"""Eight at once lose no count, and a token is worth one answer (row locks, so on PostgreSQL)."""

import threading
from typing import Any

import pytest
from django.db import connections

from qms.scope import in_agency
from tests.tthc.survey_build import options, public
from tthc.models import SurveyAnswer, SurveyRound
from tthc.services.survey_answers import Choice, TokenUsed, answer_take, token_make
from tthc.surveys.matrix import matrix_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
THREADS, EACH = 8, 5


def run(agency: Any, work: Any) -> list[Exception]:
    barrier, failed = threading.Barrier(THREADS), []

    def thread(number: int) -> None:
        try:
            with in_agency(agency):
                barrier.wait()
                work(number)
        except TokenUsed as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=thread, args=(number,)) for number in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failed


def choices(found: SurveyRound) -> list[Choice]:
    """A whole answer for each of the two fields."""
    first: dict[int, int] = {}
    for option in options(found):
        first.setdefault(option.criterion_id, option.pk)
    return [Choice(row.pk, tuple(first.values())) for row in found.rows.all()]


def test_eight_threads_lose_no_count(agency):
    with in_agency(agency):
        found = public(agency)
        both = choices(found)

    def work(number: int) -> None:
        for turn in range(EACH):
            answer_take(found=found, token=token_make(found), choice=both[(number + turn) % 2])

    assert run(agency, work) == []
    with in_agency(agency):
        matrix = matrix_of(SurveyRound.objects.with_counts().get(pk=found.pk))
        assert SurveyAnswer.objects.count() == THREADS * EACH
        assert matrix.opinions == THREADS * EACH
        assert {group.criterion.name: sum(group.of(matrix.totals)) for group in matrix.groups} == {
            group.criterion.name: THREADS * EACH for group in matrix.groups
        }


def test_one_token_sent_eight_times_is_one_answer(agency):
    with in_agency(agency):
        found = public(agency)
        choice, token = choices(found)[0], token_make(found)
    failed = run(agency, lambda number: answer_take(found=found, token=token, choice=choice))
    assert len(failed) == THREADS - 1
    with in_agency(agency):
        assert SurveyAnswer.objects.count() == 1
        assert matrix_of(SurveyRound.objects.with_counts().get(pk=found.pk)).opinions == 1
