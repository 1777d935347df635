"""Timings that the calendar decided follow the calendar; what a source told stays as told."""

import datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms.scope import across_agencies
from tests.tthc.dossiers import DAY, dossier
from tests.tthc.exports import code, hand_in, procedure, row, take, xlsx
from tthc.calendar import WorkingCalendar, calendar_of_agency
from tthc.enums import Timing
from tthc.imports import reading
from tthc.imports.run import import_run
from tthc.models import CalendarDay, Dossier, DossierStatistics
from tthc.services.statistics import calendar_delete, calendar_save, statistics_recount, statistics_refresh

pytestmark = pytest.mark.django_db
LATE = {"Ngày hẹn trả": "15/02/2024", "Ngày có kết quả": "16/02/2024"}
"""Due on a Thursday, settled on Friday."""
PLAIN = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Tiến độ")
SPANS = (DAY(2023, 12, 27), DAY(2024, 2, 6), DAY(2024, 4, 25))
"""Before New Year's, Tết and the days of April, where days off lie side by side."""


THURSDAY = DAY(2024, 2, 15)


def off(day=THURSDAY, **more) -> CalendarDay:
    return CalendarDay(day=day, name="Lễ hội của huyện", **more)


def late(level: str = "xa", year: int = 2024) -> int:
    rows = DossierStatistics.objects.filter(year=year, level=level, field=None, unit=None)
    return rows.get(period_from__month=1, period_to__month=12).late


def recounted(scope, *years: int) -> bool:
    """Whether the stored figures are those of a recount."""
    done = [statistics_refresh(scope, year, actor=None) for year in years]
    return not any(one.added or one.changed or one.removed for one in done)


def test_settled_dossiers_follow_a_day_entered_changed_and_deleted(scope, user_as, tmp_path):
    procedure()
    actor, path = user_as("secretary"), xlsx(tmp_path / "a.xlsx", row(1, **LATE), row(2))
    take(path)
    day = off()

    def as_a_fresh_import() -> tuple[int, bool]:
        again = take(path)
        assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
        return late(), recounted(scope, 2024)

    assert as_a_fresh_import() == (1, True)
    calendar_save(day, actor=actor)
    assert as_a_fresh_import() == (0, True)
    day.day = DAY(2024, 3, 4)
    calendar_save(day, actor=actor, expected_version=day.version)
    assert as_a_fresh_import() == (1, True)
    day.day = DAY(2024, 2, 15)
    calendar_save(day, actor=actor, expected_version=day.version)
    day.is_working = True
    calendar_save(day, actor=actor, expected_version=day.version)
    assert as_a_fresh_import() == (1, True)
    day.is_working = False
    calendar_save(day, actor=actor, expected_version=day.version)
    assert as_a_fresh_import() == (0, True)
    calendar_delete(day, actor=actor)
    assert as_a_fresh_import() == (1, True)


def test_what_the_source_told_stays_as_told(scope, user_as, tmp_path):
    days = ("05/02/2024", "15/02/2024", "16/02/2024")
    rows = [[code(1), *days, "Quá hạn"], [code(2), *days, ""], [code(3), "05/02/2024", "", "", ""]]
    path = xlsx(tmp_path / "a.xlsx", *rows, headers=PLAIN)
    take(path)
    told = Dossier.objects.order_by("code").values_list("timing", "timing_counted")
    assert list(told) == [("late", False), ("late", True), ("", False)]
    calendar_save(off(), actor=user_as("secretary"))
    assert list(told.all()) == [("late", False), ("on_time", True), ("", False)]
    assert late() == 1
    assert take(path).unchanged == 3


def test_a_timing_that_the_source_begins_to_tell_is_told(scope, user_as, tmp_path):
    days = ("05/02/2024", "15/02/2024", "16/02/2024")
    take(xlsx(tmp_path / "a.xlsx", [code(1), *days, ""], headers=PLAIN))
    assert take(xlsx(tmp_path / "b.xlsx", [code(1), *days, "Quá hạn"], headers=PLAIN)).changed == 1
    calendar_save(off(), actor=user_as("secretary"))
    assert (Dossier.objects.get().timing, late()) == ("late", 1)


