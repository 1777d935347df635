"""TTHC that an export names and the catalogue lacks, added to it in one go."""

from collections.abc import Collection
from dataclasses import dataclass

from qms import history
from qms.models import User
from qms.text import fold
from tthc.imports.procedures import NewProcedure
from tthc.models import AdministrativeProcedure, DossierImport, Field


@dataclass(frozen=True)
class Added:
    """Placeholder → pk of every procedure that was wanted; the fields and procedures made for them."""

    keys: dict[int, int]
    fields: list[Field]
    procedures: list[AdministrativeProcedure]


def procedures_add(wanted: Collection[NewProcedure], *, level: str) -> Added:
    """Add procedures and the fields they name; `added_tell` tells the history. A handful of queries in all."""
    if not wanted:
        return Added({}, [], [])
    fields, new_fields = _fields(wanted)
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
            field=fields.get(fold(new.field)),
            level=level,
        )
        for new in wanted
        if new.code not in there
    ]
    AdministrativeProcedure.objects.bulk_create(made, batch_size=500)
    there |= {row.code: row.pk for row in made}
    return Added({new.placeholder: there[new.code] for new in wanted}, new_fields, made)


def added_tell(added: Added, *, record: DossierImport, actor: User | None) -> None:
    """Their history rows, apart: the chain's head, for which others wait, is not held while dossiers are written."""
    made = [*added.fields, *added.procedures]
    data = {"file": record.file_name}
    if made:
        history.record_all(made, action="create", label="Thêm từ tệp hồ sơ", actor=actor, data=data)


def _fields(wanted: Collection[NewProcedure]) -> tuple[dict[str, Field], list[Field]]:
    """Folded name → field; and those that are new."""
    known = {fold(field.name): field for field in Field.objects.all()}
    names = {fold(new.field): new.field for new in wanted if new.field and fold(new.field) not in known}
    made = [Field(name=name) for name in names.values()]
    Field.objects.bulk_create(made)
    return known | {fold(field.name): field for field in made}, made
