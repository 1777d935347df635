"""Writes of note sheets: made for a whole audit at once, filled row by row as auditors type."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audits.guards import team_refusal
from audits.models import AuditNote, AuditSlot, ChecklistTemplate, InternalAudit, NoteLine
from audits.services.internal import lock_audit
from qms import history, locks
from qms.models import User
from qms.records import StaleRecord, record_delete, record_save
from qms.text import nfc, storable

STEP = 10
"""Between two rows’ positions, so that a row fits in between without moving the others."""
MOST_ROWS = 1000
LIMITS = {"clause": 40, "topic": 500, "note": 20_000, "remark": 4_000}
FIELDS = (*LIMITS, "indented")


class RowGone(Exception):
    """The row was taken off the sheet since it was read."""


def sheets_refusal(audit: InternalAudit, actor: User) -> str:
    """Why this person may not make or take back sheets of the audit now; empty when he may."""
    return audit.change_refusal or team_refusal(audit, actor)


def notes_make(*, audit: InternalAudit, template: ChecklistTemplate | None, actor: User) -> int:
    """A sheet for each slot × unit that has none, with the template's lines and the slot's procedures.

    Returns how many were made; the same number of queries however many. Raises ValidationError.
    """
    with transaction.atomic():
        stored = lock_audit(audit.pk)
        if refusal := sheets_refusal(stored, actor):
            raise ValidationError(refusal)
        have = set(AuditNote.objects.filter(audit=stored).values_list("slot_id", "unit_id"))
        points = list(template.lines.select_related("procedure")) if template else []
        notes = [
            _new_note(stored, slot, row.unit)
            for slot in AuditSlot.objects.for_list().filter(audit=stored)
            for row in slot.units.all()
            if (slot.pk, row.unit_id) not in have
        ]
        AuditNote.objects.bulk_create(notes)
        NoteLine.objects.bulk_create([line for note in notes for line in _new_lines(note, points)])
        if notes:
            told = {"checklist": template.name if template else ""}
            history.record_all(notes, action="create", label="Lập phiếu", actor=actor, data=told)
    return len(notes)


def _new_note(audit: InternalAudit, slot: AuditSlot, unit: Any) -> AuditNote:
    auditor = next((row.member for row in slot.auditors.all()), None)
    return AuditNote(audit=audit, slot=slot, unit=unit, auditor=auditor, noted_on=slot.day)


def _new_lines(note: AuditNote, points: Iterable[Any]) -> list[NoteLine]:
    lines = [
        NoteLine(clause=p.clause, procedure=p.procedure, topic=p.topic, indented=p.indented) for p in points
    ]
    for row in note.slot.procedures.all():
        lines.append(NoteLine(procedure=row.document, topic=row.document.title[: LIMITS["topic"]]))
    for number, line in enumerate(lines, start=1):
        line.sheet, line.position = note, number * STEP
    return lines


def note_save(*, note: AuditNote, actor: User, expected_version: int | None = None) -> AuditNote:
    """Change a sheet's head. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        _require_writable(note, actor)
        if note.auditor is not None and note.auditor.audit_id != note.audit_id:
            raise ValidationError({"auditor": "Chọn đánh giá viên trong đoàn của đợt này."})
        return record_save(note, actor=actor, expected_version=expected_version)


def note_delete(*, note: AuditNote, actor: User) -> None:
    """Take back a sheet nobody has written on. Raises ValidationError for any other."""
    with transaction.atomic():
        note.audit = lock_audit(note.audit_id)
        if refusal := note_delete_refusal(note, actor):
            raise ValidationError(refusal)
        list(AuditNote.objects.select_for_update(of=("self",)).filter(pk=note.pk))
        for line in list(note.lines.select_for_update(of=("self",))):
            record_delete(line, actor=actor)
        record_delete(note, actor=actor)


def note_delete_refusal(note: AuditNote, actor: User) -> str:
    """Why this person may not take the sheet back now."""
    if refusal := sheets_refusal(note.audit, actor):
        return refusal
    written = any(line.note or line.remark for line in note.lines.all())
    return "Phiếu đã có ghi chép, không xóa được. Xóa các dòng đã ghi trước." if written else ""


