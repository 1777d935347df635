"""Writes over reports: create, edit sections, confirm figures. The state moves in transitions.py only."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qms import history
from qms.enums import SigningMode
from qms.models import User
from qms.records import record_delete, record_save
from qms.scope import current_agency
from reports import syntax
from reports.composition import compose
from reports.models import AnnualReport, OutlineSection, ReportOutline, ReportSection

DUE_MONTH, DUE_DAY = 12, 20
_CARRIED = (
    "subject",
    "parent_organ",
    "organ",
    "notation",
    "place",
    "addressees",
    "recipients",
    "signature_lines",
    "signer",
)


class StaleSection(Exception):
    """Someone saved the section in between; `current` is its text now (None: as the outline again)."""

    def __init__(self, current: ReportSection | None) -> None:
        super().__init__(str(current))
        self.current = current


def report_create(
    *, outline: ReportOutline, year: int, actor: User, source: AnnualReport | None = None
) -> AnnualReport:
    """A year's report; details from the last one by the outline, own texts too when that is the `source`."""
    report = AnnualReport(
        outline=outline, year=year, due_on=datetime.date(year, DUE_MONTH, DUE_DAY), month=12
    )
    model = source or AnnualReport.objects.filter(outline=outline, year__lt=year).order_by("-year").first()
    day = report.paper_day
    for name, value in (_details(model, day) if model else _first_details(outline, day)).items():
        setattr(report, name, value)
    report.writers = [actor.pk]
    with transaction.atomic():
        report.prepare_save()
        report.full_clean(exclude=["signer"])
        record_save(report, actor=actor)
        for section in source.sections.all() if source else ():
            copy = ReportSection(
                report=report,
                key=section.key,
                heading=section.heading,
                body=section.body,
                edited_by=actor,
                edited_at=timezone.now(),
            )
            record_save(copy, actor=actor)
        figures_remember(report)
    return report


def _details(model: AnnualReport, day: datetime.date) -> dict[str, Any]:
    """Carried over; where the agency was renamed in between, the letterhead takes the names of the new day."""
    details = {name: getattr(model, name) for name in _CARRIED}
    before, now = _letterhead(model.paper_day), _letterhead(day)
    for name, old in before.items():
        if old != now[name] and " ".join(details[name].split()) == old:
            details[name] = now[name]
    return details


def _letterhead(day: datetime.date) -> dict[str, str]:
    agency = current_agency()
    names = agency.names_at(day)
    return {
        "parent_organ": "" if agency.signing_mode == SigningMode.COLLECTIVE else names.parent_name,
        "organ": names.full_name.upper(),
        "place": names.place,
    }


def _first_details(outline: ReportOutline, day: datetime.date) -> dict[str, Any]:
    """What the agency's own entry says; the secretary completes it once, later years copy it."""
    agency = current_agency()
    collective = agency.signing_mode == SigningMode.COLLECTIVE
    head = agency.head_title.upper()
    return {
        **_letterhead(day),
        "subject": outline.subject,
        "notation": outline.notation,
        "addressees": outline.addressees,
        "recipients": outline.recipients,
        "signature_lines": f"TM. ỦY BAN NHÂN DÂN\n{head}" if collective else head,
    }


def report_save(report: AnnualReport, *, actor: User, expected_version: int | None) -> AnnualReport:
    """Details of a report. Raises StaleRecord, or ValidationError once it left the secretary's hands."""
    with transaction.atomic():
        stored = _locked(report)
        changed = stored.snapshot() != report.snapshot()
        report.quoted, report.writers = stored.quoted, stored.writers
        if changed:
            report.writers = _with(stored.writers, actor)
        return record_save(report, actor=actor, expected_version=expected_version)


def _with(writers: list[int], actor: User) -> list[int]:
    return sorted({*writers, actor.pk})


def report_delete(report: AnnualReport, *, actor: User) -> None:
    """Only a draft goes; what was issued stays."""
    with transaction.atomic():
        _locked(report)
        record_delete(report, actor=actor)


