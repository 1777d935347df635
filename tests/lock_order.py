"""The end of the history's chain is the last row a transaction locks: every other writer of the agency waits for it.

Who holds it and then asks for a row that another holds, who waits for the chain's end, is in a ring: PostgreSQL ends
one of the two. The guard watches every test, on both databases.
"""

import threading
from contextlib import contextmanager

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.db.transaction import Atomic

from qms import history

UNDER_THEIR_PARENT = {
    "audits.actionround": "whoever writes a round has locked its request",
    "audits.slotunit": "rows of a slot are written under the lock of its audit alone",
    "audits.slotauditor": "the same",
    "audits.slotprocedure": "the same",
    "documents.declaredfield": "fields are written with their declaration alone",
}
"""Rows that nobody locks before their parent's row, which the transaction holds already."""


class _State(threading.local):
    """Of the thread's outermost transaction: whether it holds the history's end, and the rows it holds."""

    def __init__(self):
        self.depth = 0
        self.begin()

    def begin(self):
        self.head, self.held = False, set()


def _key(row):
    return row._meta.label_lower, row.pk


@contextmanager
def watched():
    """Collects what was locked too late; the test's own transaction, and what stands around it, are none."""
    late, state = [], _State()
    fetch_all, lock_head = QuerySet._fetch_all, history._lock_head
    enter, leave = Atomic.__enter__, Atomic.__exit__

    def entered(block):
        enter(block)
        if not block._from_testcase:
            state.depth += 1

    def left(block, *error):
        if not block._from_testcase:
            state.depth -= 1
            if state.depth <= 0:
                state.begin()
        return leave(block, *error)

    def fetch(rows):
        asked = rows._result_cache is None and rows.query.select_for_update
        fetch_all(rows)
        if not asked or rows.model is history.HistoryHead:
            return
        found = {_key(row) for row in rows._result_cache if hasattr(row, "_meta")}
        if state.depth > 0 and state.head:
            late.extend(key for key in found - state.held if key[0] not in UNDER_THEIR_PARENT)
        state.held |= found

    def head(agency):
        state.head = True
        return lock_head(agency)

    def made(instance, created, **_):
        if created:
            state.held.add(_key(instance))

    post_save.connect(made, weak=False, dispatch_uid="lock-order")
    QuerySet._fetch_all, history._lock_head, Atomic.__enter__, Atomic.__exit__ = fetch, head, entered, left
    try:
        yield late
    finally:
        QuerySet._fetch_all, history._lock_head, Atomic.__enter__, Atomic.__exit__ = (
            fetch_all, lock_head, enter, leave,
        )  # fmt: skip
        post_save.disconnect(dispatch_uid="lock-order")
