"""R17: what was typed and what the dossiers say should be the same; digitisation's own sums."""

from collections.abc import Iterator

from qms.checks import CheckResult, check, ok, warning
from qms.figures import Figures
from qms.models import Agency
from qms.numbers import grouped
from tthc.statistics.comparison import Comparison, comparisons


@check("R17", "Số nhập tay khác số tính từ hồ sơ")
def entered_against_computed(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for found in comparisons(year):
        yield from of_level(found)


def of_level(found: Comparison) -> Iterator[CheckResult]:
    """A warning for each count that differs; papers go on quoting what was typed."""
    entered, computed = found.entered, found.computed
    if entered is None or computed is None:
        return
    url = entered.get_absolute_url()
    if not found.comparable:
        yield warning(
            f"{found.label}: kỳ nhập tay {entered.period} khác kỳ tính từ hồ sơ {computed.period}, "
            "chưa đối chiếu được. Sửa kỳ báo cáo năm rồi tính lại.",
            url=url,
            record=entered,
        )
        return
    for line in found.differing:
        yield warning(
            f"{found.label}, {line.label[:1].lower()}{line.label[1:]}: nhập tay {grouped(line.entered or 0)}, "
            f"tính từ hồ sơ {grouped(line.computed or 0)}, chênh {line.difference_text}.",
            url=url,
            record=entered,
        )
    if not found.differing:
        yield ok(f"{found.label}: số nhập tay bằng số tính từ hồ sơ.", url=url, record=entered)
