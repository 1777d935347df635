"""Dossiers for tests of statistics: one source, one import, rows by dict."""

import datetime
from itertools import count
from typing import Any

from tthc.enums import ImportState
from tthc.models import AdministrativeProcedure, Dossier, DossierImport, DossierSource, Field

DAY = datetime.date
_numbers = count(1)


def source(level: str = "huyen") -> DossierSource:
    name = f"Một cửa {level}"
    return DossierSource.objects.filter(name=name).first() or DossierSource.objects.create(
        name=name, level=level
    )


def last_import(level: str = "huyen") -> DossierImport:
    found = DossierImport.objects.filter(source=source(level)).first()
    return found or DossierImport.objects.create(
        source=source(level), year=2024, file_name="ho-so.xlsx", sha256="0" * 64, state=ImportState.DONE
    )


def procedure(name: str, level: str = "huyen") -> AdministrativeProcedure:
    """A procedure of the field of this name."""
    field = Field.objects.filter(name=name).first() or Field.objects.create(name=name)
    return AdministrativeProcedure.objects.create(
        code=f"1.{next(_numbers):06d}", name=f"Thủ tục {name}", field=field, level=level
    )


def dossier(**values: Any) -> Dossier:
    """Unsaved: received on 01/3/2024, in progress, due on 15/3/2024, at the district."""
    told = {
        "code": f"000.00.53.H48-240301-{next(_numbers):04d}",
        "level": "huyen",
        "channel": "online",
        "received_on": DAY(2024, 3, 1),
        "due_on": DAY(2024, 3, 15),
        "state": 4,
        **values,
    }
    return Dossier(source=source(told["level"]), last_import=last_import(told["level"]), **told)


def stored(*rows: dict[str, Any]) -> None:
    Dossier.objects.bulk_create([dossier(**values) for values in rows])
