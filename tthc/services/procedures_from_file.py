"""TTHC that an export names and the catalogue lacks, added to it in one go."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qms import history
from qms.models import User
from qms.text import fold
from tthc.imports.procedures import NewProcedure
from tthc.models import AdministrativeProcedure, Field

if TYPE_CHECKING:
    from tthc.models import DossierImport

LABEL = "Thêm từ tệp hồ sơ"


@dataclass
class Added:
    """keys: placeholder → pk; fields and procedures are those that are new."""

    keys: dict[int, int] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    procedures: list[AdministrativeProcedure] = field(default_factory=list)

    def tell(self, *, record: "DossierImport", actor: User | None) -> None:
        """Their history; others who write any record of the agency wait from here to the commit."""
        if self.fields:
            history.record_all(self.fields, action="create", label=LABEL, actor=actor)
        if self.procedures:
            data = {"file": record.file_name}
            history.record_all(self.procedures, action="create", label=LABEL, actor=actor, data=data)


def procedures_add(wanted: Collection[NewProcedure], *, record: "DossierImport") -> Added:
    """The new procedures and their fields, in a handful of queries; the caller tells of them when all else is done."""
    if not wanted:
        return Added()
    known, fields = _fields(wanted)
    there = dict(
        AdministrativeProcedure.objects.filter(code__in=[new.code for new in wanted]).values_list(
            "code", "pk"
        )
    )
    made = [
        AdministrativeProcedure(
            code=new.code,
            code_suffix=new.suffix,
            name=new.name,
            field=known.get(fold(new.field)),
            level=record.source.level,
        )
        for new in wanted
        if new.code not in there
    ]
    AdministrativeProcedure.objects.bulk_create(made, batch_size=500)
    there |= {row.code: row.pk for row in made}
    return Added({new.placeholder: there[new.code] for new in wanted}, fields, made)


def _fields(wanted: Collection[NewProcedure]) -> tuple[dict[str, Field], list[Field]]:
    """Folded name → field, and those that are new."""
    known = {fold(row.name): row for row in Field.objects.all()}
    names = {fold(new.field): new.field for new in wanted if new.field and fold(new.field) not in known}
    made = [Field(name=name) for name in names.values()]
    Field.objects.bulk_create(made)
    return known | {fold(row.name): row for row in made}, made
