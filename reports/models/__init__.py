"""Outlines and annual reports."""

from reports.models.outlines import OutlineSection, ReportOutline
from reports.models.reports import AnnualReport, ReleasedFile, ReportSection

__all__ = ["AnnualReport", "OutlineSection", "ReleasedFile", "ReportOutline", "ReportSection"]
