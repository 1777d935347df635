"""The trigram index: there on PostgreSQL, loud where the right to it is missing, nothing on SQLite."""

import logging

import pytest
from django.db import ProgrammingError, connection
from django.db.migrations.state import ProjectState

from qms.trigram import TrigramIndex

INDEX = "tthc_administrativeprocedure_search_text_trigram"


def indexes():
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, "tthc_administrativeprocedure")


def forwards(editor):
    from django.apps import apps

    state = ProjectState.from_apps(apps)
    TrigramIndex("administrativeprocedure", "search_text").database_forwards("tthc", editor, state, state)


@pytest.mark.django_db
def test_migrations_made_the_index_where_it_can_be():
    assert (INDEX in indexes()) == (connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_it_goes_and_comes_back():
    from django.apps import apps

    state, operation = ProjectState.from_apps(apps), TrigramIndex("administrativeprocedure", "search_text")
    with connection.schema_editor() as editor:
        operation.database_backwards("tthc", editor, state, state)
    gone = INDEX not in indexes()
    with connection.schema_editor() as editor:
        operation.database_forwards("tthc", editor, state, state)
    assert gone
    assert (INDEX in indexes()) == (connection.vendor == "postgresql")


class Refusing:
    """A schema editor whose account may install nothing."""

    def __init__(self):
        self.connection, self.done = connection, []

    def execute(self, sql):
        self.done.append(sql)
        raise ProgrammingError("permission denied to create extension")


@pytest.mark.django_db
def test_without_the_right_the_log_says_what_to_run(caplog):
    editor = Refusing()
    with caplog.at_level(logging.WARNING, logger="qms.trigram"):
        forwards(editor)
    if connection.vendor == "postgresql":
        assert "CREATE EXTENSION pg_trgm" in caplog.text and INDEX in caplog.text
    assert len(editor.done) == (connection.vendor == "postgresql")
