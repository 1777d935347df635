"""What a list that was sent in would do to the catalogue: new, changed field by field, gone, not taken."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qms.text import fold
from qms.views.tables import shown, verbose
from tthc.catalogue.sheet import Listed
from tthc.enums import Level
from tthc.models import AdministrativeProcedure, Field

CHUNK = 500


@dataclass(frozen=True)
class Difference:
    """One field, old and new, as pages print them."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    procedure: AdministrativeProcedure
    listed: Listed
    differences: list[Difference]

    @property
    def replaced(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.old]

    @property
    def filled(self) -> list[Difference]:
        """What was empty and the list says."""
        return [difference for difference in self.differences if not difference.old]

    @property
    def amends(self) -> bool:
        """False when the list only fills what was empty: that is no amendment of the procedure."""
        return bool(self.replaced)


@dataclass
class Plan:
    """gone: in force, of the list's levels and fields, and not in it; `abolished`: those the list itself says so of."""

    new: list[Listed] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[AdministrativeProcedure] = field(default_factory=list)
    abolished: set[int] = field(default_factory=set)
    rejected: list[Listed] = field(default_factory=list)
    unchanged: int = 0
    levels: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.new or self.changed or self.gone)

    @property
    def tells_changes(self) -> bool:
        """Whether anything in it would be a change of the year."""
        return bool(self.new or any(row.amends for row in self.changed))

    def fingerprint(self) -> str:
        """Differs when the catalogue has changed since the plan was shown."""
        parts = [
            *(row.code for row in self.new),
            *(f"{row.procedure.pk}:{row.procedure.version}" for row in self.changed),
            *(f"-{row.pk}" for row in self.gone),
        ]
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def compare(rows: list[Listed], on: datetime.date) -> Plan:
    """The plan of these rows against the catalogue as it is in force that day."""
    plan = Plan(rejected=[row for row in rows if row.problem])
    taken = [row for row in rows if not row.problem]
    known = _known([row.code for row in taken])
    for row in taken:
        procedure = known.get(row.code)
        if procedure is not None and not row.level_told:
            row.values["level"] = procedure.level
        if row.abolished:
            _end(plan, row, procedure, on)
        elif procedure is None:
            plan.new.append(row)
        elif found := list(differences(procedure, row, on)):
            plan.changed.append(Changed(procedure, row, found))
        else:
            plan.unchanged += 1
    _gone(plan, taken, on)
    return plan


def _known(codes: list[str]) -> dict[str, AdministrativeProcedure]:
    rows = AdministrativeProcedure.objects.for_list()
    chunks = [codes[at : at + CHUNK] for at in range(0, len(codes), CHUNK)]
    return {row.code: row for chunk in chunks for row in rows.filter(code__in=chunk)}


def _end(plan: Plan, row: Listed, procedure: AdministrativeProcedure | None, on: datetime.date) -> None:
    """A row under “bãi bỏ”."""
    if procedure is None:
        row.problem = "Thủ tục ở mục bãi bỏ, không có trong danh mục."
        plan.rejected.append(row)
    elif _in_force(procedure, on):
        plan.gone.append(procedure)
        plan.abolished.add(procedure.pk)
    else:
        plan.unchanged += 1


def _in_force(procedure: AdministrativeProcedure, on: datetime.date) -> bool:
    return procedure.in_force_to is None or procedure.in_force_to >= on


def _gone(plan: Plan, rows: list[Listed], on: datetime.date) -> None:
    """Missing from the list, within the levels and the fields that it covers."""
    listed = [row for row in rows if not row.abolished]
    covered = {(row.values["level"], fold(row.values.get("field", ""))) for row in listed}
    plan.levels = [
        Level(value).label for value in Level.values if any(level == value for level, _ in covered)
    ]
    codes = {row.code for row in rows}
    in_force = AdministrativeProcedure.objects.for_list().in_force(on).order_by("sort_key")
    for procedure in in_force.filter(level__in={level for level, _ in covered}):
        of_field = fold(procedure.field.name if procedure.field else "")
        if procedure.code not in codes and {(procedure.level, of_field), (procedure.level, "")} & covered:
            plan.gone.append(procedure)


def differences(procedure: AdministrativeProcedure, row: Listed, on: datetime.date) -> Iterator[Difference]:
    """What the list says otherwise; a procedure that had ended lives again when the list names it."""
    values = dict(row.values)
    if values.get("in_scope"):
        values["scope_reason"] = ""
    if not _in_force(procedure, on):
        values["in_force_to"] = None
    for name, new in values.items():
        old = getattr(procedure, name)
        if name == "field":
            old = old.name if old else ""
            if fold(old) == fold(new):
                continue
        elif isinstance(old, str) and " ".join(old.split()) == new:
            continue  # a cell is one line
        if old != new:
            label = verbose(AdministrativeProcedure, name)
            hollow = name == "time_unit" and procedure.time_limit is None  # the unit of no limit says nothing
            yield Difference(name, label, "" if hollow else told(name, old), told(name, new))


def told(name: str, value: Any) -> str:
    """A value as the preview prints it: a choice by its label."""
    choices = dict(getattr(AdministrativeProcedure._meta.get_field(name), "flatchoices", None) or ())
    return shown(choices.get(value, value))


def fields_by_name() -> dict[str, Field]:
    return {fold(row.name): row for row in Field.objects.all()}
