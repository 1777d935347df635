"""A secretary at work while an import is written: locks are taken in one order, the history last."""

import datetime
import threading

import pytest
from django.db import connections

from qms.records import record_save
from qms.scope import in_agency
from tests.tthc.exports import code, hand_in, procedure, row, take, xlsx
from tthc.imports import reading
from tthc.imports.run import import_run
from tthc.models import CalendarDay, Dossier, DossierImport, DossierSource, Field, ReportingPeriod
from tthc.services.imports import mapping_save
from tthc.services.statistics import calendar_delete, calendar_save, period_delete, period_save

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
YEAR = {"year": 2024, "period_from": datetime.date(2023, 12, 15), "period_to": datetime.date(2024, 12, 14)}
OFF = {"day": datetime.date(2024, 7, 1), "name": "Nghỉ bù"}
NEW = ("Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Ngày tiếp nhận")
WRITING, WRITTEN = "Đang ghi hồ sơ", "Đã ghi"


@pytest.fixture(autouse=True)
def every_saying(monkeypatch):
    """No progress is left unsaid for coming soon after another."""
    monkeypatch.setattr(reading, "TOLD_EVERY", 0)


def run_beside(agency, record, work, moment):
    """Import; work() begins in another thread at this saying. (what failed, whether it was done before the import)."""
    failed, early = [], []

    def beside():
        try:
            with in_agency(agency):
                work()
        except Exception as error:  # whatever it is, it is told
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=beside)

    def told(done, total, message):
        if message.startswith(moment) and other.ident is None:
            other.start()
            other.join(timeout=1)
            early.append(not other.is_alive())

    import_run(record, actor=None, told=told)
    other.join()
    return failed, early == [True]


def with_new_procedure(path):
    """An export whose TTHC the catalogue lacks, handed in."""
    cells = [code(3), "2.000003", "Cấp giấy xác nhận", "Hộ tịch", "15/02/2024"]
    return hand_in(xlsx(path, cells, headers=NEW), add_procedures=True)


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
    actor = user_as("secretary")
    with in_agency(agency):
        procedure()
        take(xlsx(tmp_path / "1.xlsx", row(1)))
        if before:
            before(actor)
        second = hand_in(xlsx(tmp_path / "2.xlsx", row(2)))
        assert run_beside(agency, second, lambda: work(actor), WRITING) == ([], False)
        assert Dossier.objects.count() == 2


def test_others_write_while_an_import_writes(agency, user_as, tmp_path):
    actor = user_as("secretary")
    with in_agency(agency):
        record = with_new_procedure(tmp_path / "1.xlsx")
        work = lambda: record_save(Field(name="Đất đai"), actor=actor)  # noqa: E731
        assert run_beside(agency, record, work, WRITTEN) == ([], True)


def test_a_refused_import_is_matched_anew_while_another_writes(agency, user_as, tmp_path):
    actor = user_as("secretary")
    with in_agency(agency):
        procedure()
        wrong = row(2, **{"Mã hồ sơ": "!!"})
        refused = hand_in(xlsx(tmp_path / "1.xlsx", row(1), wrong), all_or_nothing=True)
        import_run(refused, actor=None, told=lambda *said: None)
        record = with_new_procedure(tmp_path / "2.xlsx")
        columns = DossierSource.objects.get().columns

        def work():
            mapping_save(DossierImport.objects.get(pk=refused.pk), columns, {}, actor=actor)

        assert run_beside(agency, record, work, WRITTEN) == ([], True)
