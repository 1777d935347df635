"""Wordings that several audit papers share, made from rows: names as at a day, hours, counts, grades."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator

from audits.enums import FindingGrade
from audits.models import AuditedUnit, AuditTeamMember, Finding, InternalAudit
from documents.models import OfficialDocument
from qms.dates import slashed
from qms.enums import SigningMode
from qms.models import Person, Unit
from qms.models.organisation import PersonNames
from qms.paper import build
from qms.paper.blocks import Block
from qms.paper.tree import Letterhead
from qms.scope import current_agency

GRADE_WORDS = {
    FindingGrade.MAJOR: "nặng",
    FindingGrade.MINOR: "nhẹ",
    FindingGrade.OBSERVATION: "lưu ý",
}
NOON = datetime.time(12)
NO_UNIT = "Hệ thống chung"


def audit_name(audit: InternalAudit) -> str:
    """For file names: “01-2021”."""
    return f"{audit.round:02d}-{audit.year}"


def programme_day(audit: InternalAudit) -> datetime.date | None:
    """The day whose names the notice and the programme print; None: today's."""
    return (audit.notice.issued_on if audit.notice else None) or audit.planned_from


def report_day(audit: InternalAudit) -> datetime.date | None:
    return audit.reported_on or audit.ends_on or audit.starts_on or programme_day(audit)


def letterhead(on: datetime.date, **parts: object) -> Letterhead:
    """The agency's own, with the names of that day; a people's committee stands under nobody (ô số 2)."""
    agency = current_agency()
    names = agency.names_at(on)
    parent = "" if agency.signing_mode == SigningMode.COLLECTIVE else names.parent_name
    given = {"organ": names.full_name, "parent_organ": parent, "place": names.place}
    return Letterhead(**{**given, **parts})  # type: ignore[arg-type]


def cited(document: OfficialDocument) -> str:
    """First mention: kind, symbol, day, issuer, subject (NĐ 30: viện dẫn)."""
    subject = document.subject.strip()
    joined = (
        subject if subject.lower().startswith("về việc") else f"về việc {subject[:1].lower()}{subject[1:]}"
    )
    return f"Căn cứ {document.citation} của {document.issuer} {joined}"


def names_of(person: Person, day: datetime.date | None) -> PersonNames:
    return person.names_at(day) if day else person.names


def named(
    person: Person | None, day: datetime.date | None = None, *, among: Iterable[Person | None] = ()
) -> str:
    """His name that day; with his unit when another person of the paper bears the same name (R9)."""
    if person is None:
        return ""
    names = names_of(person, day)
    others = (other for other in among if other is not None and other.pk != person.pk)
    if not any(names_of(other, day).name == names.name for other in others):
        return names.name
    where = _short(person.unit, names.unit_name) or names.position
    return f"{names.name} ({where})" if where else names.name


def _short(unit: Unit | None, name: str) -> str:
    """The unit's short name as long as it bears that name."""
    return unit.short_name or name if unit is not None and unit.name == name else name


def team_people(audit: InternalAudit) -> list[Person]:
    return [row.person for row in audit.team_in_order]


def team_cells(audit: InternalAudit, day: datetime.date | None) -> list[list[str]]:
    """“Bà …”, office, role: one row a member."""
    rows = []
    for row in audit.team_in_order:
        names = names_of(row.person, day)
        rows.append([names.addressed, row.title or names.position, row.get_role_display()])
    return rows


def members_told(
    members: Iterable[AuditTeamMember], team: list[Person], day: datetime.date | None = None
) -> str:
    return "; ".join(named(row.person, day, among=team) for row in members)


def hours(start: datetime.time, end: datetime.time) -> str:
    """“Buổi chiều từ 14 giờ đến 17 giờ”; both halves of the day named by neither."""
    span = f"từ {clock(start)} đến {clock(end)}"
    if end <= NOON:
        return f"Buổi sáng {span}"
    return f"Buổi chiều {span}" if start >= NOON else span.capitalize()


def clock(time: datetime.time) -> str:
    return f"{time.hour} giờ {time.minute:02d}" if time.minute else f"{time.hour} giờ"


def span(first: datetime.date | None, last: datetime.date | None) -> str:
    """“ngày 18/11/2021”, “từ ngày 18/10/2024 đến ngày 22/10/2024”."""
    if first is None:
        return ""
    if last is None or last == first:
        return f"ngày {slashed(first)}"
    return f"từ ngày {slashed(first)} đến ngày {slashed(last)}"


def unit_name(unit: Unit | None, day: datetime.date | None) -> str:
    if unit is None:
        return NO_UNIT
    return unit.name_at(day) if day else unit.name


def audited_name(row: AuditedUnit, day: datetime.date | None) -> str:
    return unit_name(row.unit, day) if row.unit else row.name


def audited_short(row: AuditedUnit, day: datetime.date | None) -> str:
    """For narrow columns: “Tài chính - Kế hoạch”."""
    return _short(row.unit, audited_name(row, day))


def unit_names(audit: InternalAudit, day: datetime.date | None) -> list[str]:
    return [audited_name(row, day) for row in audit.audited_units.all()]


def counted(findings: Iterable[Finding]) -> list[tuple[FindingGrade, int]]:
    """How many of each grade that a paper names; all three, zeros too."""
    counts = Counter(row.grade for row in findings)
    return [(grade, counts[grade]) for grade in GRADE_WORDS]


def points_told(findings: Iterable[Finding]) -> str:
    """“02 điểm nhẹ, 01 điểm lưu ý”; empty when nothing was found."""
    return ", ".join(f"{count:02d} điểm {GRADE_WORDS[grade]}" for grade, count in counted(findings) if count)


def grades_told(findings: Iterable[Finding]) -> str:
    """“nhẹ”, “nặng, nhẹ”, “không phù hợp, lưu ý” when nothing was found: the word follows the rows (R7)."""
    found = [GRADE_WORDS[grade] for grade, count in counted(findings) if count]
    return ", ".join(found) if found else "không phù hợp, lưu ý"


def paragraphs(text: str) -> Iterator[Block]:
    for line in lines_of(text):
        yield build.p(line)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, without the dash that people type before it."""
    return tuple(line.removeprefix("- ") for line in lines_of(text))


def sentence(text: str) -> str:
    """With a full stop at its end."""
    text = text.strip()
    return text if not text or text.endswith((".", ";", ":", "!", "?", "…")) else f"{text}."
