"""Write plain records: one locked save with its history row, refused when someone else saved in between."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from qms import history
from qms.attachments import attachment_remove
from qms.models.attachments import Attachment

if TYPE_CHECKING:
    from qms.models import User, Versioned

RecordT = TypeVar("RecordT", bound="Versioned")


class StaleRecord(Exception):
    """The record was saved by someone else since it was read; `current` is what is stored now."""

    def __init__(self, current: "Versioned") -> None:
        super().__init__(str(current))
        self.current = current


def record_save(obj: RecordT, *, actor: "User | None", expected_version: int | None = None) -> RecordT:
    """Create or update one record with its history row. Raises StaleRecord, or ValidationError for a lost race."""
    try:
        with transaction.atomic():
            return _update(obj, actor, expected_version) if obj.pk else _create(obj, actor)
    except IntegrityError:
        obj.validate_constraints()  # a race: say which rule, in its own sentence
        raise


def _create(obj: RecordT, actor: "User | None") -> RecordT:
    obj.save()
    after = {name: value for name, value in obj.snapshot().items() if value not in (None, "")}
    history.record(obj, action="create", label="Thêm", actor=actor, changes=history.diff(obj, {}, after))
    return obj


def _update(obj: RecordT, actor: "User | None", expected_version: int | None) -> RecordT:
    locked = type(obj).objects.select_for_update(of=("self",)).get(pk=obj.pk)
    if expected_version is not None and locked.version != expected_version:
        raise StaleRecord(locked)
    changes = history.diff(obj, locked.snapshot(), obj.snapshot())
    if changes:
        obj.version = locked.version + 1
        obj.save()
        history.record(obj, action="update", label="Sửa", actor=actor, changes=changes)
    return obj


def record_delete(obj: "Versioned", *, actor: "User") -> None:
    """Delete one record; what it said stays in the history. Raises ValidationError when something still needs it."""
    with transaction.atomic():
        for attachment in Attachment.objects.of(obj):
            attachment_remove(attachment, actor=actor)
        before: dict[str, Any] = obj.snapshot()
        gone = history.diff(obj, {}, before)
        history.record(
            obj, action="delete", label="Xóa", actor=actor, changes={k: [v[1], None] for k, v in gone.items()}
        )
        try:
            obj.delete()
        except ProtectedError as error:
            users = ", ".join(sorted({str(row) for row in error.protected_objects})[:5])
            raise ValidationError(f"Không xóa được vì còn được dùng ở: {users}.") from error
