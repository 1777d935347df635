"""Figures are read when they are asked for: each provider once, only its own keys, in the scope of the collecting."""

import pytest
from django.apps import apps
from django.urls import get_script_prefix, reverse, set_script_prefix

from qms import figures
from qms.figures import Figure, Figures, FigureTable, collect, provider
from qms.models import Unit
from qms.scope import ScopeMismatch, ScopeNotSet, across_agencies, current_agency, current_scope, in_agency
from tests.factories import UnitFactory


@pytest.fixture
def calls(monkeypatch):
    """Two providers of the test alone; the list tells who ran."""
    monkeypatch.setattr(figures, "_providers", {})
    ran = []

    @provider("qms.units", "qms.unit_table")
    def units(agency, year):
        ran.append("units")
        rows = tuple({"name": unit.name} for unit in Unit.objects.order_by("name"))
        yield Figure("qms.units.count", "Đơn vị", len(rows), url=reverse("qms:unit_list"))
        yield FigureTable("qms.unit_table", "Các đơn vị", (("name", "Tên"),), rows)

    @provider("qms.days")
    def days(agency, year):
        ran.append("days")
        yield Figure("qms.days.year", "Năm", str(year))

    return ran


ASKED = {
    "get": lambda found: found.get("qms.units.count"),
    "item": lambda found: found["qms.units.count"],
    "in": lambda found: "qms.units.count" in found,
    "value": lambda found: found.value("qms.units.count"),
    "table": lambda found: found.table("qms.unit_table"),
    "below": lambda found: found.below("qms.units"),
    "ask": lambda found: found.ask({"qms.units.count"}),
    "a key that the year has not": lambda found: found.get("qms.units.unknown"),
    "a table that the year has not": lambda found: found.table("qms.units.unknown"),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_provider_runs_once_when_one_of_its_keys_is_asked(scope, calls, django_assert_num_queries, ask):
    with django_assert_num_queries(0):
        found = collect(scope, 2024)
        assert calls == []
    with django_assert_num_queries(1):
        ask(found)
        ask(found)
        found.value("qms.units.count")
    assert calls == ["units"]


@pytest.mark.parametrize("ask", [lambda found: found.figures, lambda found: found.tables])
def test_a_list_of_all_runs_every_provider_once(scope, calls, ask):
    found = collect(scope, 2024)
    found.get("qms.days.year")
    ask(found)
    assert (list(found.figures), list(found.tables)) == (
        ["qms.units.count", "qms.days.year"],
        ["qms.unit_table"],
    )
    assert sorted(calls) == ["days", "units"]


def test_below_runs_all_that_may_stand_there(scope, calls):
    found = collect(scope, 2024)
    assert [row.key for row in found.below("qms.days.year")] == ["qms.days.year"]
    assert found.below("qms.units.count.of") == []
    assert [row.key for row in found.below("qms")] == ["qms.units.count", "qms.days.year"]
    assert found.below("qms.day") == []


@pytest.mark.parametrize(
    "key", ["qms", "qms.unit", "qms.units_more", "qms.unitsmore.count", "days", "", "nam"]
)
def test_prefixes_match_whole_segments(scope, calls, key):
    found = collect(scope, 2024)
    assert found.get(key) is None
    assert found.table(key) is None
    assert calls == []


def test_figures_and_tables_are_not_mistaken_for_each_other(scope, calls):
    found = collect(scope, 2024)
    assert found.get("qms.unit_table") is None
    assert found.table("qms.units.count") is None
    with pytest.raises(KeyError):
        found["qms.unit_table"]
    with pytest.raises(KeyError):
        found.value("qms.units.unknown")


@pytest.mark.parametrize("key", ["qms.years.count", "qms.monthsmore", "qms"])
def test_a_key_outside_the_prefixes_is_refused_each_time(scope, calls, key):
    @provider("qms.months")
    def months(agency, year):
        yield Figure("qms.months.count", "Tháng", 12)
        yield Figure(key, "Khác", 1)

    found = collect(scope, 2024)
    for _ in range(2):
        with pytest.raises(ValueError, match=f"gives {key}, outside qms.months"):
            found.get("qms.months.count")


def test_a_key_given_twice_is_refused(scope, calls):
    @provider("qms.months")
    def months(agency, year):
        yield Figure("qms.months", "Tháng", 12)
        yield FigureTable("qms.months", "Tháng", (), ())

    with pytest.raises(ValueError, match="given twice"):
        collect(scope, 2024).get("qms.months")


@pytest.mark.parametrize(
    ("prefixes", "said"),
    [
        (["qms.units"], "overlap"),
        (["qms.units.count"], "overlap"),
        (["qms"], "overlap"),
        (["qms.months", "qms.days"], "overlap"),
        (["qms.months", "qms.months.count"], "overlap"),
        (["qms.months."], "empty part"),
        ([""], "empty part"),
        ([], "without a prefix"),
    ],
)
def test_prefixes_that_cannot_be_told_apart_are_refused(calls, prefixes, said):
    before = dict(figures._providers)
    with pytest.raises(ValueError, match=said):
        provider(*prefixes)
    assert figures._providers == before
    provider("qms.unit", "qms.units_more")(lambda agency, year: ())


def test_collecting_needs_the_scope_of_the_very_agency(agency, other_agency, calls):
    with pytest.raises(ScopeNotSet):
        collect(agency, 2024)
    with across_agencies(reason="test"), pytest.raises(ScopeNotSet):
        collect(agency, 2024)
    with in_agency(other_agency), pytest.raises(ScopeMismatch):
        collect(agency, 2024)
    with in_agency(other_agency, reading=[agency]), pytest.raises(ScopeMismatch):
        collect(agency, 2024)
    assert calls == []


@pytest.fixture
def collected(agency, other_agency, calls):
    """Figures of Kim Thành, which has two units; the other agency has one."""
    with in_agency(other_agency):
        UnitFactory()
    with in_agency(agency):
        UnitFactory.create_batch(2)
        set_script_prefix("/kim-thanh/2024/")
        found = collect(agency, 2024)
    set_script_prefix("/")
    return found


def test_asked_in_another_agency_it_reads_its_own(collected, other_agency):
    set_script_prefix("/tra-cu/2021/")
    try:
        with in_agency(other_agency):
            row = collected["qms.units.count"]
            assert current_agency() == other_agency
        assert get_script_prefix() == "/tra-cu/2021/"
    finally:
        set_script_prefix("/")
    assert (row.value, row.url) == (2, "/kim-thanh/2024" + reverse("qms:unit_list"))


def test_asked_outside_any_scope_it_reads_its_own(collected):
    assert collected.value("qms.units.count") == 2
    with pytest.raises(ScopeNotSet):
        current_scope()


def test_asked_across_agencies_it_reads_its_own(collected):
    with across_agencies(reason="test"):
        assert len(collected.table("qms.unit_table").rows) == 2
        assert current_scope().agency is None


def test_a_reading_scope_stays_one(agency, calls):
    @provider("qms.made")
    def made(agency, year):
        UnitFactory()
        return ()

    with in_agency(agency, read_only=True):
        found = collect(agency, 2024)
    with in_agency(agency), pytest.raises(ScopeMismatch):
        found.get("qms.made")


def test_a_provider_that_fails_leaves_the_place_as_it_was(agency, other_agency, calls):
    @provider("qms.broken")
    def broken(agency, year):
        raise ZeroDivisionError

    with in_agency(agency):
        found = collect(agency, 2024)
    set_script_prefix("/tra-cu/2021/")
    try:
        with in_agency(other_agency), pytest.raises(ZeroDivisionError):
            try:
                found.get("qms.broken")
            finally:
                assert current_agency() == other_agency
                assert get_script_prefix() == "/tra-cu/2021/"
    finally:
        set_script_prefix("/")


def test_figures_given_by_hand_ask_nobody(calls):
    found = Figures([Figure("qms.x", "X", 1), FigureTable("qms.y", "Y", (), ())])
    found.ask(["qms.units.count"])
    assert "qms.units.count" not in found
    assert [row.key for row in found.below("qms")] == ["qms.x"]
    assert (list(found.figures), list(found.tables), calls) == (["qms.x"], ["qms.y"], [])


def test_every_prefix_begins_with_the_app_that_gives_it():
    wrong = [
        prefix
        for prefix, one in figures._providers.items()
        if prefix.split(".")[0] != apps.get_containing_app_config(one.give.__module__).label
    ]
    assert figures._providers
    assert wrong == []
