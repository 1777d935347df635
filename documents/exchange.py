"""How documents stand in a year file."""

import datetime

from django.db.models import QuerySet

from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DeclaredField,
    DocumentSet,
    OfficialDocument,
    ProcedureUpdate,
    Revision,
)
from qms.exchange import Section, register
from qms.models import Agency


def official_reference(document: OfficialDocument) -> str:
    """“QĐ 2389/QĐ-UBND 2024-10-14”."""
    return f"{document.kind} {document.symbol} {document.issued_on:%Y-%m-%d}"


def revision_reference(revision: Revision) -> str:
    """“BM-UBND.04-01 lần 01”: a number alone would name a revision of every document."""
    return f"{revision.document.code} lần {revision.number:02d}"


def year_end(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)


def controlled_rows(agency: Agency, year: int) -> QuerySet:
    return ControlledDocument.objects.known_by(year_end(year))


register(
    Section(
        "official_documents",
        OfficialDocument,
        key=("kind", "number", "notation", "issued_on", "issuer"),
        fields=("subject", "signer", "effective_on"),
        rows=lambda agency, year: OfficialDocument.objects.filter(issued_year=year),
        reference=official_reference,
    )
)
register(
    Section(
        "controlled_documents",
        ControlledDocument,
        key=("code",),
        fields=("title", "kind", "field_name", "unit", "review_months", "position"),
        rows=controlled_rows,
        children=(
            Section(
                "revisions",
                Revision,
                parent="document",
                key=("number",),
                reference=revision_reference,
                fields=(
                    "state",
                    "content",
                    "change_summary",
                    "author",
                    "reviewer",
                    "approver",
                    "planned_on",
                    "kept_on_paper",
                    "reviewed_on",
                    "approved_on",
                    "effective_on",
                    "review_due_on",
                    "ended_on",
                    "reason",
                ),
            ),
        ),
    )
)
register(
    Section(
        "document_sets",
        DocumentSet,
        key=("decision",),
        fields=("effective_on", "manual_amended", "note"),
        rows=lambda agency, year: DocumentSet.objects.filter(effective_on__lte=year_end(year)),
    )
)
register(
    Section(
        "declarations",
        ConformityDeclaration,
        key=("decision",),
        fields=(
            "declared_on",
            "redeclared",
            "fields_count",
            "scope",
            "posting_place",
            "posted_on",
            "website_url",
            "notice",
        ),
        rows=lambda agency, year: ConformityDeclaration.objects.filter(declared_on__lte=year_end(year)),
        children=(
            Section("fields", DeclaredField, parent="declaration", key=("name",), fields=("position",)),
        ),
    )
)
register(
    Section(
        "procedure_updates",
        ProcedureUpdate,
        key=("law", "document"),
        fields=("due_on", "state", "done_on", "revision", "note", "reason"),
        rows=lambda agency, year: ProcedureUpdate.objects.of_year(year),
    )
)
