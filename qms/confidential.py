"""Records whose files and history not everyone of the agency may read: their app says which rows are whose.

Pages restrict what they show by their own querysets; history, attachments and search know no record and ask here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from qms.models import Record, User

Readable = Callable[["User"], "QuerySet[Any] | None"]
_readers: "dict[type[Record], Readable]" = {}


def register(model: "type[Record]", readable: Readable) -> None:
    """`readable(user)`: the rows whose files and history this user may read; None when he may read all."""
    _readers[model] = readable


def may_read(user: "User", record: Any) -> bool:
    rows = _rows(type(record), user)
    return rows is None or rows.filter(pk=record.pk).exists()


def _rows(model: Any, user: "User") -> "QuerySet[Any] | None":
    return _readers[model](user) if model in _readers else None


def readable_entries(entries: "QuerySet[Any]", user: "User") -> "QuerySet[Any]":
    """History without that of records he may not read; of a deleted one it is for who may read all."""
    for model in _readers:
        if (rows := _rows(model, user)) is not None:
            keys = rows.annotate(key=Cast("pk", CharField())).order_by().values("key")
            entries = entries.exclude(Q(object_type=model._meta.label_lower) & ~Q(object_id__in=keys))
    return entries
