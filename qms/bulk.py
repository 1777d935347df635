"""Many records written at once, each with a history row of its own: inserts in batches, one chain lock at the end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from qms import history
from qms.models.base import Record

if TYPE_CHECKING:
    from qms.models import User

RecordT = TypeVar("RecordT", bound=Record)


class Writer:
    """Collects what a transaction writes; `finish` appends the history. Use inside transaction.atomic().

    Validates nothing: the caller has. made_from: what every history row tells besides.
    """

    def __init__(self, actor: "User", label: str, made_from: dict[str, Any]) -> None:
        self.actor, self.label, self.made_from = actor, label, made_from
        self._told: dict[str, list[tuple[models.Model, history.Changes]]] = {"create": [], "update": []}
        self._names: dict[tuple[type[models.Model], Any], str] = {}

    def create(self, rows: Sequence[RecordT]) -> list[RecordT]:
        if not rows:
            return []
        made = type(rows[0]).objects.bulk_create(rows)
        for row in made:
            after = {name: value for name, value in row.snapshot().items() if value not in (None, "")}
            self._told["create"].append((row, self._diff(row, {}, after)))
        return made

    def update(self, row: Record, before: dict[str, Any]) -> bool:
        """Save a locked row that differs from its snapshot `before`; False when it does not."""
        changes = self._diff(row, before, row.snapshot())
        if changes:
            row.version += 1
            row.save()
            self._told["update"].append((row, changes))
        return bool(changes)

    def finish(self) -> None:
        """Append the history; others who write any record wait from here to the commit."""
        for action, told in self._told.items():
            if told:
                history.record_each(
                    told, action=action, label=self.label, actor=self.actor, data=self.made_from
                )

    def _diff(self, row: Record, before: dict[str, Any], after: dict[str, Any]) -> history.Changes:
        """As history.diff, a foreign key's text read once."""
        changes: history.Changes = {}
        for name, value in after.items():
            if before.get(name) != value:
                field: Any = row._meta.get_field(name)
                changes[name] = [self._text(row, field, before.get(name)), self._text(row, field, value)]
        return changes

    def _text(self, row: Record, field: Any, value: Any) -> Any:
        if value is None or not field.is_relation:
            return value
        key = (field.related_model, value)
        if key not in self._names:
            cached = getattr(row, field.name) if getattr(row, field.attname) == value else None
            target = cached or field.related_model._base_manager.filter(pk=value).first()
            self._names[key] = str(target) if target is not None else f"#{value}"
        return self._names[key]
