"""Rows of many querysets counted with one query: the menu's red numbers, what waits in the inbox."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

NEVER = Q(pk__in=())


def union_counts(asked: Iterable[tuple["QuerySet[Any]", Q]]) -> dict[int, tuple[int, int]]:
    """Place in the list → (rows, rows under the condition too), of those that have any; one query, none for none."""
    counted = [
        rows.order_by()
        .prefetch_related(None)
        .values("agency")
        .annotate(part=Value(number), all_rows=Count("pk"), under=Count("pk", filter=condition))
        .values_list("part", "all_rows", "under")
        for number, (rows, condition) in enumerate(asked)
    ]
    found: dict[int, tuple[int, int]] = {}
    for part, rows, under in counted[0].union(*counted[1:], all=True) if counted else ():
        before = found.get(part, (0, 0))  # one line an agency, for who reads several
        found[part] = before[0] + rows, before[1] + under
    return found
