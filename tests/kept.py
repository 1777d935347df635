"""Rows that the tests of one module share: made once, whole again for each test, gone with the module."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction


def kept_rows(blocker: Any, make: Callable[[], Any]) -> Iterator[Any]:
    """The body of a module's fixture → what make() returns; each test's own transaction lies inside this one.

    blocker: django_db_blocker, so that a test without `db` still reaches no database.
    """
    whole = transaction.atomic()
    with blocker.unblock():
        whole.__enter__()
    try:
        with blocker.unblock():
            made = make()
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
