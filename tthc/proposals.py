"""Documents that serve a TTHC which a new legal document names: by its decision or by its field."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from documents.models import OfficialDocument
from documents.proposals import names_field, provider
from tthc.models import AdministrativeProcedure, Field, ProcedureChange
from tthc.querysets.catalogue import services


@provider
def by_procedure(law: OfficialDocument) -> Iterator[tuple[int, str]]:
    """Of TTHC in force: published or changed by this document or one that it cites, or in a field that it names."""
    decisions = {row.pk: row for row in (law, *OfficialDocument.objects.cited_in(law.subject))}
    changes = ProcedureChange.objects.filter(decision__in=decisions, procedure__isnull=False)
    changed = dict(changes.values_list("procedure", "decision"))
    fields = {row.pk: row.name for row in Field.objects.all() if names_field(law.subject, row.name)}
    touched = Q(decision__in=decisions) | Q(pk__in=changed) | Q(field__in=fields)
    procedures = AdministrativeProcedure.objects.in_force(timezone.localdate()).filter(touched)
    for row in services().filter(procedure__in=procedures).select_related("procedure"):
        procedure = row.procedure
        for decision in {procedure.decision_id, changed.get(procedure.pk)} & decisions.keys():
            yield row.document_id, f"giải quyết TTHC theo {decisions[decision]}"
        if procedure.field_id in fields:
            yield row.document_id, f"lĩnh vực {fields[procedure.field_id]}"
