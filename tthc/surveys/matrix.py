"""The counts of a round as one table, rows of fields and columns of options; page, paper, sheet and check read it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tthc.models import SurveyCriterion, SurveyOption, SurveyRound


@dataclass(frozen=True)
class Line:
    """One field; `counts` in the order of Matrix.options."""

    name: str
    opinions: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """A criterion with its options and where their columns begin."""

    criterion: SurveyCriterion
    options: tuple[SurveyOption, ...]
    start: int

    def of(self, counts: tuple[int, ...]) -> tuple[int, ...]:
        return counts[self.start : self.start + len(self.options)]


@dataclass(frozen=True)
class Matrix:
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    printed: dict[int, int]
    """Totals as a paper printed them: key of the option → count."""

    @cached_property
    def options(self) -> tuple[SurveyOption, ...]:
        return tuple(option for group in self.groups for option in group.options)

    @cached_property
    def opinions(self) -> int:
        return sum(line.opinions for line in self.lines)

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """Sums of the columns, never a typed total."""
        return tuple(sum(line.counts[place] for line in self.lines) for place in range(len(self.options)))

    @cached_property
    def printed_row(self) -> list[dict[str, Any]]:
        """The printed totals in the order of the columns: count or None, and whether it is not the sum."""
        told = [self.printed.get(option.pk) for option in self.options]
        return [
            {"count": count, "differs": count is not None and count != total}
            for count, total in zip(told, self.totals, strict=True)
        ]

    @cached_property
    def overall(self) -> Group | None:
        """The question of satisfaction as a whole."""
        return next((group for group in self.groups if group.criterion.overall), None)

    def good(self) -> int:
        """Opinions satisfied on the whole; 0 when the form does not ask."""
        return self._overall(good=True)

    def not_good(self) -> int:
        return self._overall(good=False)

    def _overall(self, *, good: bool) -> int:
        if (group := self.overall) is None:
            return 0
        counts = zip(group.options, group.of(self.totals), strict=True)
        return sum(count for option, count in counts if option.good == good)


def groups_of(template: Any) -> tuple[Group, ...]:
    """The columns of a form, whose criteria and options are prefetched."""
    groups: list[Group] = []
    start = 0
    for criterion in template.criteria.all():
        options = tuple(criterion.options.all())
        groups.append(Group(criterion, options, start))
        start += len(options)
    return tuple(groups)


def matrix_of(found: SurveyRound) -> Matrix:
    """Of a round read `with_counts()`; without queries then."""
    groups = groups_of(found.template)
    keys = [option.pk for group in groups for option in group.options]
    lines = []
    for row in found.rows.all():
        counts = {count.option_id: count.count for count in row.counts.all()}
        lines.append(Line(str(row), row.opinions, tuple(counts.get(key, 0) for key in keys)))
    return Matrix(groups, tuple(lines), {row.option_id: row.count for row in found.printed.all()})
