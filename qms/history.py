"""Append to an agency's history and verify its hash chain."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from qms.models.history import HistoryEntry, HistoryHead
from qms.scope import current_agency, in_agency

if TYPE_CHECKING:
    from qms.models import Agency, User

Changes = dict[str, list[Any]]


def diff(obj: models.Model, before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """{field: [before, after]} of what differs; a foreign key is told by its text."""
    changes: Changes = {}
    for name, value in after.items():
        if before.get(name) != value:
            field = obj._meta.get_field(name)
            changes[name] = [_told(field, before.get(name)), _told(field, value)]
    return changes


def _told(field: Any, value: Any) -> Any:
    if value is None or not field.is_relation:
        return value
    target = field.related_model._base_manager.filter(pk=value).first()
    return str(target) if target is not None else f"#{value}"


def record(
    obj: models.Model,
    *,
    action: str,
    label: str,
    actor: "User | None",
    changes: Changes | None = None,
    data: dict[str, Any] | None = None,
) -> HistoryEntry:
    """Append one entry to the entered agency's chain, inside the caller's transaction (actor None = the system)."""
    return record_all([obj], action=action, label=label, actor=actor, changes=changes, data=data)[0]


def record_all(
    objs: Sequence[models.Model],
    *,
    action: str,
    label: str,
    actor: "User | None",
    changes: Changes | None = None,
    data: dict[str, Any] | None = None,
) -> list[HistoryEntry]:
    """One entry for each object, all telling the same, in four queries; call it last before the commit."""
    told = [(obj, changes or {}) for obj in objs]
    return record_each(told, action=action, label=label, actor=actor, data=data)


def record_each(
    told: Sequence[tuple[models.Model, Changes]],
    *,
    action: str,
    label: str,
    actor: "User | None",
    data: dict[str, Any] | None = None,
) -> list[HistoryEntry]:
    """As record_all, each object with changes of its own."""
    agency = current_agency()
    entries = [
        HistoryEntry(
            agency=agency,
            actor=actor,
            actor_name=str(actor) if actor else "Hệ thống",
            action=action,
            action_label=label,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            object_label=str(obj)[:300],
            changes=_plain(changes),
            data=_plain(data or {}),
        )
        for obj, changes in told
    ]
    with transaction.atomic(savepoint=False):
        head = _lock_head(agency)  # others wait from here to the commit, so all else is done before
        for entry in entries:
            entry.sequence, entry.previous_hash, entry.at = head.sequence + 1, head.hash, timezone.now()
            entry.hash = digest(entry)
            head.sequence, head.hash = entry.sequence, entry.hash
        HistoryEntry.objects.bulk_create(entries)
        HistoryHead.objects.filter(pk=head.pk).update(sequence=head.sequence, hash=head.hash)
    return entries


def _lock_head(agency: "Agency") -> HistoryHead:
    """The chain's end, locked: whoever appends to it waits here, so that the chain has no fork."""
    heads = HistoryHead.objects.select_for_update().filter(agency=agency)
    if (head := heads.first()) is None:
        HistoryHead.objects.get_or_create(agency=agency)
        head = heads.get()
    return head


def _plain(value: Any) -> Any:
    """As the database gives it back, so that the hash can be made again."""
    return json.loads(json.dumps(value, cls=_Encoder))


class _Encoder(DjangoJSONEncoder):
    """A record that a step asked for is told by its text."""

    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, models.Model) else super().default(o)


def digest(entry: HistoryEntry) -> str:
    """SHA-256 over the entry's content and the previous entry's hash."""
    content = [
        entry.agency_id,
        entry.sequence,
        entry.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.action_label,
        entry.object_type,
        entry.object_id,
        entry.object_label,
        entry.changes,
        entry.data,
        entry.previous_hash,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(agency: "Agency") -> Iterator[str]:
    """Sentences about the first broken row of the agency's chain; none when it is whole."""
    with in_agency(agency):
        head = HistoryHead.objects.filter(agency=agency).first()
        previous, sequence = "", 0
        for entry in HistoryEntry.objects.order_by("sequence").iterator(chunk_size=2000):
            sequence += 1
            if reason := _broken(entry, sequence, previous):
                yield f"{agency.code}: mục lịch sử số {entry.sequence} ({entry.object_label}): {reason}"
                return
            previous = entry.hash
        if (head.sequence if head else 0) != sequence or (head.hash if head else "") != previous:
            told = head.sequence if head else 0
            yield f"{agency.code}: lịch sử dừng ở mục số {sequence} nhưng chuỗi ghi nhận {told} mục."


def _broken(entry: HistoryEntry, sequence: int, previous: str) -> str:
    if entry.sequence != sequence:
        return f"thiếu mục số {sequence}"
    if entry.previous_hash != previous:
        return "không nối với mục trước"
    if digest(entry) != entry.hash:
        return "nội dung đã bị sửa"
    return ""
