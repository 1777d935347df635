"""Imports and “Tính lại” of one agency at the same time: nothing is lost, nobody meets a unique error."""

import itertools

import pytest

from qms.scope import in_agency
from tests.documents.test_races import at_once
from tests.tthc.dossiers import stored
from tests.tthc.exports import hand_in, procedure, row, silent, xlsx
from tthc.imports.run import import_run
from tthc.models import Dossier, DossierStatistics
from tthc.services.statistics import statistics_refresh

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_eight_refreshes_at_once_compute_one_year(agency):
    with in_agency(agency):
        stored({})
    assert at_once(agency, lambda: statistics_refresh(agency, 2024, actor=None)) == 8
    with in_agency(agency):
        assert DossierStatistics.objects.filter(field=None, unit=None).count() == 13


def test_imports_and_refreshes_at_once_lose_nothing(agency, tmp_path):
    with in_agency(agency):
        procedure()
        waiting = [hand_in(xlsx(tmp_path / f"{n}.xlsx", row(n), row(n + 10))) for n in range(1, 5)]
    turns = itertools.count()

    def work():
        turn = next(turns)
        if turn % 2:
            statistics_refresh(agency, 2024, actor=None)
        else:
            import_run(waiting[turn // 2], actor=None, told=silent)

    assert at_once(agency, work) == 8
    with in_agency(agency):
        assert Dossier.objects.count() == 8
        whole = DossierStatistics.objects.get(
            period_from__month=1, period_to__month=12, field=None, unit=None
        )
        assert whole.received == 8
