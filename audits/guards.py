"""Sentences that several workflows of audits share: who may not do what (ISO 9001:2015 9.2.2 c, 10.2)."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from audits.models import CorrectiveActionRequest, InternalAudit
from qms.dates import slashed
from qms.enums import Role
from qms.forms import DateField
from qms.models import HistoryEntry, Record, User
from qms.scope import current_agency

EARLIEST = datetime.date(2000, 1, 1)


def day_field(label: str, help_text: str = "", *, today: bool = False) -> Any:
    """today: what a step records is mostly done on the day it is written down."""
    return lambda: DateField(label=label, help_text=help_text, initial=timezone.localdate if today else None)


def text_field(label: str, help_text: str = "") -> Any:
    def make() -> forms.CharField:
        widget = forms.Textarea(attrs={"rows": 4})
        field = forms.CharField(label=label, max_length=20_000, help_text=help_text, widget=widget)
        field.widget.attrs.pop("maxlength", None)  # a browser would cut pasted text without a word
        return field

    return make


def refuse_future(day: datetime.date, what: str, field: str = "") -> None:
    if day > timezone.localdate():
        sentence = f"{what} {slashed(day)} chưa tới."
        raise ValidationError({field: sentence} if field else sentence)


def refuse_before(day: datetime.date, first: datetime.date | None, field: str, what: str, since: str) -> None:
    """Raise at the field when the day lies before the one it follows, or, that unknown, before all our years."""
    if first is not None and day < first:
        raise ValidationError({field: f"{what} phải từ {since} ({slashed(first)}) trở đi."})
    if day < EARLIEST:
        raise ValidationError(
            {field: f"{what} {slashed(day)} quá xa; ghi ngày từ năm {EARLIEST.year} trở đi."}
        )


def is_secretary(actor: User) -> bool:
    return Role.SECRETARY in actor.roles_in(current_agency())


def is_person(actor: User, person_id: int | None) -> bool:
    return person_id is not None and actor.person is not None and actor.person.pk == person_id


def is_of_unit(actor: User, unit_id: int | None) -> bool:
    return unit_id is not None and actor.person is not None and actor.person.unit_id == unit_id


def did(actor: User, *, user_id: int | None, person_id: int | None = None) -> bool:
    """Whether the account, or the person it is, did an earlier step."""
    return actor.pk == user_id or is_person(actor, person_id)


def has_written(actor: User, *rows: Record, fields: frozenset[str] = frozenset()) -> bool:
    """Whether the account typed something of these rows (of these fields), whoever sent them on."""
    wanted: dict[str, list[str]] = {}
    for row in rows:
        if row.pk is not None:
            wanted.setdefault(row._meta.label_lower, []).append(str(row.pk))
    found = [Q(object_type=label, object_id__in=keys) for label, keys in wanted.items()]
    written = HistoryEntry.objects.filter(actor=actor, action__in=("create", "update"))
    if not found:
        return False
    written = written.filter(reduce(or_, found))
    return any(fields & set(row.changes) for row in written) if fields else written.exists()


def team_refusal(audit: InternalAudit, actor: User) -> str:
    """The secretary writes for the team; an auditor only in the audits he belongs to."""
    if is_secretary(actor):
        return ""
    if actor.person is not None and audit.team.filter(person=actor.person).exists():
        return ""
    return f"Chỉ thành viên đoàn {audit} và thư ký được ghi."


def unit_refusal(unit_id: int | None, actor: User) -> str:
    """A unit's answer is given by the unit; for a body without a unit, by the secretary."""
    if is_of_unit(actor, unit_id) or is_secretary(actor):
        return ""
    return "Chỉ đầu mối của đơn vị được đánh giá trả lời."


def opener_refusal(car: CorrectiveActionRequest, actor: User) -> str:
    """Who asks for a correction neither analyses nor approves it."""
    if did(actor, user_id=car.opened_by_id, person_id=car.opener_id):
        return "Người mở phiếu không được tự phân tích, phê duyệt; việc này do người khác làm."
    return ""


def own_unit_refusal(unit_id: int | None, actor: User) -> str:
    """9.2.2 c: nobody checks the work of his own unit."""
    if is_of_unit(actor, unit_id):
        return "Không được tự kiểm tra kết quả khắc phục của đơn vị mình."
    return ""
