"""Write plain records: one locked save with its history row, refused when someone else saved in between."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone

from qms import history
from qms.attachments import detach
from qms.models.attachments import Attachment
from qms.models.base import Versioned

if TYPE_CHECKING:
    from qms.models import User

RecordT = TypeVar("RecordT", bound=Versioned)
NAMED = 5
TWICE = datetime.timedelta(minutes=10)
"""A form that a slow line sends again comes within this."""


class StaleRecord(Exception):
    """The record was saved by someone else since it was read; `current` is what is stored now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(str(current))
        self.current = current


def record_save(
    obj: RecordT,
    *,
    actor: "User | None",
    expected_version: int | None = None,
    made_from: dict[str, Any] | None = None,
) -> RecordT:
    """Create or update one record with its history row. Raises StaleRecord, or ValidationError for a lost race.

    made_from: what the history row of a new record tells besides (`sent_before` finds it by that).
    """
    try:
        with transaction.atomic():
            return _update(obj, actor, expected_version) if obj.pk else _create(obj, actor, made_from)
    except IntegrityError:
        obj.validate_constraints()  # a race: say which rule, in its own sentence
        raise


def _create(obj: RecordT, actor: "User | None", made_from: dict[str, Any] | None) -> RecordT:
    obj.save()
    after = {name: value for name, value in obj.snapshot().items() if value not in (None, "")}
    changes = history.diff(obj, {}, after)
    history.record(obj, action="create", label="Thêm", actor=actor, changes=changes, data=made_from)
    return obj


def sent_before(
    obj: RecordT, fields: Iterable[str], actor: "User", made_from: dict[str, Any] | None = None
) -> RecordT | None:
    """The record that this person made of the same words within minutes: the form came twice.

    Called for a prepared new record, under the lock that its number is made under.
    """
    since = timezone.now() - TWICE
    told = {f"data__{name}": value for name, value in (made_from or {}).items()}
    made = history.HistoryEntry.objects.filter(
        object_type=obj._meta.label_lower, action="create", actor=actor, at__gt=since, **told
    )
    keys = [int(key) for key in made.values_list("object_id", flat=True)]
    said = {name: getattr(obj, name) for name in fields}
    return type(obj).objects.filter(pk__in=keys, **said).order_by("pk").first()


def _update(obj: RecordT, actor: "User | None", expected_version: int | None) -> RecordT:
    locked = type(obj).objects.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
    if expected_version is not None and locked.version != expected_version:
        raise StaleRecord(locked)
    changes = history.diff(obj, locked.snapshot(), obj.snapshot())
    if changes:
        obj.version = locked.version + 1
        obj.save()
        history.record(obj, action="update", label="Sửa", actor=actor, changes=changes)
    return obj


def record_delete(obj: RecordT, *, actor: "User | None") -> RecordT:
    """Delete one record and what goes with it, as it is stored now; what they said stays in the history.

    Returns what was deleted. Raises ValidationError when something still needs it, or someone was faster.
    """
    with transaction.atomic():
        stored = type(obj).objects.select_for_update(of=("self",)).filter(pk=obj.pk).first()
        if stored is None:
            raise ValidationError("Mục này vừa được người khác xóa.")
        try:
            for row in [*_going_with(stored), stored]:
                _record_gone(row, actor)
            stored.delete()
        except ProtectedError as error:
            raise ValidationError(_used_by(error)) from error
    return stored


def deletion_refusal(obj: Versioned) -> str:
    """Why it cannot be deleted now: what still needs it; empty when nothing does."""
    try:
        _going_with(obj)
    except ProtectedError as error:
        return _used_by(error)
    return ""


def _used_by(error: ProtectedError) -> str:
    """“Không xóa được vì còn được dùng ở: báo cáo năm “Báo cáo năm 2024”, …”."""
    rows = sorted(error.protected_objects, key=lambda row: (str(row._meta.verbose_name), row.pk))
    told = dict.fromkeys(f"{row._meta.verbose_name} “{row}”" for row in _whole(rows[:NAMED]))
    rest = f" và {len(rows) - NAMED} mục khác" if len(rows) > NAMED else ""
    return f"Không xóa được vì còn được dùng ở: {', '.join(told)}{rest}. Sửa hoặc xóa ở đó trước."


def _whole(rows: list[Any]) -> list[Any]:
    """The rows with the fields and relations their names are made of: the collector reads only keys."""
    found = {}
    for model in {type(row) for row in rows}:
        named = model._base_manager.select_related(*getattr(model, "choice_related", ()))
        found[model] = named.in_bulk([row.pk for row in rows if type(row) is model])
    return [found[type(row)].get(row.pk, row) for row in rows]


def _going_with(obj: Versioned) -> list[Versioned]:
    """The rows that the database deletes with this one. Raises ProtectedError."""
    collector = Collector(using=obj._state.db or "default", origin=obj)
    collector.collect([obj])
    found = [row for rows in (*collector.data.values(), *collector.fast_deletes) for row in rows]
    rows = [row for row in found if isinstance(row, Versioned) and row != obj]
    return sorted(rows, key=lambda row: (row._meta.label, row.pk))


def _record_gone(row: Versioned, actor: "User | None") -> None:
    for attachment in Attachment.objects.of(row):
        detach(row, attachment, actor=actor)
    gone = history.diff(row, {}, row.snapshot())
    history.record(
        row,
        action="delete",
        label="Xóa",
        actor=actor,
        changes={name: [pair[1], None] for name, pair in gone.items()},
    )
