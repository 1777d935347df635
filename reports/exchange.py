"""Outlines and reports in a year file: bodies in the outline, a report's section only if it differs."""

from qms.exchange import Section, register
from reports.models import AnnualReport, OutlineSection, ReportOutline, ReportSection

OUTLINES = register(
    Section(
        "report_outlines",
        ReportOutline,
        key=("name",),
        fields=(
            "subject",
            "notation",
            "addressees",
            "recipients",
            "number_style",
            "decimal_mark",
            "source_note",
        ),
        children=(
            Section(
                "sections",
                OutlineSection,
                key=("key",),
                fields=("position", "kind", "heading", "level", "annex_number", "body"),
                parent="outline",
            ),
        ),
    )
)
REPORTS = register(
    Section(
        "annual_reports",
        AnnualReport,
        key=("year", "outline"),
        fields=(
            "subject",
            "parent_organ",
            "organ",
            "number",
            "notation",
            "place",
            "issued_on",
            "month",
            "addressees",
            "recipients",
            "signature_lines",
            "signer",
            "due_on",
            "sent_on",
            "sent_to",
        ),
        rows=lambda agency, year: AnnualReport.objects.filter(year=year),
        children=(
            Section("sections", ReportSection, key=("key",), fields=("heading", "body"), parent="report"),
        ),
    )
)
