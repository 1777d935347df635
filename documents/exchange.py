"""How documents stand in a year file."""

from documents.models import OfficialDocument
from qms.exchange import Section, register


def official_reference(document: OfficialDocument) -> str:
    """“QĐ 2389/QĐ-UBND 2024-10-14”."""
    return f"{document.kind} {document.symbol} {document.issued_on:%Y-%m-%d}"


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