def test_a_day_reaches_over_the_years_end(scope, user_as, tmp_path):
    procedure()
    days = {"Ngày hẹn trả": "31/12/2024", "Ngày có kết quả": "02/01/2025"}
    take(xlsx(tmp_path / "a.xlsx", row(1, **days)))
    assert late(year=2025) == 1
    calendar_save(off(DAY(2024, 12, 31)), actor=user_as("secretary"))
    assert (late(year=2025), recounted(scope, 2024, 2025)) == (0, True)


def test_a_day_whose_name_alone_changes_costs_no_recount(scope, user_as, tmp_path):
    procedure()
    take(xlsx(tmp_path / "a.xlsx", row(1, **LATE)))
    day, actor = off(), user_as("secretary")
    calendar_save(day, actor=actor)
    day.name = "Hội làng"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        calendar_save(day, actor=actor, expected_version=day.version)
    assert not [query for query in asked if "tthc_dossier" in query["sql"]]


def test_only_what_moves_is_written(scope, user_as, tmp_path):
    procedure()
    take(xlsx(tmp_path / "a.xlsx", row(1, **LATE), row(2)))
    with CaptureQueriesContext(connection) as asked:
        calendar_save(off(DAY(2024, 7, 1)), actor=user_as("secretary"))
    assert not [query for query in asked if query["sql"].startswith('UPDATE "tthc_dossier"')]


def test_a_day_entered_while_the_file_is_read_counts(scope, user_as, tmp_path, monkeypatch):
    procedure()
    monkeypatch.setattr(reading, "TOLD_EVERY", 0)
    record, actor = hand_in(xlsx(tmp_path / "a.xlsx", row(1, **LATE))), user_as("secretary")

    def told(done: int, total: int, message: str) -> None:
        if message.startswith("Đã đọc"):
            calendar_save(off(), actor=actor)

    import_run(record, actor=None, told=told)
    assert (Dossier.objects.get().timing, late(), recounted(scope, 2024)) == ("on_time", 0, True)


def test_a_recount_mends_what_an_earlier_release_left(scope, tmp_path):
    procedure()
    take(xlsx(tmp_path / "a.xlsx", row(1, **LATE), row(2), row(3, **LATE)))
    Dossier.objects.filter(code=code(3)).update(timing="early", timing_counted=False)
    off().save()  # as a year file writes it
    assert recounted(scope, 2024) is False
    assert late() == 1
    statistics_recount(scope, 2024, actor=None)
    told = Dossier.objects.order_by("code").values_list("timing", flat=True)
    assert (list(told), late()) == (["on_time", "on_time", "early"], 0)


def test_another_agencys_dossiers_follow_their_own_calendar(scope, other_agency, user_as, tmp_path):
    from qms.scope import in_agency

    with in_agency(other_agency):
        procedure()
        take(xlsx(tmp_path / "a.xlsx", row(1, **LATE)))
    calendar_save(off(), actor=user_as("secretary"))
    with in_agency(other_agency):
        assert (Dossier.objects.get().timing, late()) == ("late", 1)


span = st.integers(0, 13)
"""Days after the start of one of SPANS: close enough to touch each other."""


def after(start: datetime.date, days: int) -> datetime.date:
    return start + datetime.timedelta(days=days)


@pytest.mark.parametrize("start", SPANS)
@settings(max_examples=200)
@given(due=span, finished=span, day=span, own=st.dictionaries(span, st.booleans(), max_size=6))
def test_a_day_moves_nothing_beyond_its_reach(start, due, finished, day, own):
    due, finished, day = (after(start, days) for days in (due, finished, day))
    others = {after(start, days): works for days, works in own.items()}
    calendars = [WorkingCalendar({**others, day: works}) for works in (False, True)]
    first, last = calendars[0].reach(day)
    assert calendars[1].reach(day) == (first, last)
    if len({calendar.timing(due, finished) for calendar in calendars}) == 2:
        assert first <= due <= day <= finished <= last


