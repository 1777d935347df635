"""R9: people are rows, not names; spellings that differ are told. R16: auditors (ISO 9001:2015 9.2.2 c, 7.2)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from audits.checks.telling import where
from audits.models import (
    ActionRound,
    AuditSlot,
    AuditTeamMember,
    CorrectiveAction,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    ReviewAttendee,
)
from planning.models import TrainingAttendee
from qms.checks import CheckResult, Severity, check, error, ok, warning
from qms.figures import Figures
from qms.models import Agency, Person
from qms.text import fold, nfc


def syllables_apart(one: str, other: str) -> int | None:
    """In how many syllables two names differ; None when one has more than the other.

    >>> syllables_apart("Trầm Thị Bích Phương", "Trần Thị Bích Phương")
    1
    """
    left, right = nfc(one).casefold().split(), nfc(other).casefold().split()
    if len(left) != len(right):
        return None
    return sum(a != b for a, b in zip(left, right, strict=True))


def nearly_alike(one: str, other: str) -> bool:
    """One syllable apart, and called by the same name: Kim Ngọc / Kim Văn Truyền, not Trần Thị Hoa / Trần Thị Lan."""
    if syllables_apart(one, other) != 1:
        return False
    return fold(one).split()[-1] == fold(other).split()[-1]


@check("R9", "Người theo mã, không theo tên; tên viết khác nhau")
def names(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """Only the people of this year's audit papers: a whole register would flood the page."""
    people = list(
        Person.objects.filter(pk__in=people_of(year)).select_related("unit").order_by("sort_key", "pk")
    )
    found = [*stated_names(year), *near_duplicates(people), *homonyms(people)]
    yield from found
    if people and all(result.severity is Severity.OK for result in found):
        yield ok(f"{len(people)} người trong hồ sơ đánh giá, xem xét: tên viết thống nhất.")


def people_of(year: int) -> set[int]:
    """Who appears in the year's audits, findings, requests and reviews."""
    sources = (
        (InternalAudit.objects.filter(year=year), ("notice_signer",)),
        (AuditTeamMember.objects.filter(audit__year=year), ("person",)),
        (Finding.objects.filter(audit__year=year), ("doer", "approver", "checker")),
        (CorrectiveActionRequest.objects.filter(year=year), ("opener",)),
        (ActionRound.objects.filter(request__year=year), ("representative", "approver", "checker")),
        (CorrectiveAction.objects.filter(round__request__year=year), ("person",)),
        (ManagementReview.objects.filter(year=year), ("chair", "secretary")),
        (ReviewAttendee.objects.filter(review__year=year), ("person",)),
    )
    rows = (ids for query, fields in sources for ids in query.values_list(*(f"{f}_id" for f in fields)))
    return {pk for ids in rows for pk in ids if pk is not None}


def stated_names(year: int) -> Iterator[CheckResult]:
    members = AuditTeamMember.objects.filter(audit__year=year).exclude(stated_name="")
    for member in members.select_related("audit", "person"):
        if member.stated_name != member.person.name:
            told = f"văn bản ghi “{member.stated_name}”, danh sách cán bộ ghi “{member.person.name}”"
            yield warning(f"{member.audit}: {told}; kiểm tra tên đúng.", **where(member))


def near_duplicates(people: Iterable[Person]) -> Iterator[CheckResult]:
    """Within one unit: one person entered twice is likelier there than two of nearly one name."""
    units: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        if person.unit_id is not None:
            units[person.unit_id].append(person)
    for group in units.values():
        for one, other in combinations(group, 2):
            if nearly_alike(one.name, other.name):
                told = f"“{one.name}” và “{other.name}” cùng ở {one.unit}"
                yield warning(f"{told}: kiểm tra có phải là một người.", **where(other))


def homonyms(people: Iterable[Person]) -> Iterator[CheckResult]:
    """Two people of one name are told apart by their units; that is right, and shown."""
    same: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        same[nfc(person.name).casefold()].append(person)
    for group in same.values():
        if len(group) < 2:
            continue
        units = [
            str(person.unit) if person.unit else person.position or "chưa ghi đơn vị" for person in group
        ]
        told = f"{len(group)} người cùng tên {group[0].name}: {'; '.join(units)}"
        if len(set(units)) == len(units):
            yield ok(f"{told}.", **where(group[0]))
        else:
            yield warning(f"{told}; chưa phân biệt được bằng đơn vị.", **where(group[-1]))


@check("R16", "Đánh giá viên: không đánh giá đơn vị mình, đã được đào tạo")
def auditors(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    audits = list(InternalAudit.objects.of_year(year).prefetch_related("team__person__unit"))
    slots: dict[int, list[AuditSlot]] = defaultdict(list)
    for slot in AuditSlot.objects.for_list().filter(audit__year=year):
        slots[slot.audit_id].append(slot)
    trained = set(TrainingAttendee.objects.trained_auditors(year).values_list("person_id", flat=True))
    for audit in audits:
        team = list(audit.team.all())
        found = [*own_units(audit, slots[audit.pk]), *untrained(audit, team, trained)]
        yield from found
        if team and not found:
            yield ok(f"{audit}: đánh giá viên đã được đào tạo, không đánh giá đơn vị mình.", **where(audit))


def own_units(audit: InternalAudit, slots: Iterable[AuditSlot]) -> Iterator[CheckResult]:
    """9.2.2 c: impartiality."""
    for slot in slots:
        visited = {row.unit.unit_id: row.unit for row in slot.units.all() if row.unit.unit_id}
        for row in slot.auditors.all():
            person = row.member.person
            if person.unit_id in visited:
                told = f"{person.name} đánh giá {visited[person.unit_id]} là đơn vị của mình"
                yield error(f"{audit}: {told} (TCVN ISO 9001:2015, 9.2.2 c).", **where(slot))


def untrained(
    audit: InternalAudit, team: Sequence[AuditTeamMember], trained: set[int]
) -> Iterator[CheckResult]:
    """One sentence an audit, however many."""
    counts = Counter(member.person.name for member in team)
    if left := [told_apart(row.person, counts) for row in team if row.person_id not in trained]:
        told = f"{len(left)} thành viên đoàn chưa có trong lớp đào tạo đánh giá viên nào"
        yield warning(f"{audit}: {told}: {', '.join(left)}.", **where(audit))


def told_apart(person: Person, counts: Counter[str]) -> str:
    """With the unit when another of the same list has this name."""
    several = counts[person.name] > 1 and person.unit is not None
    return f"{person.name} ({person.unit})" if several else person.name
