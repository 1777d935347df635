"""Rules over the report's own text: R3, R12, R14 and R15 of facts.md."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from qms import numbers
from qms.checks import CheckResult, check, error, ok, warning
from qms.figures import Figure, Figures
from qms.models import Agency
from qms.paper import problems
from qms.paper.tree import Block, Bullets, Heading, Paragraph, Runs, Table
from reports.composition import Composition, FilledSection, compose
from reports.models import AnnualReport
from reports.papers import report_paper

NOUNS = r"hồ sơ|quy trình|thủ tục|phiếu|cán bộ|công chức|lĩnh vực|xã|phòng|đơn vị|điểm|TTHC"
TYPED_COUNT = re.compile(rf"(?<![\d/.,\w])(\d{{1,3}}(?:[.]\d{{3}})+|\d{{2,}})\s+(?={NOUNS})")
TYPED_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*%")
FORWARD = ("nhiệm vụ", "đề xuất", "phương hướng", "kế hoạch")
YEAR_WORDS = re.compile(r"(?:\S+\s+)?(?:năm|giai đoạn)\s+((?:19|20)\d{2})(?:\s*[-–]\s*((?:19|20)\d{2}))?")
QUOTED = "\ufffc"  # stands for a figure that was placed, not typed


@dataclass(frozen=True)
class Line:
    """A printed line: `typed` has QUOTED where a figure stands, `values` are their texts in order."""

    typed: str
    values: tuple[str, ...]


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield _line(block.runs)
            case Bullets():
                for item in block.items:
                    yield _line(item.runs)
                    yield from lines_of(item.blocks)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield _line(cell.runs)


def _line(runs: Runs) -> Line:
    typed = "".join(QUOTED if run.figure else run.text for run in runs)
    return Line(typed, tuple(run.text for run in runs if run.figure))


def _reports(agency: Agency, year: int, figures: Figures) -> list[Composition]:
    """The year's reports put together once for all rules over the same figures."""
    kept = figures.__dict__
    if "_reports" not in kept:
        rows = AnnualReport.objects.filter(year=year).select_related("agency", "outline", "signer")
        kept["_reports"] = [compose(report, figures) for report in rows if not report.frozen]
    return kept["_reports"]


def _sections(agency: Agency, year: int, figures: Figures) -> Iterator[FilledSection]:
    for found in _reports(agency, year, figures):
        yield from found.sections


@check("R12", "Số trong báo cáo lấy từ nguồn")
def figures_are_there(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """A body that cannot be filled, or that quotes what the year does not have yet."""
    for found in _reports(agency, year, figures):
        if found.subject_problem:
            yield error(
                f"Trích yếu: {found.subject_problem}",
                url=found.report.get_absolute_url(),
                record=found.report,
            )
        for section in found.sections:
            if section.problem:
                yield error(f"Mục “{section.label}”: {section.problem}", url=section.url, record=section.key)
            for key in dict.fromkeys(quote.key for quote in section.missing):
                yield error(
                    f"Mục “{section.label}” dẫn {{{{ {key} }}}} nhưng năm {year} chưa có số liệu này.",
                    url=section.url,
                    record=section.key,
                )
        if not any(section.problem or section.missing for section in found.sections) and found.figures_count:
            yield ok(f"{found.report}: {found.figures_count} số liệu đều lấy từ nguồn.", record=found.report)


@check("R12", "Số gõ tay trong báo cáo")
def typed_by_hand(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for section in _sections(agency, year, figures):
        for line in lines_of(section.blocks):
            words = [f"{m[1]} {_following(line.typed, m.end())}" for m in TYPED_COUNT.finditer(line.typed)]
            words += [f"{m[1]}%" for m in TYPED_PERCENT.finditer(line.typed)]
            for word in words:
                yield warning(
                    f"Số “{word}” ở mục “{section.label}” được gõ tay; chèn số liệu để tự khớp với nguồn.",
                    url=section.url,
                    record=section.key,
                )


def _following(text: str, at: int) -> str:
    match = re.match(NOUNS, text[at:])
    return match[0] if match else ""


@check("R3", "Tỷ lệ gõ tay")
def typed_rates(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """A typed percentage beside a count: it must be that count's rate."""
    rates = [f for f in figures.figures.values() if f.unit == "%" and f.numerator is not None]
    for section in _sections(agency, year, figures):
        for line in lines_of(section.blocks):
            for typed, rate in _wrong_rates(line, rates):
                value = numbers.format_percent(Decimal(str(rate.value)))
                yield error(
                    f"Tỷ lệ {typed}% ở mục “{section.label}” gõ tay; tính ra {value} ({rate.formula}).",
                    url=section.url,
                    record=section.key,
                )


def _wrong_rates(line: Line, rates: list[Figure]) -> Iterator[tuple[str, Figure]]:
    for match in TYPED_PERCENT.finditer(line.typed):
        counts = _counts_before(line, match.start())
        candidates = [rate for count in counts[-1:] for rate in rates if rate.numerator == count]
        if candidates and not any(_agrees(match[1], rate) for rate in candidates):
            yield match[1], candidates[0]


def _counts_before(line: Line, at: int) -> list[int]:
    """Whole numbers in the 80 characters before: typed ones and placed figures."""
    before = line.typed[:at]
    values = list(line.values[: before.count(QUOTED)])
    found: list[int] = []
    tail = before[-80:]
    values = values[len(values) - tail.count(QUOTED) :]
    for match in re.finditer(rf"{QUOTED}|(?<![\d.,])\d[\d.]*\d|\d", tail):
        text = values.pop(0) if match[0] == QUOTED else match[0]
        try:
            found.append(numbers.parse_integer(text))
        except ValueError:
            continue
    return found


def _agrees(typed: str, rate: Figure) -> bool:
    text = typed.replace(",", ".")
    places = len(text.partition(".")[2])
    value = Decimal(str(rate.value))
    return numbers.format_percent(value, places) == numbers.format_percent(Decimal(text), places)


@check("R14", "Năm trong phần nhiệm vụ, đề xuất")
def stale_years(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """Tasks ahead speak of the report's year or the next one; the rest was left from an earlier report."""
    for section in _sections(agency, year, figures):
        if not any(word in section.label.lower() for word in FORWARD):
            continue
        for line in lines_of(section.blocks):
            for match in YEAR_WORDS.finditer(line.typed):
                last = int(match[2] or match[1])
                if last not in (year, year + 1) and not (match[2] and last > year):
                    yield warning(
                        f"“{match[0].strip()}” ở mục “{section.label}” của báo cáo năm {year}.",
                        url=section.url,
                        record=section.key,
                    )


@check("R15", "Thể thức theo Nghị định 30/2020")
def form_of_paper(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for found in _reports(agency, year, figures):
        url = reverse("reports:report_edit", args=[found.report.pk])
        rows = problems.problems(report_paper(found))
        for row in rows:
            tell = error if row.severity == problems.Severity.ERROR else warning
            yield tell(row.sentence, url=url, record=found.report)
        if not rows:
            yield ok(f"{found.report}: thể thức đúng Nghị định 30/2020.", url=url, record=found.report)
