"""The annual report as a paper (NĐ 30, Mẫu 1.4)."""

import dataclasses
import datetime
import hashlib
from typing import Any

from qms import dates
from qms.models.organisation import AgencyNames
from qms.paper import text as plain_text
from qms.paper.tree import (
    Addressees,
    Annex,
    Block,
    Heading,
    Letterhead,
    Marking,
    Metadata,
    Paper,
    Recipients,
    SignatureBlock,
    Table,
    Title,
)
from qms.papers import paper
from reports import permissions
from reports.composition import Composition, FilledSection, composed
from reports.enums import ReportState, SectionKind
from reports.frozen import released_or_none
from reports.models import AnnualReport

WIDE_TABLE = 9  # columns that no longer fit a portrait page at a readable size
MARKED = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)


def report_paper(found: Composition, *, draft: bool | None = None) -> Paper:
    """Number and day may be blank until it is issued; an approved report is printed unmarked, for signing."""
    report = found.report
    return Paper(
        title=Title("BÁO CÁO", found.subject),
        body=tuple(block for section in _of(found, annex=False) for block in _blocks(section)),
        letterhead=Letterhead(
            report.organ, report.parent_organ, report.number, report.notation, report.place, _day(report)
        ),
        addressees=Addressees(names) if (names := _lines(report.addressees)) else None,
        signatures=(
            SignatureBlock(
                _lines(report.signature_lines),
                report.signer.names_at(report.paper_day).name if report.signer else "",
            ),
        ),
        recipients=Recipients(_lines(report.recipients)),
        annexes=tuple(_annex(section, found) for section in _of(found, annex=True)),
        marking=Marking("DỰ THẢO") if report.state in MARKED else None,
        draft=not report.frozen if draft is None else draft,
        metadata=Metadata(author=found.names.full_name, subject=found.subject),
    )


def _file_name(report: AnnualReport) -> str:
    number = f"{report.number:02d}-" if report.number is not None else ""
    return f"bao-cao-{number}{report.agency.code}-{report.year}"


def _rows() -> Any:
    return AnnualReport.objects.select_related("agency", "outline", "signer")


@paper(
    "reports.annual",
    "Báo cáo năm",
    AnnualReport,
    permissions.VIEW,
    file_name=_file_name,
    load=lambda pk: _rows().get(pk=pk),
    of_year=lambda year: _rows().filter(year=year).order_by("pk"),
    order=900,
    print_permission=permissions.PRINT,
    frozen=released_or_none,
)
def paper_of(report: AnnualReport) -> Paper:
    return report_paper(composed(report))


def section_paper(section: FilledSection) -> Paper:
    """A section alone, for the preview beside the editor."""
    return Paper(Title(), tuple(_blocks(section)))


def _of(found: Composition, *, annex: bool) -> list[FilledSection]:
    return [section for section in found.sections if (section.source.kind == SectionKind.ANNEX) is annex]


def _blocks(section: FilledSection) -> list[Block]:
    if section.source.kind == SectionKind.SECTION and section.heading:
        return [Heading(section.source.level, section.heading, anchor=section.anchor), *section.blocks]
    return list(section.blocks)


def _annex(section: FilledSection, found: Composition) -> Annex:
    wide = any(isinstance(block, Table) and len(block.columns) > WIDE_TABLE for block in section.blocks)
    title = "".join(run.text for run in section.heading)
    return Annex(
        title,
        section.blocks,
        section.source.annex_number,
        reference=_reference(found.report, found.names),
        landscape=wide,
        anchor=section.anchor,
    )


def _reference(report: AnnualReport, names: AgencyNames) -> str:
    """Ô số 10: the number and the day stay blank until the report is issued."""
    number = f"{report.number:02d}" if report.number is not None else "      "
    day = dates.spelled(report.issued_on) if report.issued_on else f"ngày      tháng      năm {report.year}"
    return f"(Kèm theo Báo cáo số {number}/{report.notation} {day} của {names.full_name})"


def _day(report: AnnualReport) -> datetime.date | tuple[int, int | None]:
    return report.issued_on or (report.year, report.month)


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line.strip().removeprefix("- ") for line in value.splitlines() if line.strip())


def digest(found: Composition) -> str:
    """SHA-256 of what the leader approves: the words without number, day and marking, which come later."""
    paper = report_paper(found, draft=True)
    bare = dataclasses.replace(
        paper,
        letterhead=dataclasses.replace(paper.letterhead, number=None, day=None) if paper.letterhead else None,
        annexes=tuple(dataclasses.replace(annex, reference="") for annex in paper.annexes),
        marking=None,
    )
    return hashlib.sha256(plain_text.render(bare).encode()).hexdigest()
