"""Working days: the law's days, the days moved by decision, the agency's own."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms.exchange import dump_year, load_year
from tthc.calendar import WorkingCalendar, calendar_of_agency
from tthc.enums import Timing
from tthc.models import CalendarDay

DAYS = st.dates(datetime.date(2019, 1, 1), datetime.date(2027, 12, 31))
LAW = WorkingCalendar({})


def day(text):
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("15/02/2024", True),  # Thursday
        ("17/02/2024", False),  # Saturday
        ("09/02/2024", False),  # Tết
        ("14/02/2024", False),  # Tết, moved for the weekend
        ("29/04/2024", False),  # moved by decision …
        ("04/05/2024", True),  # … and this Saturday worked for it
        ("03/09/2024", False),  # second day of the national holiday
    ],
)
def test_days_by_law(text, works):
    assert LAW.is_working(day(text)) is works


@pytest.mark.parametrize(
    ("due", "finished", "timing"),
    [
        ("20/02/2024", "19/02/2024", "early"),
        ("20/02/2024", "20/02/2024", "on_time"),
        ("20/02/2024", "21/02/2024", "late"),
        ("16/02/2024", "17/02/2024", "on_time"),  # Saturday: no working day has passed
        ("17/02/2024", "19/02/2024", "on_time"),  # promised for a Saturday: until Monday
        ("07/02/2024", "15/02/2024", "late"),  # the first day after Tết is one working day late
        ("29/12/2023", "02/01/2024", "late"),  # over the year's end
    ],
)
def test_early_on_time_late_by_working_days(due, finished, timing):
    assert LAW.timing(day(due), day(finished)) == timing


def test_without_a_day_promised_nothing_is_late():
    assert LAW.timing(None, day("20/02/2024")) == "on_time"


@given(DAYS, DAYS)
def test_counting_agrees_with_going_day_by_day(first, last):
    low, high = sorted((first, last))
    steps = sum(LAW.is_working(low + datetime.timedelta(n)) for n in range(1, (high - low).days + 1))
    assert LAW.working_days_between(low, high) == steps
    assert LAW.working_days_between(high, low) == -steps


@pytest.mark.django_db
def test_the_agencys_own_days_decide(scope):
    CalendarDay.objects.create(day=day("16/02/2024"), name="Lễ hội của huyện")
    CalendarDay.objects.create(day=day("17/02/2024"), is_working=True, name="Làm bù")
    own = calendar_of_agency()
    assert (own.is_working(day("16/02/2024")), own.is_working(day("17/02/2024"))) == (False, True)


@pytest.mark.django_db
def test_own_days_go_with_the_year_file(scope, tmp_path):
    CalendarDay.objects.create(day=day("16/02/2024"), name="Lễ hội của huyện")
    CalendarDay.objects.create(day=day("16/02/2023"), name="Năm trước")
    text = dump_year(scope, 2024)
    assert "Lễ hội của huyện" in text
    assert "Năm trước" not in text
    path = tmp_path / "2024.yaml"
    path.write_text(text, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)


@pytest.mark.django_db
def test_pages_add_change_and_delete_a_day(as_role, agency):
    client = as_role("secretary")
    sent = client.send("tthc:calendar_add", day="20/07/2024", name="Lễ hội của huyện")
    assert sent.status_code == 302
    shown = client.page("tthc:calendar_list").content.decode()
    assert "Lễ hội của huyện" in shown
    assert "29/04/2024" in shown
    again = client.send("tthc:calendar_add", day="20/07/2024", name="Lần nữa")
    assert "Ngày này đã ghi trong lịch." in again.content.decode()
    assert again.context["form"]["name"].value() == "Lần nữa"
    pk = CalendarDay.unscoped.get().pk
    assert client.send("tthc:calendar_edit", pk, version="0", day="20/07/2024", name="Hội").status_code == 302
    stale = client.send("tthc:calendar_edit", pk, version="0", day="20/07/2024", name="Từ trang cũ")
    assert (stale.status_code, CalendarDay.unscoped.get().name) == (409, "Hội")
    assert client.send("tthc:calendar_delete", pk).status_code == 302
    assert not CalendarDay.unscoped.exists()


@given(due=DAYS, on=DAYS, own=st.dictionaries(DAYS, st.booleans(), max_size=5))
def test_an_open_dossier_is_overdue_when_settled_that_day_it_would_be_late(due, on, own):
    calendar = WorkingCalendar(own)
    for near in (on, due + datetime.timedelta(days=(on - due).days % 15)):
        assert (calendar.timing(due, near) == Timing.LATE) == (due < calendar.overdue_before(near))
