"""What a schedule may not say, and what it should be told of (ISO 9001:2015 9.2.2 c, 7.2)."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import combinations

from audits.enums import TeamRole
from audits.models import AuditSlot, AuditTeamMember, InternalAudit
from planning.models import TrainingAttendee
from qms.dates import slashed

SATURDAY = 5
FEW = 5


def slots_of(audit: InternalAudit) -> list[AuditSlot]:
    """With units and auditors, without procedures."""
    return list(AuditSlot.objects.with_people().filter(audit=audit))


def compared(audit: InternalAudit) -> list[AuditSlot]:
    """The audit's slots, and those of other audits that take its auditors on its days."""
    own = slots_of(audit)
    persons = {row.member.person_id for slot in own for row in slot.auditors.all()}
    elsewhere = AuditSlot.objects.with_people().filter(
        day__in={slot.day for slot in own}, auditors__member__person__in=persons
    )
    return [*own, *elsewhere.exclude(audit=audit).distinct()]


def conflicts(slots: Iterable[AuditSlot]) -> Iterator[str]:
    """Sentences for what is refused: an auditor of his own unit, an auditor in two places at once."""
    slots = list(slots)
    for slot in slots:
        yield from _own_units(slot)
    for one, other in combinations(slots, 2):
        if one.overlaps(other):
            yield from _in_two_places(one, other)


def _own_units(slot: AuditSlot) -> Iterator[str]:
    visited = {row.unit.unit_id: row.unit.display_name for row in slot.units.all() if row.unit.unit_id}
    for row in slot.auditors.all():
        home = row.member.person.unit_id
        if home is not None and home in visited:
            yield f"{row.member.named} thuộc {visited[home]}, không được đánh giá đơn vị mình."


def _in_two_places(one: AuditSlot, other: AuditSlot) -> Iterator[str]:
    here = {row.member.person_id for row in one.auditors.all()}
    for row in other.auditors.all():
        if row.member.person_id in here:
            yield f"{row.member.named} đã có buổi khác cùng giờ: {_told(one)} và {_told(other)}."


def _told(slot: AuditSlot) -> str:
    units = ", ".join(row.unit.display_name for row in slot.units.all())
    hours = f"{slot.starts_at:%H:%M}–{slot.ends_at:%H:%M} {slashed(slot.day)}"
    return f"{hours} ({units})" if units else hours


def remarks(audit: InternalAudit, slots: list[AuditSlot]) -> Iterator[str]:
    """Sentences that warn and do not refuse: what a loaded file, or a person who moved since, has brought in too."""
    yield from conflicts(slots)
    team = list(audit.team.all())
    if not team:
        yield "Chưa có thành viên nào trong đoàn đánh giá."
    elif not any(row.role == TeamRole.LEAD for row in team):
        yield "Đoàn đánh giá chưa có trưởng đoàn."
    yield from _unvisited(audit, slots)
    yield from _slot_remarks(audit, slots)
    yield from untrained(audit, team)
    if not audit.place.strip():
        yield "Chưa ghi địa điểm; thông báo in để trống."


def _unvisited(audit: InternalAudit, slots: list[AuditSlot]) -> Iterator[str]:
    if not slots:
        yield "Chưa xếp buổi đánh giá nào."
        return
    planned = {row.unit_id for slot in slots for row in slot.units.all()}
    left = [row.display_name for row in audit.audited_units.all() if row.pk not in planned]
    if left:
        yield f"Chưa xếp buổi nào cho: {', '.join(left)}."


def _slot_remarks(audit: InternalAudit, slots: list[AuditSlot]) -> Iterator[str]:
    programme = told_span(audit.planned_from, audit.planned_to)
    yield from _each([slot for slot in slots if slot.day.weekday() == SATURDAY], "vào thứ Bảy")
    yield from _each([slot for slot in slots if slot.day.weekday() > SATURDAY], "vào Chủ nhật")
    yield from _each(
        [slot for slot in slots if outside(slot.day, audit)], f"nằm ngoài chương trình ({programme})"
    )
    yield from _each([slot for slot in slots if not slot.auditors.all()], "chưa có đánh giá viên")


def _each(slots: list[AuditSlot], what: str) -> Iterator[str]:
    """A sentence a slot; of many, one sentence with their number and the first."""
    if len(slots) > FEW:
        yield f"{len(slots)} buổi {what}; buổi đầu: {_told(slots[0])}."
    else:
        yield from (f"{_told(slot)} {what}." for slot in slots)


def told_span(first: datetime.date | None, last: datetime.date | None) -> str:
    """“21/10/2024 – 23/10/2024”, one day once, '' when no day is known."""
    return " – ".join(dict.fromkeys(slashed(day) for day in (first, last) if day))


def outside(day: datetime.date, audit: InternalAudit) -> bool:
    first, last = audit.planned_from, audit.planned_to
    return first is not None and last is not None and not first <= day <= last


def untrained(audit: InternalAudit, team: Iterable[AuditTeamMember]) -> Iterator[str]:
    trained = set(TrainingAttendee.objects.trained_auditors(audit.year).values_list("person_id", flat=True))
    left = [row.named for row in team if row.person_id not in trained]
    if left:
        yield f"Chưa có trong danh sách đã đào tạo đánh giá viên: {', '.join(left)}."
