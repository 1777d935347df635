"""How dossiers are counted, and what a refresh writes."""

import datetime

import pytest

from qms.models import HistoryEntry, Unit
from qms.records import StaleRecord
from qms.scope import in_agency
from tests.tthc.dossiers import DAY, last_import, procedure, stored
from tthc.enums import Origin
from tthc.imports.finished import tell
from tthc.models import CalendarDay, DigitisationStatistics, Dossier, DossierStatistics, ReportingPeriod
from tthc.services.statistics import (
    calendar_delete,
    calendar_save,
    period_save,
    statistics_refresh,
    years_touched,
)
from tthc.statistics.late import OPEN, late_dossiers
from tthc.statistics.periods import Period, judged_sentence, period_of

YEAR = {"period_from": DAY(2024, 1, 1), "period_to": DAY(2024, 12, 31)}
TODAY = DAY(2025, 2, 1)


def refresh(scope, year=2024, **more):
    return statistics_refresh(scope, year, actor=None, **{"today": TODAY, **more})


def whole(level="huyen", **more):
    return DossierStatistics.objects.get(level=level, field=None, unit=None, **{**YEAR, **more})


CASES = {
    "registered only is not counted": ({"state": 1}, {}),
    "received": ({}, {"received": 1, "online": 1, "pending_overdue": 1}),
    "still in time": ({"due_on": DAY(2024, 12, 31)}, {"received": 1, "pending_in_time": 1}),
    "no day of appointment is in time": ({"due_on": None}, {"received": 1, "pending_in_time": 1}),
    "carried over": (
        {"received_on": DAY(2023, 12, 31), "state": 9, "finished_on": DAY(2024, 1, 1), "timing": "early"},
        {"carried_over": 1, "received": 0, "resolved": 1, "early": 1, "early_on_time": 1},
    ),
    "finished before": (
        {"received_on": DAY(2023, 12, 1), "state": 10, "finished_on": DAY(2023, 12, 31), "timing": "early"},
        {},
    ),
    "settled late as the source says": (
        {"state": 10, "finished_on": DAY(2024, 3, 2), "timing": "late"},
        {"resolved": 1, "late": 1, "early_on_time": 0},
    ),
    "settled without a day of appointment is in time": (
        {"state": 10, "due_on": None, "finished_on": DAY(2024, 3, 16)},
        {"resolved": 1, "on_time": 1, "late": 0},
    ),
    "finished after the period is pending": (
        {"state": 10, "finished_on": DAY(2025, 1, 1), "timing": "late"},
        {"resolved": 0, "pending_overdue": 1},
    ),
    "returned": ({"state": 3, "finished_on": DAY(2024, 3, 2)}, {"returned": 1, "resolved": 0}),
    "withdrawn": ({"state": 7, "finished_on": DAY(2024, 3, 2)}, {"cancelled": 1}),
    "stopped": ({"state": 8, "finished_on": DAY(2024, 3, 2)}, {"cancelled": 1}),
    "paused": ({"state": 5}, {"paused": 1, "pending_overdue": 0}),
    "waits for payment": ({"state": 6}, {"paused": 1}),
    "received after the period": ({"received_on": DAY(2025, 1, 1), "due_on": None}, {}),
}


@pytest.mark.parametrize("name", CASES)
def test_counting_rules(scope, name):
    values, expected = CASES[name]
    stored(values)
    refresh(scope)
    if not expected:
        assert not DossierStatistics.objects.exists()
    else:
        row = whole()
        assert {key: getattr(row, key) for key in expected} == expected
        assert row.residual == 0


def test_a_running_period_is_judged_by_today(scope):
    stored({"received_on": DAY(2024, 6, 1), "due_on": DAY(2024, 8, 1)})
    refresh(scope, today=DAY(2024, 7, 15))
    assert (whole().pending_in_time, whole().pending_overdue) == (1, 0)
    assert DossierStatistics.objects.count() == 8  # seven months have begun
    refresh(scope, today=DAY(2024, 8, 2))
    assert (whole().pending_in_time, whole().pending_overdue) == (0, 1)


def test_a_closed_years_late_dossiers_are_those_its_statistics_count(scope):
    ended = {"finished_on": DAY(2025, 1, 20), "state": 9, "timing": "late"}
    stored({**ended, "due_on": DAY(2024, 12, 20)}, {}, {"state": 5}, {"state": 1})
    refresh(scope)
    open_ones = late_dossiers(scope, 2024, TODAY).filter(turn=OPEN)
    assert open_ones.count() == whole().pending_overdue == 2


def told_until(day, level="huyen"):
    row = last_import(level)
    row.newest_on = day
    row.save()


