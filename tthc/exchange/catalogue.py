"""How the catalogue and its changes stand in a year file."""

import datetime
from typing import Any

from qms.exchange import Section, register
from tthc.models import AdministrativeProcedure, Field, ProcedureChange, ProcedureService


def of_year(agency: Any, year: int) -> Any:
    """In force on some day of the year; what its records name besides comes along."""
    rows = AdministrativeProcedure.objects.all()
    return rows.in_force_between(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


register(Section("fields", Field, key=("name",), rows=lambda agency, year: Field.objects.all()))
register(
    Section(
        "procedures",
        AdministrativeProcedure,
        key=("code",),
        fields=(
            "code_suffix",
            "name",
            "field",
            "level",
            "competent_agency",
            "receiving_unit",
            "resolving_unit",
            "time_limit",
            "time_unit",
            "time_note",
            "online_level",
            "non_territorial",
            "fee",
            "decision",
            "in_force_from",
            "in_force_to",
            "in_scope",
            "scope_reason",
        ),
        rows=of_year,
        children=(Section("services", ProcedureService, key=("document",), parent="procedure"),),
    )
)
register(
    Section(
        "procedure_changes",
        ProcedureChange,
        key=("year", "kind", "procedure"),
        fields=("successor", "count", "decision", "changed_on", "note"),
        rows=lambda agency, year: ProcedureChange.objects.filter(year=year),
    )
)  # fmt: skip
