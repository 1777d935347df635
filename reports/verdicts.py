"""What the year's checks say about a report, and in how many words a leader is told."""

from dataclasses import replace
from math import ceil

from qms import checks
from qms.checks import CheckResult, Severity
from qms.paper import text
from reports import papers
from reports.composition import composed
from reports.models import AnnualReport

CHARACTERS_A_PAGE = 2_050  # 14 pt, NĐ 30 measures


def findings(report: AnnualReport) -> list[CheckResult]:
    """Every rule's results over the figures the report quotes; made once for this object."""
    if "_findings" not in report.__dict__:
        report.__dict__["_findings"] = checks.run_all(report.agency, report.year, composed(report).figures)
    return report.__dict__["_findings"]


def open_errors(report: AnnualReport) -> list[CheckResult]:
    return [found for found in findings(report) if found.severity is Severity.ERROR]


def summary(report: AnnualReport) -> str:
    """“Khoảng 8 trang · 63 số liệu lấy từ nguồn · 1 cảnh báo”."""
    found = composed(report)
    paper = papers.report_paper(found)
    body = text.render(replace(paper, annexes=()))
    pages = ceil(len(body) / CHARACTERS_A_PAGE) + len(paper.annexes)
    warnings = sum(row.severity is Severity.WARNING for row in findings(report))
    told = f"{warnings} cảnh báo" if warnings else "không có cảnh báo"
    return f"Khoảng {pages} trang · {found.figures_count} số liệu lấy từ nguồn · {told}"