def test_open_dossiers_are_judged_on_the_newest_day_of_their_level(scope):
    stored({"due_on": DAY(2024, 8, 1)}, {"level": "xa", "due_on": DAY(2024, 8, 1)})
    told_until(DAY(2024, 7, 5))
    told_until(DAY(2024, 9, 5), "xa")
    refresh(scope)
    found = {level: whole(level) for level in ("huyen", "xa")}
    assert [found[level].pending_overdue for level in ("huyen", "xa")] == [0, 1]
    assert found["huyen"].as_of_text == "tính đến 05/7/2024 – ngày mới nhất trong dữ liệu"
    assert not DossierStatistics.objects.filter(level="huyen", period_from__gt=DAY(2024, 7, 5)).exists()
    assert [row.level for row in late_dossiers(scope, 2024, TODAY)] == ["xa"]
    assert judged_sentence(TODAY) == (
        "Cấp huyện tính đến 05/7/2024 – ngày mới nhất trong dữ liệu; "
        "cấp xã tính đến 05/9/2024 – ngày mới nhất trong dữ liệu."
    )


def test_newer_data_tells_of_the_days_an_earlier_year_was_cut_at(scope):
    stored({"due_on": DAY(2024, 8, 1)})
    told_until(DAY(2024, 7, 5))
    refresh(scope)
    told_until(DAY(2025, 1, 10))
    tell(scope, ["huyen"], DAY(2025, 1, 2), DAY(2025, 1, 10))
    assert (whole().pending_overdue, whole().as_of_text) == (1, "")


def test_a_day_of_appointment_off_counts_to_the_next_working_day(scope):
    stored({"due_on": DAY(2024, 3, 30)})  # a Saturday
    ReportingPeriod.objects.create(year=2024, period_from=DAY(2024, 1, 1), period_to=DAY(2024, 4, 1))
    assert late_dossiers(scope, 2024, TODAY).count() == 0
    refresh(scope)
    assert whole(period_to=DAY(2024, 4, 1)).pending_overdue == 0
    ReportingPeriod.objects.update(period_to=DAY(2024, 4, 2))
    refresh(scope)
    assert whole(period_to=DAY(2024, 4, 2)).pending_overdue == late_dossiers(scope, 2024, TODAY).count() == 1


def test_the_statistics_follow_the_calendar(scope, user_as):
    actor = user_as("secretary")
    stored({"due_on": DAY(2024, 3, 29)})  # a Friday
    ReportingPeriod.objects.create(year=2024, period_from=DAY(2024, 1, 1), period_to=DAY(2024, 4, 1))
    refresh(scope)
    last = {"period_to": DAY(2024, 4, 1)}
    assert whole(**last).pending_overdue == 1
    day = CalendarDay(day=DAY(2024, 4, 1), name="Nghỉ bù")
    calendar_save(day, actor=actor)
    assert whole(**last).pending_overdue == late_dossiers(scope, 2024, TODAY).count() == 0
    day.day = DAY(2024, 3, 4)
    calendar_save(day, actor=actor, expected_version=day.version)
    assert whole(**last).pending_overdue == 1
    day.day = DAY(2024, 4, 1)
    calendar_save(day, actor=actor, expected_version=day.version)
    calendar_delete(day, actor=actor)
    assert whole(**last).pending_overdue == late_dossiers(scope, 2024, TODAY).count() == 1


def test_what_no_dossier_tells_stays_empty(scope):
    stored({"channel": ""})
    refresh(scope)
    assert (whole().received, whole().online, whole().in_person, whole().by_post) == (1, None, None, None)
    assert not DigitisationStatistics.objects.exists()


def test_fields_and_units_have_their_rows(scope):
    unit = Unit.objects.create(name="Phòng Tài nguyên")
    stored(
        {"procedure": procedure("Đất đai"), "resolving_unit": unit}, {"procedure": procedure("Tư pháp")}, {}
    )
    refresh(scope)
    rows = DossierStatistics.objects.filter(**YEAR)
    assert {row.field.name: row.received for row in rows.exclude(field=None)} == {"Đất đai": 1, "Tư pháp": 1}
    assert [(row.unit, row.received) for row in rows.exclude(unit=None)] == [(unit, 1)]
    assert str(rows.get(unit=unit)) == "Hồ sơ cấp huyện, đơn vị Phòng Tài nguyên, kỳ 01/01/2024 – 31/12/2024"