def note_line_save(
    *, sheet: AuditNote, key: uuid.UUID, expected_version: int | None, values: dict[str, Any], actor: User
) -> NoteLine:
    """Write one row by the key its browser made; `expected_version` None: the browser has made it.

    values: clause, topic, note, remark, indented (those it changes), after (key of the row above, or None: the end).
    What is stored already is told again, so a repeat adds nothing. Raises ValidationError, StaleRecord, RowGone.
    """
    values = _clean(values)
    with transaction.atomic():
        _require_writable(sheet, actor)
        line = NoteLine.objects.select_for_update(of=("self",)).filter(sheet=sheet, key=key).first()
        if line is None:
            if expected_version is not None:
                raise RowGone(key)
            return _create(sheet, key, values, actor)
        if all(getattr(line, name) == values[name] for name in FIELDS if name in values):
            return line
        if expected_version is None:
            raise StaleRecord(line)
        for name in FIELDS:
            setattr(line, name, values.get(name, getattr(line, name)))
        line.sheet = sheet
        return record_save(line, actor=actor, expected_version=expected_version)


def note_line_remove(*, sheet: AuditNote, key: uuid.UUID, expected_version: int | None, actor: User) -> None:
    """Take a row off; its words stay in the history. Gone already: nothing. Raises ValidationError, StaleRecord."""
    with transaction.atomic():
        _require_writable(sheet, actor)
        line = NoteLine.objects.select_for_update(of=("self",)).filter(sheet=sheet, key=key).first()
        if line is None:
            return
        if expected_version is not None and line.version != expected_version:
            raise StaleRecord(line)
        record_delete(line, actor=actor)


def _require_writable(sheet: AuditNote, actor: User) -> None:
    """The audit is held, so that it cannot be closed before we commit; savers do not wait for each other."""
    locks.hold(InternalAudit, sheet.audit_id)
    sheet.audit = InternalAudit.objects.only("agency_id", "state", "year", "round").get(pk=sheet.audit_id)
    if refusal := sheet.writing_refusal(actor):
        raise ValidationError(refusal)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """As the row will hold them. Raises ValidationError for a text that is too long, and keeps nothing of it."""
    clean = dict(values)
    for name, limit in LIMITS.items():
        if name not in clean:
            continue
        clean[name] = nfc(storable(str(clean[name] or ""))).replace("\r\n", "\n").replace("\r", "\n")
        if (length := len(clean[name])) > limit:
            label = str(NoteLine._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
            raise ValidationError(
                f"{label} dài {length} chữ, quá {limit} chữ. Rút gọn hoặc tách sang dòng khác; nội dung vẫn còn."
            )
    return clean


def _create(sheet: AuditNote, key: uuid.UUID, values: dict[str, Any], actor: User) -> NoteLine:
    """A new row of the sheet, which stays locked so that two rows do not take one place."""
    AuditNote.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet.pk)
    rows = list(
        NoteLine.objects.filter(sheet=sheet).only("key", "position", "agency_id").order_by("position", "pk")
    )
    if found := next((row for row in rows if row.key == key), None):  # the first sending came in meanwhile
        return NoteLine.objects.get(pk=found.pk)
    if len(rows) >= MOST_ROWS:
        raise ValidationError(f"Một phiếu có nhiều nhất {MOST_ROWS} dòng.")
    given = {name: values[name] for name in FIELDS if name in values}
    line = NoteLine(sheet=sheet, key=key, position=_place(rows, values.get("after")), **given)
    return record_save(line, actor=actor)


def _place(rows: list[NoteLine], after: uuid.UUID | None) -> int:
    """A position below the row `after`, else at the end; the others move only when there is no room."""
    at = next((number for number, row in enumerate(rows) if row.key == after), len(rows) - 1)
    if at < 0:
        return STEP
    if at == len(rows) - 1:
        return rows[at].position + STEP
    if rows[at + 1].position - rows[at].position > 1:
        return (rows[at].position + rows[at + 1].position) // 2
    for number, row in enumerate(rows, start=1):
        NoteLine.objects.filter(pk=row.pk).update(position=number * STEP)
    return (at + 1) * STEP + STEP // 2
