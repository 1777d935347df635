"""For any dossiers: what came in is what the states explain; months, fields and units make the whole."""

import datetime
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms.models import Unit
from tests.tthc.dossiers import dossier, procedure
from tthc.calendar import WorkingCalendar
from tthc.enums import Timing
from tthc.models import Dossier, DossierStatistics
from tthc.services.statistics import statistics_refresh
from tthc.statistics import counting
from tthc.statistics.periods import Period

FIRST, LAST = datetime.date(2023, 12, 10), datetime.date(2024, 12, 9)
EDGE = datetime.date(2023, 10, 1), datetime.date(2025, 2, 1)
FLOWS = (
    "received",
    "online",
    "in_person",
    "by_post",
    "resolved",
    "early",
    "on_time",
    "late",
    "returned",
    "cancelled",
)
STOCKS = ("pending_in_time", "pending_overdue", "paused")
days = st.dates(*EDGE)
CALENDAR = WorkingCalendar({})


@st.composite
def dossiers(draw, index=0):
    received = draw(days)
    finished = draw(st.none() | st.dates(received, received + datetime.timedelta(days=200)))
    return {
        "level": draw(st.sampled_from(("huyen", "xa"))),
        "received_on": received,
        "finished_on": finished,
        "due_on": draw(st.none() | st.dates(received, received + datetime.timedelta(days=90))),
        "state": draw(st.integers(1, 10)),
        "channel": draw(st.sampled_from(("online", "in_person", "by_post", "online"))),
        "timing": draw(st.sampled_from(("", "", "early", "on_time", "late"))),
        "components": draw(st.sampled_from((None, 0, 1, 2))),
        "result_digitised": draw(st.sampled_from((None, True, False))),
        "place": draw(st.integers(0, 5)),
    }


@pytest.fixture
def catalogue(scope):
    """Procedures of two fields and none; units likewise."""
    procedures = [procedure("Đất đai"), procedure("Tư pháp"), None]
    units = [Unit.objects.create(name="Phòng A"), Unit.objects.create(name="Phòng B"), None]
    return procedures, units


def put(catalogue, rows):
    procedures, units = catalogue
    Dossier.objects.all().delete()
    made = []
    for values in rows:
        place = values["place"]
        given = {key: value for key, value in values.items() if key != "place"}
        made.append(dossier(**given, procedure=procedures[place % 3], resolving_unit=units[place // 2]))
    Dossier.objects.bulk_create(made)


def by_python(period: Period, level: str) -> Counter:
    """The rules once more, dossier by dossier."""
    tally: Counter = Counter()
    for row in Dossier.objects.filter(level=level):
        ends = row.finished_on if row.state in (3, 7, 8, 9, 10) else None
        if row.state == 1 or row.received_on > period.last or (ends and ends < period.first):
            continue
        tally["carried_over" if row.received_on < period.first else "received"] += 1
        if row.received_on >= period.first:
            tally[row.channel] += 1
        if ends is None or ends > period.last:
            late = (
                CALENDAR.timing(row.due_on, period.last) == Timing.LATE
            )  # as it would be if settled that day
            tally["paused" if row.state in (5, 6) else "pending_overdue" if late else "pending_in_time"] += 1
        elif row.state in (9, 10):
            tally["resolved"] += 1
            tally[row.timing or "on_time"] += 1
        else:
            tally["returned" if row.state == 3 else "cancelled"] += 1
    return tally


def refreshed(scope):
    statistics_refresh(scope, 2024, actor=None, today=datetime.date(2026, 1, 1))
    return list(DossierStatistics.objects.filter(year=2024).order_by("level", "period_from"))


def whole(rows):
    return [r for r in rows if (r.period_from, r.period_to, r.field, r.unit) == (FIRST, LAST, None, None)]


@pytest.fixture
def period(scope):
    from tthc.models import ReportingPeriod

    return ReportingPeriod.objects.create(year=2024, period_from=FIRST, period_to=LAST)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(dossiers(), min_size=1, max_size=14))
def test_identities_of_generated_dossiers(scope, catalogue, period, rows):
    put(catalogue, rows)
    found = refreshed(scope)
    for row in found:
        assert row.residual == 0
        assert row.received == (row.online or 0) + (row.in_person or 0) + (row.by_post or 0)
        assert row.resolved == row.early_on_time + row.late == row.early + row.on_time + row.late
    for total in whole(found):
        same = [r for r in found if r.level == total.level]
        months = [r for r in same if (r.field, r.unit) == (None, None) and r != total]
        assert len(months) == 13
        for name in FLOWS:
            assert sum(getattr(r, name) or 0 for r in months) == (getattr(total, name) or 0), name
        for before, after in pairwise(months):
            assert after.carried_over == before.pending + before.paused
        assert months[0].carried_over == total.carried_over
        assert [getattr(months[-1], n) for n in STOCKS] == [getattr(total, n) for n in STOCKS]
        spans = [Period(r.period_from, r.period_to) for r in (*months, total)]
        for span, row in zip(spans, (*months, total), strict=True):
            expected = by_python(span, total.level)
            names = (*FLOWS, *STOCKS, "carried_over")
            assert {n: getattr(row, n) or 0 for n in names} == {n: expected[n] for n in names}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(dossiers(), min_size=1, max_size=14))
def test_fields_and_units_make_the_whole(scope, catalogue, period, rows):
    put(catalogue, rows)
    found = refreshed(scope)
    for total in whole(found):
        for part, blank in (("field", {"procedure": None}), ("unit", {"resolving_unit": None})):
            parts = [r for r in found if r.level == total.level and getattr(r, part) is not None]
            rest = list(counting.in_period(Period(FIRST, LAST), [total.level]).filter(**blank))
            assert sum(r.total for r in parts) + len(rest) == total.total
            if not rest:
                for name in (*FLOWS, *STOCKS, "carried_over"):
                    assert sum(getattr(r, name) or 0 for r in parts) == (getattr(total, name) or 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(dossiers(), min_size=1, max_size=14))
def test_digitisation_counts(scope, catalogue, rows):
    for values in rows:
        values["components"] = values["components"] or 0
        values["result_digitised"] = bool(values["result_digitised"])
    put(catalogue, rows)
    for values in counting.digitised(Period(FIRST, LAST)).values():
        told = {name: value or 0 for name, value in values.items()}
        assert told["received"] == told["no_components"] + told["some_components"]
        assert told["full_components"] <= told["some_components"]
        assert told["resolved"] == told["result_digitised"] + told["result_not_digitised"]
