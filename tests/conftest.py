"""Fixtures every test may use."""

import gc
import os

import pytest
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("qms", deadline=None)  # a loaded machine is no failure
hypothesis_settings.load_profile("qms")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs an event loop beside the ORM


@pytest.fixture
def agency(db):
    from tests.factories import AgencyFactory

    return AgencyFactory(code="kim-thanh", short_name="UBND huyện Kim Thành")


@pytest.fixture
def other_agency(db):
    from tests.factories import AgencyFactory

    return AgencyFactory(code="tra-cu", short_name="UBND huyện Trà Cú", place="Trà Cú")


@pytest.fixture
def scope(agency):
    """Inside Kim Thành for the whole test."""
    from qms.scope import in_agency

    with in_agency(agency):
        yield agency


@pytest.fixture
def as_role(agency):
    """as_role("secretary") → a signed-in test client whose paths lie under /kim-thanh/2024."""
    from tests.clients import client_as

    return lambda role, of=None, year=2024: client_as(role, of or agency, year)


@pytest.fixture
def user_as(agency):
    """user_as("leader") → an account with that role and a person in Kim Thành."""
    from tests.factories import user_with_role

    return lambda role, of=None: user_with_role(role, of or agency)


def _history_triggers(install: bool) -> None:
    """Put the append-only triggers in or out, by the migration's own statements."""
    from importlib import import_module

    from django.db import connection

    migration = import_module("qms.migrations.0002_history_append_only")
    vendor = connection.vendor
    with connection.cursor() as cursor:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'qms_history%%'"
        if vendor == "postgresql":
            names = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'qms_history%%'"
        cursor.execute(names)
        if bool(cursor.fetchall()) == install:
            return
        statements = (
            (migration.POSTGRESQL if vendor == "postgresql" else migration.SQLITE)
            if install
            else migration.UNDO[vendor]
        )
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """SQLite's flush between tests is a DELETE, which the triggers refuse: tests put them in when they mean them."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            _history_triggers(install=False)


@pytest.fixture
def history_triggers(db):
    _history_triggers(install=True)
    yield
    from django.db import connection

    if connection.vendor == "sqlite":
        _history_triggers(install=False)


@pytest.fixture
def without_history_triggers(db):
    _history_triggers(install=False)


@pytest.fixture(autouse=True)
def _history_is_locked_last():
    from tests.lock_order import watched

    with watched() as late:
        yield
    assert late == [], "locked after the end of the history"


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "postgresql: proves what only PostgreSQL can (row locks); runs in bin/test's second half"
    )
    from django.conf import settings

    # factories write no history, so nothing may be kept by its end; test_menu.py says what is
    settings.CACHES["menu"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


def pytest_collection_modifyitems(config, items):
    """A race test is deselected, in the open, where there are no row locks; nothing is skipped."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        out = [item for item in items if item.get_closest_marker("postgresql")]
        if out:
            config.hook.pytest_deselected(items=out)
            items[:] = [item for item in items if item not in out]


def pytest_collection_finish():
    """What is imported by now stays to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Background work ends before the database is emptied under it."""
    from qms import jobs

    jobs.wait_for_threads()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """What cannot run is an error: a skip hides a hole."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
