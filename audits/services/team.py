"""Writes of the team and the schedule; the audit is locked, so that two edits cannot make a conflict together."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audits.models import (
    AuditedUnit,
    AuditNote,
    AuditSlot,
    AuditTeamMember,
    InternalAudit,
    SlotAuditor,
    SlotProcedure,
    SlotUnit,
)
from audits.models.internal import AuditRow
from audits.schedule import compared, conflicts
from audits.services.internal import next_round, require_open
from documents.models import ControlledDocument
from qms.locks import lock_agency
from qms.models import OrderedRow, Person, Unit, User
from qms.records import StaleRecord, record_delete, record_save, sent_before

WEEKS_A_YEAR = datetime.timedelta(weeks=52)  # the same weekday a year later
COPIED = (
    "standard",
    "purpose",
    "scope",
    "topics",
    "place",
    "notice_organ",
    "notice_note",
    "notice_request",
    "notice_recipients",
    "notice_signature",
    "notice_signer",
    "report_recipients",
)


def member_save(
    *, member: AuditTeamMember, actor: User, expected_version: int | None = None
) -> AuditTeamMember:
    """Add or change a member.

    Raises ValidationError when he then audits his own unit or is in two places, or when another person would
    take the place of one who has written sheets or findings.
    """
    with transaction.atomic():
        require_open(member.owner.pk)
        stored = AuditTeamMember.objects.filter(pk=member.pk).first() if member.pk else None
        if stored is not None and stored.person_id != member.person_id:
            if stored.findings.exists() or stored.notes.exists():
                raise ValidationError(
                    {"person": f"{stored.named} đã ghi phiếu, phát hiện; thêm người khác thành dòng mới."}
                )
        return _save_checked(member, actor, expected_version)


def audited_unit_save(
    *, audited_unit: AuditedUnit, actor: User, expected_version: int | None = None
) -> AuditedUnit:
    """Add or change a unit that is visited. Raises ValidationError when one of its auditors belongs to it."""
    return _save_checked(audited_unit, actor, expected_version)


def _save_checked(row: Any, actor: User, expected_version: int | None) -> Any:
    with transaction.atomic():
        require_open(row.owner.pk)
        known = set(conflicts(compared(row.owner)))
        saved = record_save(row, actor=actor, expected_version=expected_version)
        _refuse_new(row.owner, known)
        return saved


def members_add(*, audit: InternalAudit, persons: Sequence[Person], actor: User) -> int:
    """Put several people at the end of the team; how many were not in it yet. Raises ValidationError."""
    with transaction.atomic():
        require_open(audit.pk)
        taken = set(audit.team.values_list("person_id", flat=True))
        last = _last_position(audit.team)
        new = [person for person in persons if person.pk not in taken]
        for position, person in enumerate(new, last + 1):
            record_save(AuditTeamMember(audit=audit, person=person, position=position), actor=actor)
        return len(new)


def audited_units_add(*, audit: InternalAudit, units: Sequence[Unit], actor: User) -> int:
    """Put several units at the end of the list; how many were not in it yet. Raises ValidationError."""
    with transaction.atomic():
        require_open(audit.pk)
        taken = set(audit.audited_units.values_list("unit_id", flat=True))
        last = _last_position(audit.audited_units)
        new = [unit for unit in units if unit.pk not in taken]
        for position, unit in enumerate(new, last + 1):
            record_save(AuditedUnit(audit=audit, unit=unit, position=position), actor=actor)
        return len(new)


def _last_position(rows: Any) -> int:
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return last or 0


def audit_row_delete(*, row: AuditRow, actor: User) -> None:
    """Take a unit, member or slot off an audit that is not closed. Raises ValidationError."""
    with transaction.atomic():
        require_open(row.owner.pk)
        record_delete(row, actor=actor)


def slot_save(
    *,
    slot: AuditSlot,
    units: Sequence[AuditedUnit],
    auditors: Sequence[AuditTeamMember],
    procedures: Sequence[ControlledDocument],
    actor: User,
    expected_version: int | None = None,
) -> AuditSlot:
    """Write a slot with its units, auditors and procedures.

    Raises ValidationError naming the auditor of his own unit or in two places, or StaleRecord.
    """
    with transaction.atomic():
        require_open(slot.audit_id)
        _refuse_strangers(slot.audit, [*units, *auditors])
        known = set(conflicts(compared(slot.audit)))
        stored = AuditSlot.objects.filter(pk=slot.pk).first()
        if stored is not None and expected_version not in (None, stored.version):
            raise StaleRecord(stored)
        if not units:
            raise ValidationError({"units": "Chọn ít nhất một đơn vị."})
        _refuse_noted(slot, units)
        record_save(slot, actor=actor)
        changed = [
            _replace(slot, SlotUnit, "unit", units, actor),
            _replace(slot, SlotAuditor, "member", auditors, actor),
            _replace(slot, SlotProcedure, "document", procedures, actor),
        ]
        if any(changed) and stored is not None and slot.version == stored.version:
            slot.version += 1  # its rows are part of what two people may edit at once
            slot.save()
        _refuse_new(slot.audit, known)
        return slot


def _refuse_strangers(audit: InternalAudit, rows: Iterable[AuditRow]) -> None:
    if any(row.owner.pk != audit.pk for row in rows):
        raise ValidationError("Đơn vị, đánh giá viên phải thuộc đợt đánh giá này.")


def _refuse_noted(slot: AuditSlot, units: Sequence[AuditedUnit]) -> None:
    """A sheet belongs to a unit of its slot; it is not left behind."""
    kept = [unit.pk for unit in units]
    notes = AuditNote.objects.filter(slot=slot.pk).exclude(unit__in=kept).select_related("unit__unit")
    if left := ", ".join(note.unit.display_name for note in notes):
        raise ValidationError(
            {"units": f"{left} đã có phiếu ghi chép của buổi này; xóa phiếu trước khi bỏ đơn vị."}
        )


def slots_fill(
    *,
    audit: InternalAudit,
    day: datetime.date,
    starts_at: datetime.time,
    ends_at: datetime.time,
    topics: str,
    per_slot: int,
    actor: User,
) -> int:
    """A slot without auditors for the units that have none, so many units a slot; how many slots were made.

    Raises ValidationError when the audit is closed or the hours are in the wrong order.
    """
    with transaction.atomic():
        require_open(audit.pk)
        left = list(audit.audited_units.filter(slots__isnull=True).order_by("position", "pk"))
        groups = [left[at : at + per_slot] for at in range(0, len(left), per_slot)]
        for position, units in enumerate(groups, _last_position(audit.slots) + 1):
            slot = AuditSlot(audit=audit, day=day, starts_at=starts_at, ends_at=ends_at, topics=topics)
            slot.position = position
            record_save(slot, actor=actor)
            _replace(slot, SlotUnit, "unit", units, actor)
        return len(groups)


def _replace(slot: AuditSlot, model: type[OrderedRow], name: str, wanted: Sequence[Any], actor: User) -> bool:
    """Make the slot's rows of one kind those wanted, in that order; whether anything changed."""
    stored = {getattr(row, f"{name}_id"): row for row in model.objects.filter(slot=slot)}
    keep = {target.pk for target in wanted}
    changed = False
    for pk, row in stored.items():
        if pk not in keep:
            record_delete(row, actor=actor)
            changed = True
    for position, target in enumerate(wanted, 1):
        row = stored.get(target.pk) or model(**{"slot": slot, name: target})
        if row.pk is None or row.position != position:
            row.position = position
            record_save(row, actor=actor)
            changed = True
    return changed


