"""R4: every group of a survey sums to its opinions, a printed total to its rows; R12: one year, one satisfaction."""

from collections.abc import Iterator
from typing import Any

from qms.checks import CheckResult, check, error, ok, warning
from qms.figures import Figures
from qms.models import Agency
from qms.numbers import grouped
from tthc.models import SurveyRound
from tthc.querysets import yearly as querysets
from tthc.surveys.matrix import Group, Matrix, matrix_of
from tthc.surveys.totals import closed_rounds, contradictions


@check("R4", "Khảo sát: mỗi nhóm cộng lại bằng số ý kiến, dòng tổng bằng tổng các lĩnh vực")
def survey_rounds(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for found in SurveyRound.objects.with_counts().filter(year=year).order_by("sort_key", "pk"):
        yield from round_sums(found, matrix_of(found))


@check("R12", "Một kỳ, một số liệu: tổng hợp mức độ hài lòng và các đợt khảo sát đã kết thúc")
def summary_and_rounds(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    """The summary may hold more than the rounds, never less, so only what is surely wrong is told."""
    if (summary := querysets.survey_of(year)) is None or (rounds := closed_rounds(year)) is None:
        return
    about: dict[str, Any] = {"url": summary.get_absolute_url(), "record": summary}
    for name, entered, counted in contradictions(summary, rounds):
        yield warning(
            f"Mức độ hài lòng: tổng hợp năm ghi {grouped(entered)} {name}, các đợt khảo sát đã kết thúc cộng "
            f"được {grouped(counted)}; sửa tổng hợp năm hoặc mở lại đợt ghi sai.",
            **about,
        )


def round_sums(found: SurveyRound, matrix: Matrix) -> Iterator[CheckResult]:
    """Nothing before there are opinions."""
    if not (matrix.opinions or any(matrix.totals)):
        return
    about: dict[str, Any] = {"url": found.get_absolute_url(), "record": found}
    wrong = [*_lines(matrix), *(told for group in matrix.groups if (told := _printed(matrix, group)))]
    for sentence in wrong:
        yield error(f"{found.name}: {sentence}", **about)
    if not wrong:
        told = f"{len(matrix.groups)} nhóm của {len(matrix.lines)} lĩnh vực khớp {grouped(matrix.opinions)} ý kiến"
        yield ok(f"{found.name}: {told}.", **about)


def _lines(matrix: Matrix) -> Iterator[str]:
    for line in matrix.lines:
        for group in matrix.groups:
            counts = group.of(line.counts)
            if gap := _gap(group, sum(counts), line.opinions):
                yield f"{line.name}, “{group.criterion.name}”: {_sum(counts)}, {gap}."


def _gap(group: Group, total: int, opinions: int) -> str:
    """How a sum misses the opinions; a partial group may stay below them."""
    if group.criterion.partial:
        return f"nhiều hơn {grouped(opinions)} ý kiến" if total > opinions else ""
    return f"khác {grouped(opinions)} ý kiến" if total != opinions else ""


def _printed(matrix: Matrix, group: Group) -> str:
    """What the printed totals of a group get wrong, against the columns and against the opinions."""
    printed = [matrix.printed.get(option.pk) for option in group.options]
    totals = group.of(matrix.totals)
    wrong = [
        f"{option.label} cộng các lĩnh vực được {grouped(total)}, báo cáo giấy in {grouped(told)}"
        for option, total, told in zip(group.options, totals, printed, strict=True)
        if told is not None and told != total
    ]
    if not wrong:
        return ""
    given = tuple(number for number in printed if number is not None)
    whole = ""
    if len(given) == len(printed) and (gap := _gap(group, sum(given), matrix.opinions)):
        whole = f"; dòng tổng in ra {_sum(given)}, {gap}"
    return f"“{group.criterion.name}”: {', '.join(wrong)}{whole}."


def _sum(counts: tuple[int, ...]) -> str:
    """“12 + 8 + 0 = 20”."""
    return f"{' + '.join(grouped(count) for count in counts)} = {grouped(sum(counts))}"
