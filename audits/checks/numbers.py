"""R6: numbers that papers state are unique in a round. R7: words of grade follow the grade."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from audits.checks.telling import where
from audits.enums import FindingGrade
from audits.models import CorrectiveActionRequest, Finding
from documents.models import ControlledDocument
from qms.checks import CheckResult, check, error, ok, warning
from qms.figures import Figures
from qms.models import Agency
from qms.text import fold

COUNTED = {2: "Hai", 3: "Ba", 4: "Bốn", 5: "Năm"}
HEAVY = re.compile(r"nghiem trong|(?:khong phu hop|diem|loi|muc do) nang\b")
LIGHT = re.compile(r"(?:khong phu hop|diem|loi|muc do) nhe\b")


@check("R6", "Số phiếu không trùng nhau trong một đợt")
def stated_numbers(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    findings = list(Finding.objects.of_year(year))
    cars = list(CorrectiveActionRequest.objects.for_list().of_year(year))
    found = [*repeated("phiếu khắc phục", cars, lambda car: car.year)]
    found += repeated("báo cáo sự không phù hợp", findings, lambda row: row.audit_id)
    found += procedure_numbers(findings)
    yield from found
    rows = [*findings, *cars]
    if rows and not found:
        yield ok(f"{len(rows)} số phiếu, số phát hiện không trùng nhau.", url=rows[0].get_absolute_url())


def repeated(
    what: str, rows: Iterable[Finding | CorrectiveActionRequest], series: Callable[[Any], object]
) -> Iterator[CheckResult]:
    """Within a series (an audit, a year), by the number the paper states; where it states none, ours is printed."""
    groups: dict[tuple[object, str], list[Finding | CorrectiveActionRequest]] = defaultdict(list)
    for row in rows:
        number = row.stated_number.strip() or row.number_label
        groups[series(row), number.lstrip("0") or "0"].append(row)
    for same in groups.values():
        if len(same) > 1:
            units = ", ".join(str(row.unit) for row in same if row.unit)
            count = COUNTED.get(len(same), str(len(same)))
            number = next((row.stated_number for row in same if row.stated_number), same[0].number_label)
            told = f" ({units})" if units else ""
            yield error(f"{count} {what} cùng ghi số {number}{told}.", **where(same[-1]))


def procedure_numbers(findings: Iterable[Finding]) -> Iterator[CheckResult]:
    """“QT 12” where the number of the report belongs."""
    stated = [row for row in findings if row.stated_number.strip()]
    if not stated:
        return
    codes = {_bare(code): code for code in ControlledDocument.objects.values_list("code", flat=True)}
    for row in stated:
        if code := codes.get(_bare(row.stated_number)):
            name = f"Phát hiện {row.number_label}, {row.audit}"
            sentence = f"giấy ghi số “{row.stated_number}”, là mã quy trình {code}, không phải số của báo cáo"
            yield warning(f"{name}: {sentence}.", **where(row))


def _bare(text: str) -> str:
    """“QT 12”, “QT-12” and “qt12” alike."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


@check("R7", "Lời ghi mức độ đúng với mức độ")
def grade_words(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    findings = list(Finding.objects.of_year(year))
    cars = list(CorrectiveActionRequest.objects.for_list().of_year(year))
    found = [result for row in findings for result in wording(row, FindingGrade(row.grade), _texts(row))]
    for car in cars:
        if car.finding is not None:
            found += wording(car, FindingGrade(car.finding.grade), (car.description, car.details))
    yield from found
    if findings and not found:
        url = findings[0].get_absolute_url()
        yield ok(f"Lời văn của {len(findings)} phát hiện không trái với mức độ đã xếp.", url=url)


def _texts(row: Finding) -> tuple[str, ...]:
    return (row.description, row.evidence, row.cause, row.action)


def wording(
    row: Finding | CorrectiveActionRequest, grade: FindingGrade, texts: Iterable[str]
) -> Iterator[CheckResult]:
    wrong = LIGHT if grade == FindingGrade.MAJOR else HEAVY
    for text in texts:
        if found := wrong.search(fold(text)):
            said = _as_written(text, *found.span())
            yield warning(f"{row}: viết “{said}” nhưng mức độ là {grade.label.lower()}.", **where(row))
            return


def _as_written(text: str, start: int, end: int) -> str:
    """The words of a folded match as the text has them."""
    return " ".join(text.split())[start:end]