def _refuse_new(audit: InternalAudit, known: set[str]) -> None:
    """A loaded schedule may hold an old conflict; nobody adds one."""
    if new := [sentence for sentence in conflicts(compared(audit)) if sentence not in known]:
        raise ValidationError(new)


def audit_copy(*, source: InternalAudit, year: int, actor: User) -> InternalAudit:
    """A new plan from an earlier audit: texts, units, team, schedule a year later; no state, day or finding.

    Asked twice by one person within minutes it is one copy: the first is returned. Raises ValidationError.
    """
    made_from = {"source": source.pk}
    with transaction.atomic():
        lock_agency()  # rounds go up one by one
        audit = InternalAudit(year=year, round=next_round(year))
        if (sent := sent_before(audit, ("year",), actor, made_from)) is not None:
            return sent
        for name in COPIED:
            setattr(audit, name, getattr(source, name))
        record_save(audit, actor=actor, made_from=made_from)
        units = {row.pk: _copy(row, actor, audit=audit) for row in source.audited_units.all()}
        team = {row.pk: _copy(row, actor, audit=audit) for row in source.team.all()}
        shift = WEEKS_A_YEAR * max(year - source.year, 0)
        for slot in AuditSlot.objects.for_list().filter(audit=source):
            copied = _copy(slot, actor, audit=audit, day=slot.day + shift)
            for unit in slot.units.all():
                _copy(unit, actor, slot=copied, unit=units[unit.unit_id])
            for auditor in slot.auditors.all():
                _copy(auditor, actor, slot=copied, member=team[auditor.member_id])
            for procedure in slot.procedures.all():
                _copy(procedure, actor, slot=copied)
        return audit


def _copy(row: Any, actor: User, **changed: Any) -> Any:
    kept = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.editable and field.name not in ("id", "agency", "stated_name")
    }
    return record_save(type(row)(**{**kept, **changed}), actor=actor)