def test_a_refresh_touches_what_changed_and_tells_it_once(scope):
    stored({"procedure": procedure("Đất đai")}, {"level": "xa"})
    assert refresh(scope).added == 27  # two levels: the year, twelve months; one field
    versions = dict(DossierStatistics.objects.values_list("pk", "version"))
    entries = HistoryEntry.objects.filter(action="statistics")
    assert entries.count() == 1
    again = refresh(scope)
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 27)
    assert entries.count() == 1
    stored({"level": "xa", "received_on": DAY(2024, 12, 5), "due_on": None})
    assert refresh(scope).changed == 2  # the year and December
    assert (
        sum(version != versions[pk] for pk, version in DossierStatistics.objects.values_list("pk", "version"))
        == 2
    )
    assert entries.count() == 2
    Dossier.objects.filter(level="xa").delete()
    assert refresh(scope).removed == 13


def test_entered_rows_stay(scope):
    DossierStatistics.objects.create(year=2024, level="huyen", received=9, resolved=0, **YEAR)
    stored({})
    refresh(scope)
    assert {row.origin: row.received for row in DossierStatistics.objects.filter(**YEAR)} == {
        Origin.ENTERED: 9,
        Origin.COMPUTED: 1,
    }


def test_only_the_named_levels_are_computed(scope):
    stored({}, {"level": "xa"})
    refresh(scope)
    stored({}, {"level": "xa"})
    refresh(scope, levels=["xa"])
    assert (whole("huyen").received, whole("xa").received) == (1, 2)


def test_an_import_computes_the_years_it_touches(scope):
    stored({"received_on": DAY(2023, 12, 20), "due_on": None})
    tell(scope, ["huyen"], DAY(2023, 12, 20), DAY(2024, 1, 5))
    assert set(DossierStatistics.objects.values_list("year", flat=True)) == {2023, 2024}
    assert whole().carried_over == 1


def test_later_years_that_were_computed_follow(scope):
    stored({"received_on": DAY(2025, 1, 3), "due_on": None})
    refresh(scope, 2025)
    assert years_touched(scope, DAY(2023, 5, 1), DAY(2023, 6, 1)) == [2023, 2025]


def test_another_agencys_dossiers_are_not_counted(scope, other_agency):
    stored({})
    with in_agency(other_agency):
        stored({}, {})
        refresh(other_agency)
        assert whole().received == 2
    refresh(scope)
    assert whole().received == 1


def test_the_period_of_a_year(scope):
    assert period_of(scope, 2024) == Period(DAY(2024, 1, 1), DAY(2024, 12, 31))
    scope.valid_from, scope.valid_to = DAY(2024, 7, 1), DAY(2025, 6, 30)
    assert period_of(scope, 2024) == Period(DAY(2024, 7, 1), DAY(2024, 12, 31))
    assert period_of(scope, 2025) == Period(DAY(2025, 1, 1), DAY(2025, 6, 30))
    assert period_of(scope, 2026) is None
    ReportingPeriod.objects.create(year=2024, period_from=DAY(2023, 12, 10), period_to=DAY(2024, 12, 9))
    assert period_of(scope, 2024) == Period(DAY(2023, 12, 10), DAY(2024, 12, 9))


def test_months_of_a_period():
    pieces = Period(DAY(2023, 12, 10), DAY(2024, 2, 9)).months()
    assert [(p.first, p.last) for p in pieces] == [
        (DAY(2023, 12, 10), DAY(2023, 12, 31)),
        (DAY(2024, 1, 1), DAY(2024, 1, 31)),
        (DAY(2024, 2, 1), DAY(2024, 2, 9)),
    ]
    assert [p.first for p in Period(DAY(2024, 1, 31), DAY(2024, 3, 1)).months()][1:] == [
        datetime.date(2024, 2, 1),
        datetime.date(2024, 3, 1),
    ]


def test_rows_of_an_earlier_release_follow_newer_data(scope):
    stored({})
    refresh(scope)
    assert years_touched(scope, DAY(2025, 1, 2), DAY(2025, 1, 9)) == [2025]
    DossierStatistics.objects.update(as_of=None)
    assert years_touched(scope, DAY(2025, 1, 2), DAY(2025, 1, 9)) == [2024, 2025]


@pytest.mark.django_db
def test_a_period_changed_by_another_is_not_overwritten(scope, user_as):
    secretary = user_as("secretary")
    period = ReportingPeriod(year=2024, period_from=DAY(2023, 12, 10), period_to=DAY(2024, 12, 9))
    period_save(period, actor=secretary)
    period.period_to = DAY(2024, 12, 14)
    with pytest.raises(StaleRecord):
        period_save(period, actor=secretary, expected_version=5)
    assert ReportingPeriod.objects.get().period_to == DAY(2024, 12, 9)
