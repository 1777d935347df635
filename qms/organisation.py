"""Names that change from a day on: papers of an earlier day go on printing the earlier ones."""

import datetime
from dataclasses import asdict
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qms import history
from qms.dates import slashed
from qms.models import (
    Agency,
    AgencyFormerName,
    AgencyPredecessor,
    Person,
    PersonFormerName,
    Unit,
    UnitFormerName,
    UnitPredecessor,
    User,
)
from qms.models.organisation import AgencyNames, PersonNames
from qms.records import StaleRecord, record_save
from qms.scope import ScopeMismatch, current_agency

ONE_DAY = datetime.timedelta(days=1)

NamedT = TypeVar("NamedT", Agency, Unit, Person)
FormerNameT = TypeVar("FormerNameT", AgencyFormerName, UnitFormerName, PersonFormerName)


@transaction.atomic
def agency_rename(
    agency: Agency,
    *,
    names: AgencyNames,
    from_day: datetime.date,
    actor: User,
    expected_version: int | None = None,
) -> Agency:
    """The names become former ones up to the day before. Raises StaleRecord, or ValidationError with a sentence."""
    if agency.pk != current_agency().pk:
        raise ScopeMismatch(agency.code)
    locked = _locked(agency, expected_version)
    if locked.names == names:
        raise ValidationError("Tên mới giống hệt tên đang dùng.")
    _require_day(locked, from_day)
    AgencyFormerName(agency=locked, valid_to=from_day - ONE_DAY, **asdict(locked.names)).save()
    return _renamed(locked, asdict(names), from_day, actor)


@transaction.atomic
def unit_rename(
    unit: Unit,
    *,
    name: str,
    short_name: str = "",
    from_day: datetime.date,
    actor: User,
    expected_version: int | None = None,
) -> Unit:
    """As agency_rename; a unit's short name is not kept, no paper prints it."""
    locked = _locked(unit, expected_version)
    if locked.name == name:
        raise ValidationError({"name": "Tên mới giống hệt tên đang dùng."})
    _require_day(locked, from_day)
    UnitFormerName(unit=locked, valid_to=from_day - ONE_DAY, name=locked.name).save()
    return _renamed(locked, {"name": name, "short_name": short_name}, from_day, actor)


@transaction.atomic
def person_save(person: Person, *, actor: User, expected_version: int | None = None) -> Person:
    """Add or change a person. Raises ValidationError or StaleRecord.

    Nobody leaves his own unit by himself: who may check whose work hangs on it (ISO 9001:2015 9.2.2 c).
    """
    if person.pk is not None:
        _refuse_leaving(Person.objects.get(pk=person.pk), person.unit_id, actor)
    return record_save(person, actor=actor, expected_version=expected_version)


def _refuse_leaving(stored: Person, unit_id: int | None, actor: User) -> None:
    if stored.user_id == actor.pk and stored.unit_id not in (None, unit_id):
        raise ValidationError({"unit": "Đơn vị của chính mình do người khác có quyền đổi."})


def person_move(
    person: Person,
    *,
    values: dict[str, Any],
    from_day: datetime.date,
    actor: User,
    expected_version: int | None = None,
) -> Person:
    """Another name, position or unit from a day on (`values`: name, honorific, position, unit); as agency_rename."""
    locked = _locked(person, expected_version)
    unit = values["unit"]
    _refuse_leaving(locked, unit.pk if unit is not None else None, actor)
    names = PersonNames(
        values["name"], values["honorific"], values["position"], unit.name if unit is not None else ""
    )
    if locked.names == names:
        raise ValidationError("Họ tên, chức vụ, đơn vị mới giống hệt như đang ghi.")
    _require_day(locked, from_day)
    PersonFormerName(person=locked, valid_to=from_day - ONE_DAY, **asdict(locked.names)).save()
    return _renamed(locked, values, from_day, actor, label="Đổi chức vụ", told="Giữ")


def _locked(named: NamedT, expected_version: int | None) -> NamedT:
    locked = type(named).objects.select_for_update(of=("self",), no_key=True).get(pk=named.pk)
    if expected_version is not None and locked.version != expected_version:
        raise StaleRecord(locked)
    return locked


def _require_day(named: Agency | Unit | Person, day: datetime.date) -> None:
    if sentence := rename_refusal(named, day):
        raise ValidationError({"from_day": sentence})