rows_of = st.lists(
    st.tuples(span, span, st.sampled_from(("", "", *Timing.values))), min_size=4, max_size=12, unique=True
)
"""Due, settled, and what the source tells."""
steps_of = st.lists(st.tuples(st.integers(0, 2), span, st.booleans()), min_size=1, max_size=5)


@pytest.mark.parametrize("start", SPANS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_of, steps=steps_of)
def test_stored_timings_are_those_of_a_fresh_import(scope, secretary, start, rows, steps):
    """Whatever days are entered, moved to other days or deleted in whatever order."""
    for model in (DossierStatistics, CalendarDay, Dossier):
        model.objects.all().delete()
    law = WorkingCalendar({})
    Dossier.objects.bulk_create([settled(start, law, *row) for row in rows])
    told = dict(Dossier.objects.filter(timing_counted=False).values_list("pk", "timing"))
    for year in (2023, 2024):
        statistics_refresh(scope, year, actor=None)
    for turn, days, works in steps:
        change(list(CalendarDay.objects.order_by("pk")), turn, after(start, days), works, secretary)
    calendar = calendar_of_agency()
    for one in Dossier.objects.all():
        assert one.timing == (told.get(one.pk) or calendar.timing(one.due_on, one.finished_on))
    assert recounted(scope, 2023, 2024)


def settled(start: datetime.date, law: WorkingCalendar, due: int, finished: int, told: str) -> Dossier:
    days = {"received_on": start, "due_on": after(start, due), "finished_on": after(start, finished)}
    timing = told or law.timing(days["due_on"], days["finished_on"]).value
    return dossier(state=10, timing=timing, timing_counted=not told, **days)


def change(there, turn, day, works, actor):
    """Delete a day, move it, or enter one."""
    if there and turn == 0:
        calendar_delete(there[0], actor=actor)
    elif day in {one.day for one in there}:
        return
    elif there and turn == 1:
        there[-1].day, there[-1].is_working = day, works
        calendar_save(there[-1], actor=actor)
    else:
        calendar_save(off(day, is_working=works), actor=actor)


@pytest.fixture
def secretary(user_as):
    return user_as("secretary")


@pytest.mark.django_db(transaction=True)
def test_stored_rows_follow_the_calendar_where_their_source_never_tells(agency):
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "tthc"]
    before = [("tthc", "0004_calendar_day_limits")]
    executor.migrate(before)
    try:
        old = MigrationExecutor(connection).loader.project_state(before).apps
        kept = {}
        for number, columns in enumerate(({}, {"code": "Mã", "late": ""}, {"late": "Trả quá hạn"})):
            kept |= old_rows(old, agency.pk, number, columns)
    finally:
        MigrationExecutor(connection).migrate(newest)
    with across_agencies(reason="test"):
        counted = dict(Dossier.objects.values_list("code", "timing_counted"))
    assert counted == kept


def old_rows(apps, agency: int, number: int, columns: dict[str, str]) -> dict[str, bool]:
    """A settled and an open dossier of a source of these columns; code → whether the calendar counts it."""

    def made(model: str, **values):
        return apps.get_model("tthc", model)._base_manager.create(agency_id=agency, **values)

    source = made("DossierSource", name=f"Nguồn {number}", level="xa", columns=columns)
    record = made("DossierImport", source=source, year=2024, file_name="a.xlsx", sha256="0" * 64)
    of = {"source": source, "last_import": record, "level": "xa", "received_on": DAY(2024, 2, 5)}
    made("Dossier", code=code(number), state=10, finished_on=DAY(2024, 2, 16), timing="late", **of)
    made("Dossier", code=code(number + 10), state=4, **of)
    return {code(number): not columns.get("late"), code(number + 10): False}
