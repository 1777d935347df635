"""TTHC that an export names and the catalogue lacks, added to it in one go."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from qms import history
from qms.models import User
from qms.text import fold
from tthc.imports.procedures import NewProcedure
from tthc.models import AdministrativeProcedure, Field

if TYPE_CHECKING:
    from tthc.models import DossierImport

LABEL = "Thêm từ tệp hồ sơ"


def procedures_add(
    wanted: Collection[NewProcedure], *, record: "DossierImport", actor: User | None
) -> dict[int, int]:
    """Placeholder → pk of the new procedures; their fields are added too. A handful of queries in all."""
    if not wanted:
        return {}
    fields = _fields(wanted, actor)
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
            level=record.source.level,
        )
        for new in wanted
        if new.code not in there
    ]
    AdministrativeProcedure.objects.bulk_create(made, batch_size=500)
    if made:
        history.record_all(made, action="create", label=LABEL, actor=actor, data={"file": record.file_name})
    there |= {row.code: row.pk for row in made}
    return {new.placeholder: there[new.code] for new in wanted}


def _fields(wanted: Collection[NewProcedure], actor: User | None) -> dict[str, Field]:
    """Folded name → field."""
    known = {fold(field.name): field for field in Field.objects.all()}
    names = {fold(new.field): new.field for new in wanted if new.field and fold(new.field) not in known}
    made = [Field(name=name) for name in names.values()]
    Field.objects.bulk_create(made)
    if made:
        history.record_all(made, action="create", label=LABEL, actor=actor)
    return known | {fold(field.name): field for field in made}
