"""Names that change from a day on: papers of an earlier day go on printing the earlier ones."""

import datetime
from dataclasses import asdict
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qms import history
from qms.dates import slashed
from qms.models import Agency, AgencyFormerName, Unit, UnitFormerName, UnitPredecessor, User
from qms.models.organisation import AgencyNames
from qms.records import StaleRecord, record_save
from qms.scope import ScopeMismatch, current_agency

ONE_DAY = datetime.timedelta(days=1)

NamedT = TypeVar("NamedT", Agency, Unit)
FormerNameT = TypeVar("FormerNameT", AgencyFormerName, UnitFormerName)


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


def _locked(named: NamedT, expected_version: int | None) -> NamedT:
    locked = type(named).objects.select_for_update(of=("self",)).get(pk=named.pk)
    if expected_version is not None and locked.version != expected_version:
        raise StaleRecord(locked)
    return locked


def _require_day(named: Agency | Unit, day: datetime.date) -> None:
    if sentence := rename_refusal(named, day):
        raise ValidationError({"from_day": sentence})


def rename_refusal(named: Agency | Unit, day: datetime.date) -> str:
    """Why the name cannot change on that day: the name now in force must have had at least one day."""
    last = named.former_names.order_by("-valid_to").first()
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


def _renamed(locked: NamedT, values: dict[str, Any], from_day: datetime.date, actor: User) -> NamedT:
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
        label="Đổi tên",
        actor=actor,
        changes=history.diff(locked, before, locked.snapshot()),
        data={"from_day": from_day, "reason": f"Tên mới dùng từ ngày {slashed(from_day)}."},
    )
    return locked


def former_name_save(row: FormerNameT, *, actor: User, expected_version: int | None = None) -> FormerNameT:
    """Correct an earlier name or its last day. Raises StaleRecord, or ValidationError with a sentence."""
    if row.valid_to >= timezone.localdate():
        raise ValidationError({"valid_to": "Tên trước đây phải hết dùng trước hôm nay."})
    return record_save(row, actor=actor, expected_version=expected_version)


def unit_predecessor_save(
    link: UnitPredecessor, *, actor: User, expected_version: int | None = None
) -> UnitPredecessor:
    """Say which unit this one came from. Raises StaleRecord, or ValidationError when it goes round in a circle."""
    if link.unit_id in {link.predecessor_id, *_came_from(link.predecessor_id)}:
        raise ValidationError(
            {"predecessor": f"“{link.predecessor}” không thể là tiền thân: đơn vị đó từ “{link.unit}” mà ra."}
            if link.unit_id != link.predecessor_id
            else {"predecessor": "Đơn vị không thể là tiền thân của chính nó."}
        )
    return record_save(link, actor=actor, expected_version=expected_version)


def _came_from(unit_id: int) -> set[int]:
    """Every unit it came from, however far back; one query a generation."""
    found: set[int] = set()
    level = {unit_id}
    while level:
        links = UnitPredecessor.objects.filter(unit_id__in=level)
        level = set(links.values_list("predecessor_id", flat=True)) - found
        found |= level
    return found