def rename_refusal(named: Agency | Unit | Person, day: datetime.date) -> str:
    """Why the name cannot change on that day: the name now in force must have had at least one day."""
    last = named.former_names.order_by("-valid_to").first()
    if isinstance(named, Person):
        return _move_refusal(last, day)
    if day > timezone.localdate():
        return f"Chưa đến ngày {slashed(day)}. Nhập tên mới khi tên đó đã có hiệu lực."
    if last is not None and day - ONE_DAY <= last.valid_to:
        since = slashed(last.valid_to + ONE_DAY)
        return f"Tên hiện nay dùng từ ngày {since}; ngày đổi tên phải sau ngày đó."
    if named.valid_from is not None and day <= named.valid_from:
        return f"“{named}” hoạt động từ ngày {slashed(named.valid_from)}; ngày đổi tên phải sau ngày đó."
    if named.valid_to is not None and day > named.valid_to:
        return f"“{named}” chỉ hoạt động đến hết ngày {slashed(named.valid_to)}."
    return ""


def _move_refusal(
    last: AgencyFormerName | UnitFormerName | PersonFormerName | None, day: datetime.date
) -> str:
    if day > timezone.localdate():
        return f"Chưa đến ngày {slashed(day)}. Nhập khi chức vụ mới đã có hiệu lực."
    if last is not None and day - ONE_DAY <= last.valid_to:
        since = slashed(last.valid_to + ONE_DAY)
        return f"Chức vụ hiện nay giữ từ ngày {since}; ngày đổi phải sau ngày đó."
    return ""


def _renamed(
    locked: NamedT,
    values: dict[str, Any],
    from_day: datetime.date,
    actor: User,
    *,
    label: str = "Đổi tên",
    told: str = "Tên mới dùng",
) -> NamedT:
    before = locked.snapshot()
    for name, value in values.items():
        setattr(locked, name, value)
    locked.prepare_save()
    locked.full_clean()
    locked.version += 1
    locked.save()
    history.record(
        locked,
        action="rename",
        label=label,
        actor=actor,
        changes=history.diff(locked, before, locked.snapshot()),
        data={"from_day": from_day, "reason": f"{told} từ ngày {slashed(from_day)}."},
    )
    return locked


def former_name_save(row: FormerNameT, *, actor: User, expected_version: int | None = None) -> FormerNameT:
    """Correct an earlier name or its last day. Raises StaleRecord, or ValidationError with a sentence."""
    if row.valid_to >= timezone.localdate():
        what = "Chức vụ" if isinstance(row, PersonFormerName) else "Tên"
        raise ValidationError({"valid_to": f"{what} trước đây phải hết dùng trước hôm nay."})
    return record_save(row, actor=actor, expected_version=expected_version)


def agency_predecessor_save(
    link: AgencyPredecessor, *, actor: User, expected_version: int | None = None
) -> AgencyPredecessor:
    """Say which agency the entered one came from. Raises StaleRecord, or ValidationError as unit_predecessor_save."""
    if link.agency_id != current_agency().pk:
        raise ScopeMismatch(link.agency.code)
    if link.predecessor_id is not None:
        if link.agency_id == link.predecessor_id:
            raise ValidationError({"predecessor": "Cơ quan không thể là tiền thân của chính nó."})
        if link.agency_id in _came_from(link.predecessor_id, AgencyPredecessor, "agency_id"):
            sentence = f"“{link.predecessor}” không thể là tiền thân: cơ quan đó từ “{link.agency}” mà ra."
            raise ValidationError({"predecessor": sentence})
    return record_save(link, actor=actor, expected_version=expected_version)


def unit_predecessor_save(
    link: UnitPredecessor, *, actor: User, expected_version: int | None = None
) -> UnitPredecessor:
    """Say which unit this one came from. Raises StaleRecord, or ValidationError when it goes round in a circle."""
    if link.unit_id in {link.predecessor_id, *_came_from(link.predecessor_id, UnitPredecessor, "unit_id")}:
        raise ValidationError(
            {"predecessor": f"“{link.predecessor}” không thể là tiền thân: đơn vị đó từ “{link.unit}” mà ra."}
            if link.unit_id != link.predecessor_id
            else {"predecessor": "Đơn vị không thể là tiền thân của chính nó."}
        )
    return record_save(link, actor=actor, expected_version=expected_version)


def _came_from(pk: int, model: type[AgencyPredecessor] | type[UnitPredecessor], later: str) -> set[int]:
    """Everything it came from, however far back; one query a generation."""
    found: set[int] = set()
    level = {pk}
    while level:
        links = model.objects.filter(**{f"{later}__in": level}, predecessor__isnull=False)
        level = set(links.values_list("predecessor_id", flat=True)) - found
        found |= level
    return found
