"""Reports and sections by address, in the entered agency."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from reports.composition import FilledSection, composed
from reports.models import AnnualReport


def get_report(pk: int) -> AnnualReport:
    rows = AnnualReport.objects.select_related(
        "agency", "outline", "signer", "submitted_by", "approved_by", "document"
    )
    return get_object_or_404(rows, pk=pk)


def get_section(report: AnnualReport, key: str) -> FilledSection:
    section = composed(report).section(key)
    if section is None:
        raise Http404(key)
    return section
