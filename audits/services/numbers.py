"""Numbers of findings and requests: one after the last that was ever given, a deleted one's included."""

from typing import Any

from django.db.models import Max

from qms.models import HistoryEntry, Record


def next_number_of(model: type[Record], **where: Any) -> int:
    """The next number among the rows of one parent (audit=…) or year (year=2024). Under the caller's lock."""
    last = model.objects.filter(**where).aggregate(last=Max("number"))["last"] or 0
    told = {name: str(at) if isinstance(at, Record) else at for name, at in where.items()}
    gone = HistoryEntry.objects.filter(object_type=model._meta.label_lower, action="delete")
    given = [
        changes["number"][0]
        for changes in gone.values_list("changes", flat=True)
        if "number" in changes and all(changes.get(name, [None])[0] == at for name, at in told.items())
    ]
    return max([last, *given]) + 1
