"""Entries of the history as pages tell them."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from qms.history import HistoryEntry
from qms.views.tables import shown, verbose


def history_entries(rows: Any) -> list[dict[str, Any]]:
    """Entries with the fields' labels instead of their names."""
    return [_shown_entry(entry) for entry in rows]


UNGROUPED = frozenset({"year", "issued_year", "number", "round", "position"})


def _shown_entry(entry: HistoryEntry) -> dict[str, Any]:
    try:
        model: Any = apps.get_model(entry.object_type)
    except (LookupError, ValueError):  # a model of an earlier release: what was written is still told
        model = None
    changes = [
        (verbose(model, name) if model else name, _told(model, name, old), _told(model, name, new))
        for name, (old, new) in entry.changes.items()
    ]
    return {
        "at": entry.at,
        "actor": entry.actor_name,
        "action_label": entry.action_label,
        "object": entry.object_label,
        "changes": changes,
        "reason": entry.data.get("reason", ""),
    }


def _told(model: Any, name: str, value: Any) -> str:
    """A value of the history as pages print it: it was kept as JSON, so dates and choices come as texts."""
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if choices := dict(getattr(field, "flatchoices", None) or ()):
        return shown(choices.get(value, value))
    if name in UNGROUPED and isinstance(value, int):
        return str(value)
    if isinstance(value, str) and isinstance(field, models.DateField):
        with suppress(ValidationError):
            return shown(field.to_python(value))
    return shown(value)
