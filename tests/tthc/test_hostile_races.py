"""A secretary at work while an import is written: locks are taken in one order, agency before history."""

import datetime
import threading

import pytest
from django.db import connections

from qms.scope import in_agency
from tests.tthc.exports import hand_in, procedure, row, take, xlsx
from tthc.imports.run import import_run
from tthc.models import CalendarDay, Dossier, ReportingPeriod
from tthc.services.statistics import calendar_delete, calendar_save, period_delete, period_save

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
YEAR = {"year": 2024, "period_from": datetime.date(2023, 12, 15), "period_to": datetime.date(2024, 12, 14)}
OFF = {"day": datetime.date(2024, 7, 1), "name": "Nghỉ bù"}


def save_period(actor):
    period_save(ReportingPeriod(**YEAR), actor=actor)


def delete_period(actor):
    period_delete(ReportingPeriod.objects.get(), actor=actor)


def save_day(actor):
    calendar_save(CalendarDay(**OFF), actor=actor)


def delete_day(actor):
    calendar_delete(CalendarDay.objects.get(), actor=actor)


@pytest.mark.parametrize(
    ("work", "before"),
    [(save_period, None), (delete_period, save_period), (save_day, None), (delete_day, save_day)],
)
def test_what_moves_statistics_waits_for_an_import(agency, user_as, tmp_path, work, before):
    actor, failed = user_as("secretary"), []
    with in_agency(agency):
        procedure()
        take(xlsx(tmp_path / "1.xlsx", row(1)))
        if before:
            before(actor)
        second = hand_in(xlsx(tmp_path / "2.xlsx", row(2)))

    def beside():
        try:
            with in_agency(agency):
                work(actor)
        except Exception as error:  # whatever it is, it is told below
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=beside)

    def told(done, total, message):
        if message == "Đang ghi hồ sơ":  # the import holds the agency, and not yet the history
            other.start()
            other.join(timeout=1)

    with in_agency(agency):
        import_run(second, actor=None, told=told)
        other.join()
        assert failed == []
        assert Dossier.objects.count() == 2
