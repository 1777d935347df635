"""Reusable reads of the catalogue of administrative procedures."""

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from documents.enums import DocumentKind
from documents.models import ControlledDocument
from qms.scope import ScopedQuerySet

if TYPE_CHECKING:
    from tthc.models import AdministrativeProcedure, ProcedureService


class ProcedureQuerySet(ScopedQuerySet["AdministrativeProcedure"]):
    def for_list(self) -> Self:
        return self.select_related("field")

    def for_detail(self) -> Self:
        return self.select_related("field", "receiving_unit", "resolving_unit", "decision")

    def in_force(self, on: datetime.date) -> Self:
        """In force that day; its last day counts, and a day that nobody entered excludes nothing."""
        return self.filter(
            Q(in_force_from__isnull=True) | Q(in_force_from__lte=on),
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=on),
        )

    def in_force_between(self, first: datetime.date, last: datetime.date) -> Self:
        """In force on at least one day of the period."""
        return self.filter(
            Q(in_force_from__isnull=True) | Q(in_force_from__lte=last),
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=first),
        )

    def covered(self, on: datetime.date) -> Self:
        """Served by a document that is in effect that day."""
        return self.filter(_served(on))

    def uncovered(self, on: datetime.date) -> Self:
        return self.filter(~_served(on))

    def with_linked(self) -> Self:
        """Each with `linked`: whether any document serves it, in effect or not."""
        return self.annotate(linked=Exists(services().filter(procedure=OuterRef("pk"))))

    def coverage(self, on: datetime.date) -> dict[str, int]:
        """{total, in_scope, covered}: procedures in force that day, of these in scope, of these served; one query."""
        rows = self.in_force(on).annotate(served=_served(on))
        covered = Count("pk", filter=Q(in_scope=True, served=True))
        # "in_scope" would hide the column from the other counts
        counted = rows.aggregate(
            total=Count("pk"), scope=Count("pk", filter=Q(in_scope=True)), covered=covered
        )
        return {"total": counted["total"], "in_scope": counted["scope"], "covered": counted["covered"]}


def _served(on: datetime.date) -> Exists:
    from tthc.models import ProcedureService  # the models import this file

    in_effect = ControlledDocument.objects.in_effect(on).filter(pk=OuterRef("document_id"))
    return Exists(ProcedureService.objects.filter(Exists(in_effect), procedure=OuterRef("pk")))


def services() -> "Any":
    from tthc.models import ProcedureService

    return ProcedureService.objects.all()


def orphaned(on: datetime.date) -> Any:
    """Operating procedures in effect that day whose every TTHC is no longer in force."""
    mine = services().filter(document=OuterRef("pk"))
    alive = mine.filter(Q(procedure__in_force_to__isnull=True) | Q(procedure__in_force_to__gte=on))
    documents = ControlledDocument.objects.in_effect(on).filter(kind=DocumentKind.OPERATING)
    return documents.filter(Exists(mine), ~Exists(alive)).order_by("sort_key", "pk")


def changes_counted(year: int) -> dict[str, int]:
    """{kind: number of TTHC} of the year's changes; a kind that nobody entered is missing, which is not 0."""
    from tthc.models import ProcedureChange

    rows = ProcedureChange.objects.filter(year=year).order_by()
    return dict(rows.values("kind").annotate(counted=Sum("count")).values_list("kind", "counted"))


def services_of_document(document: Any) -> "list[ProcedureService]":
    rows = services().filter(document=document).select_related("procedure__field")
    return list(rows.order_by(F("procedure__sort_key"), "pk"))


def services_of_procedure(procedure: Any) -> "list[ProcedureService]":
    return list(
        services().filter(procedure=procedure).select_related("document").order_by("document__sort_key")
    )
