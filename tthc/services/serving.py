"""Operating procedures tied to the TTHC they serve, several at once."""

from collections.abc import Iterable

from django.db import transaction

from documents.models import ControlledDocument
from qms.bulk import Writer
from qms.locks import lock_agency
from qms.models import User
from tthc.models import AdministrativeProcedure, ProcedureService

Pair = tuple[AdministrativeProcedure, ControlledDocument]


def services_add(pairs: Iterable[Pair], *, actor: User) -> int:
    """Tie each pair once; returns how many are new."""
    pairs = list(pairs)
    with transaction.atomic():
        lock_agency()
        rows = ProcedureService.objects.filter(document__in={document for _, document in pairs})
        there = set(rows.values_list("procedure_id", "document_id"))
        writer = Writer(actor, "Gắn quy trình với TTHC", {})
        new = [pair for pair in pairs if (pair[0].pk, pair[1].pk) not in there]
        writer.create([ProcedureService(procedure=one, document=document) for one, document in new])
        writer.finish()
    return len(new)