def _locked(report: AnnualReport) -> AnnualReport:
    """The stored row, locked against a transition, if its text may still change."""
    stored = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not stored.editable:
        raise ValidationError(
            f"Báo cáo đang ở trạng thái “{stored.get_state_display()}”, không sửa được. "
            "Rút về dự thảo hoặc chờ lãnh đạo trả lại."
        )
    return stored


def section_version(own: ReportSection | None) -> int:
    """What the form remembers: 0 while the section reads as its outline."""
    return own.version + 1 if own else 0


def section_save(
    *,
    report: AnnualReport,
    source: OutlineSection,
    heading: str,
    body: str,
    actor: User,
    expected_version: int,
) -> ReportSection | None:
    """Keep a section's own text; None when it reads as the outline. Raises StaleSection, ValidationError."""
    heading, body = heading.strip(), body.replace("\r\n", "\n").strip("\n")
    if sentences := [*syntax.problems(heading), *syntax.problems(body)]:
        raise ValidationError(sentences)
    with transaction.atomic():
        writers = _with(_locked(report).writers, actor)
        own = (
            ReportSection.objects.select_for_update(of=("self",))
            .filter(report=report, key=source.key)
            .first()
        )
        if section_version(own) != expected_version:
            raise StaleSection(own)
        before = (own.heading, own.body) if own else (source.heading, source.body.strip("\n"))
        own = _store(report, source, own, heading, body, actor)
        if before != (heading, body):
            _note_section(report, source, before, (heading, body), actor)
            AnnualReport.objects.filter(pk=report.pk).update(writers=writers)
        figures_remember(AnnualReport.objects.get(pk=report.pk), source.key)
    return own


def _store(
    report: AnnualReport,
    source: OutlineSection,
    own: ReportSection | None,
    heading: str,
    body: str,
    actor: User,
) -> ReportSection | None:
    if (heading, body) == (source.heading.strip(), source.body.strip("\n")):
        if own is not None:
            own.delete()
        return None
    own = own or ReportSection(report=report, key=source.key)
    own.version += 1 if own.pk else 0
    own.heading, own.body, own.edited_by, own.edited_at = heading, body, actor, timezone.now()
    own.save()
    return own


def _note_section(
    report: AnnualReport, source: OutlineSection, before: tuple[str, str], after: tuple[str, str], actor: User
) -> None:
    """The report's history tells what its sections said."""
    pairs = zip(("tiêu đề", "nội dung"), before, after, strict=True)
    changes = {f"{name} mục “{source.label}”": [old, new] for name, old, new in pairs if old != new}
    if changes:
        history.record(report, action="section", label="Sửa mục", actor=actor, changes=changes)


def section_reset(
    *, report: AnnualReport, source: OutlineSection, actor: User, expected_version: int
) -> None:
    """Drop the report's own text: the section reads as its outline again."""
    section_save(
        report=report,
        source=source,
        heading=source.heading,
        body=source.body,
        actor=actor,
        expected_version=expected_version,
    )


def figures_remember(report: AnnualReport, key: str | None = None) -> None:
    """The figures as they are now become what the sections (or one of them) remember."""
    now = compose(report).quoted
    report.quoted = {**report.quoted, key: now.get(key, {})} if key else now
    AnnualReport.objects.filter(pk=report.pk).update(quoted=report.quoted)


def figures_confirm(*, report: AnnualReport, actor: User, key: str | None = None) -> int:
    """“Đã xem”: the secretary has seen the figures that moved. Returns how many."""
    with transaction.atomic():
        stored = _locked(report)
        found = compose(stored)
        seen = [change for section, change in found.changes if key in (None, section.key)]
        if seen:
            figures_remember(stored, key)
            changes = {change.label: [change.before, change.now] for change in seen}
            history.record(stored, action="confirm", label="Đã xem số liệu đổi", actor=actor, changes=changes)
    return len(seen)
