"""Every constraint of the calendar, the sources and the dossiers refuses what it forbids."""

import datetime

import pytest

from tests.refusals import refused_by_database, refused_twice
from tthc.models import CalendarDay, Dossier, DossierImport, DossierSource

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 2, 15)
CASES = {"calendar_day_once", "dossier_source_once", "dossier_code_once", "dossier_finished_after"}


def made(source, record, **values):
    given = {"code": "H23-240215-0001", "level": "xa", "received_on": DAY, "state": 4} | values
    return Dossier(source=source, last_import=record, **given)


@pytest.fixture
def brought(scope):
    source = DossierSource.objects.create(name="Một cửa", level="xa")
    return source, DossierImport.objects.create(source=source, year=2024, file_name="a.xlsx")


def test_a_day_stands_once_in_the_calendar(scope):
    CalendarDay(day=DAY, name="Lễ hội").save()
    refused_twice(CalendarDay(day=DAY, name="Lần nữa"), "Ngày này đã ghi trong lịch.")


def test_a_source_has_its_name_alone(scope):
    DossierSource(name="Một cửa", level="xa").save()
    refused_twice(DossierSource(name="Một cửa", level="huyen"), "Nguồn này đã có.")


def test_a_code_belongs_to_one_dossier_of_an_agency(brought):
    made(*brought).save()
    refused_by_database(made(*brought))


def test_a_dossier_is_not_finished_before_it_came(brought):
    refused_by_database(made(*brought, finished_on=DAY - datetime.timedelta(1)))
