"""The end of the history's chain is the last row a transaction locks: every other writer of the agency waits for it.

Who holds it and then asks for a row that another holds, who waits for the chain's end, is in a ring: PostgreSQL ends
one of the two. The guard watches every test, on both databases.
"""

import threading
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_save

from qms import history

UNDER_THEIR_PARENT = {
    "audits.actionround": "whoever writes a round has locked its request",
    "documents.declaredfield": "fields are written with their declaration alone",
}
"""Rows that nobody locks before their parent's row, which the transaction holds already."""


class _State(threading.local):
    def __init__(self):
        self.block, self.head, self.held = None, False, set()


_around: set[int] = set()
"""Blocks that were open before the test: rows that several tests share are made in one."""
_state = _State()


def _outermost():
    blocks = (one for one in connection.atomic_blocks if not one._from_testcase and id(one) not in _around)
    return next(blocks, None)


def _current():
    if _state.block is not _outermost():
        _state.block, _state.head, _state.held = _outermost(), False, set()
    return _state


def _key(row):
    return row._meta.label_lower, row.pk


@contextmanager
def watched():
    """Collects what was locked too late."""
    late = []
    _around.clear()
    _around.update(id(one) for one in connection.atomic_blocks)
    fetch_all, lock_head = QuerySet._fetch_all, history._lock_head

    def fetch(rows):
        asked = rows._result_cache is None and rows.query.select_for_update
        fetch_all(rows)
        if not asked or rows.model is history.HistoryHead:
            return
        state = _current()
        found = {_key(row) for row in rows._result_cache if hasattr(row, "_meta")}
        if state.block is not None and state.head:
            late.extend(key for key in found - state.held if key[0] not in UNDER_THEIR_PARENT)
        state.held |= found

    def head(agency):
        _current().head = True
        return lock_head(agency)

    def made(instance, created, **_):
        if created:
            _current().held.add(_key(instance))

    post_save.connect(made, weak=False, dispatch_uid="lock-order")
    QuerySet._fetch_all, history._lock_head = fetch, head
    try:
        yield late
    finally:
        QuerySet._fetch_all, history._lock_head = fetch_all, lock_head
        post_save.disconnect(dispatch_uid="lock-order")
        _state.block = None
