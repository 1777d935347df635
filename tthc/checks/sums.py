"""Rules over the year's statistics (facts.md): R1 balance, R2 sums, R3 rates, R12 period, R13 coverage."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from qms import numbers
from qms.checks import CheckResult, Severity, check, error, ok, warning
from qms.figures import Figures
from qms.models import Agency
from qms.numbers import grouped
from tthc.enums import Level
from tthc.models import DigitisationStatistics, DossierStatistics, SurveySummary
from tthc.models.statistics import ASIDE, BALANCE
from tthc.querysets import yearly as querysets


@check("R1", "Cân đối hồ sơ: tồn và tiếp nhận bằng tổng các trạng thái")
def balance(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    yield from _by_period(querysets.dossiers_of(year), lambda row: [balance_of(row)])


def _by_period(
    rows: list[DossierStatistics], judge: Callable[[DossierStatistics], Iterable[CheckResult]]
) -> Iterator[CheckResult]:
    """Of several periods of a level each is named; one that the year's report does not quote stops nothing."""
    used = querysets.annual(rows)
    for row in rows:
        several = sum(other.level == row.level for other in rows) > 1
        for found in judge(row):
            yield _of_period(found, row, used=row in used) if several else found


def _of_period(found: CheckResult, row: DossierStatistics, *, used: bool) -> CheckResult:
    if used:
        return replace(found, message=f"Kỳ {row.period}. {found.message}")
    severity = Severity.WARNING if found.severity is Severity.ERROR else found.severity
    return replace(
        found,
        severity=severity,
        message=f"Kỳ {row.period}, báo cáo năm không dùng. {found.message}",
    )


def balance_of(row: DossierStatistics) -> CheckResult:
    """The balance in the numbers themselves; what does not close is told with its residual."""
    about: dict[str, Any] = {"url": row.get_absolute_url(), "record": row}
    if missing := row.not_given(BALANCE):
        return warning(
            f"{row.get_level_display()}: chưa kiểm tra được cân đối vì thiếu {', '.join(missing)}.", **about
        )
    left = f"{grouped(row.carried_over or 0)} + {grouped(row.received)}"
    states = (row.resolved, row.pending, *(getattr(row, name) or 0 for name in ASIDE))
    right = " + ".join(grouped(number) for number in states)
    if row.residual == 0:
        return ok(f"{row.get_level_display()}: {left} = {right}.", **about)
    gap = (
        f"còn {grouped(row.residual)} hồ sơ chưa rõ trạng thái"
        if row.residual > 0
        else f"các trạng thái nhiều hơn tổng {grouped(-row.residual)} hồ sơ"
    )
    hint = f" Nguồn chưa ghi: {', '.join(names)}." if (names := row.not_given(ASIDE)) else ""
    sums = f"{left} = {grouped(row.total)}, nhưng {right} = {grouped(row.accounted)}"
    return error(f"{row.get_level_display()}: {sums}; {gap}.{hint}", **about)


@check("R2", "Các phần cộng lại bằng tổng")
def part_sums(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    dossiers, digitised = querysets.dossiers_of(year), querysets.digitisation_of(year)
    survey = querysets.survey_of(year)
    yield from _by_period(dossiers, dossier_sums)
    for digitisation in digitised:
        yield from digitisation_sums(digitisation)
    if survey is not None:
        yield from survey_sums(survey)
    yield from _same_received(agency, querysets.annual(dossiers), digitised, survey)


def dossier_sums(row: DossierStatistics) -> Iterator[CheckResult]:
    """Sums whose parts the source gives."""
    head, url = row.get_level_display(), row.get_absolute_url()
    sums: list[tuple[str, int | None, list[int | None], list[int | None]]] = [
        ("tiếp nhận trong kỳ", row.received, [row.online, row.in_person], [row.by_post]),
        ("đã giải quyết", row.resolved, [row.early_on_time, row.late], []),
        ("giải quyết trước hạn và đúng hạn", row.early_on_time, [row.early, row.on_time], []),
    ]
    for name, whole, parts, optional in sums:
        if whole is not None and None not in parts:
            given = [part for part in [*parts, *optional] if part is not None]
            yield _sum(head, name, whole, given, url, row)


def digitisation_sums(row: DigitisationStatistics) -> Iterator[CheckResult]:
    head, url = f"Số hóa, {row.level_label}", row.get_absolute_url()
    if row.no_components is not None and row.some_components is not None:
        parts = [row.no_components, row.some_components]
        yield _sum(head, "hồ sơ tiếp nhận", row.received, parts, url, row)
    if row.reused_components is not None and row.reused_components > row.received:
        told = f"tái sử dụng thành phần ({grouped(row.reused_components)})"
        yield error(f"{head}: {told} nhiều hơn tiếp nhận ({grouped(row.received)}).", url=url, record=row)
    if row.result_digitised is not None and row.result_not_digitised is not None:
        parts = [row.result_digitised, row.result_not_digitised]
        yield _sum(head, "hồ sơ đã giải quyết", row.resolved, parts, url, row)
    chain = [
        ("số hóa đầy đủ thành phần", row.full_components),
        ("có số hóa thành phần", row.some_components),
        ("tiếp nhận", row.received),
    ]
    given = [(name, value) for name, value in chain if value is not None]
    for (smaller, low), (larger, high) in pairwise(given):
        if low > high:
            yield error(
                f"{head}: {smaller} ({grouped(low)}) nhiều hơn {larger} ({grouped(high)}).",
                url=url,
                record=row,
            )


def survey_sums(row: SurveySummary) -> Iterator[CheckResult]:
    answers = row.good + (row.dissatisfied or 0)
    about: dict[str, Any] = {"url": row.get_absolute_url(), "record": row}
    told = f"{grouped(row.good)} rất tốt và tốt + {grouped(row.dissatisfied or 0)} không hài lòng"
    if answers > row.forms:
        yield error(
            f"Mức độ hài lòng: {told} = {grouped(answers)}, nhiều hơn {grouped(row.forms)} phiếu thu được.",
            **about,
        )
    elif answers == row.forms:
        yield ok(f"Mức độ hài lòng: {told} = {grouped(row.forms)} phiếu thu được.", **about)
    if row.received is not None and row.forms > row.received:
        yield warning(
            f"Mức độ hài lòng: {grouped(row.forms)} phiếu nhiều hơn {grouped(row.received)} hồ sơ tiếp nhận.",
            **about,
        )


def _sum(head: str, name: str, whole: int, parts: list[int], url: str, record: object) -> CheckResult:
    left = " + ".join(grouped(part) for part in parts)
    if sum(parts) == whole:
        return ok(f"{head}: {left} = {grouped(whole)} {name}.", url=url, record=record)
    gap = grouped(abs(whole - sum(parts)))
    return error(
        f"{head}: {left} = {grouped(sum(parts))}, khác {grouped(whole)} {name} (chênh {gap}).",
        url=url,
        record=record,
    )


def _same_received(
    agency: Agency,
    dossiers: list[DossierStatistics],
    digitised: list[DigitisationStatistics],
    survey: SurveySummary | None,
) -> Iterator[CheckResult]:
    """Three tables count the same dossiers; they may differ for a reason, so it is a warning."""
    others: list[tuple[str, str, DigitisationStatistics | SurveySummary]] = [
        (row.level, "bảng số hóa", row) for row in digitised
    ]
    if survey is not None:
        others.append((querysets.own_level(agency), "tổng hợp mức độ hài lòng", survey))
    by_level = {row.level: row for row in dossiers}
    for level, table, other in others:
        if (row := by_level.get(level)) is None:
            continue
        for name, label in (("received", "tiếp nhận trong kỳ"), ("resolved", "đã giải quyết")):
            mine, theirs = getattr(row, name), getattr(other, name)
            if theirs is not None and mine != theirs:
                yield warning(
                    f"{row.get_level_display()}: {label} {grouped(mine)} hồ sơ theo thống kê hồ sơ, "
                    f"{grouped(theirs)} theo {table}.",
                    url=other.get_absolute_url(),
                    record=other,
                )


@check("R3", "Các tỷ lệ bổ sung cho nhau cộng lại bằng 100%")
def complements(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    for level in Level:
        dossiers, digitised = f"tthc.dossiers.{level.value}.", f"tthc.digitisation.{level.value}."
        head = level.label
        parts = [f"{dossiers}{name}_rate" for name in ("online", "in_person", "by_post")]
        yield from _hundred(f"{head}, cách tiếp nhận", parts, figures)
        parts = [f"{dossiers}{name}_rate" for name in ("early_on_time", "late")]
        yield from _hundred(f"{head}, thời hạn giải quyết", parts, figures)
        parts = [f"{digitised}{name}_rate" for name in ("result", "result_missing")]
        yield from _hundred(f"{head}, số hóa kết quả", parts, figures)
    survey = ["tthc.survey.good_rate", "tthc.survey.dissatisfied_rate"]
    yield from _hundred("Mức độ hài lòng", survey, figures, optional=True)


def _hundred(
    head: str, keys: list[str], figures: Figures, *, optional: bool = False
) -> Iterator[CheckResult]:
    found = [figure for key in keys if (figure := figures.get(key)) is not None]
    if len(found) < 2:
        return
    values = [figure.value for figure in found if isinstance(figure.value, Decimal)]
    told = " + ".join(figure.text() for figure in found)
    if (total := sum(values, Decimal(0))) == 100:
        yield ok(f"{head}: {told} = 100%.", url=found[0].url)
    elif total > 100 or not optional:
        reason = "các phần không cộng lại bằng mẫu số"
        yield warning(f"{head}: {told} = {numbers.format_percent(total)}; {reason}.", url=found[0].url)


@check("R12", "Một kỳ, một số liệu cho báo cáo năm")
def one_period(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    rows = querysets.dossiers_of(year)
    chosen = querysets.annual(rows)
    for row in chosen:
        if (several := sum(other.level == row.level for other in rows)) > 1:
            sentence = (
                f"{row.get_level_display()}: có {several} kỳ; báo cáo năm dùng kỳ dài nhất, {row.period}."
            )
            yield warning(sentence, url=row.get_absolute_url(), record=row)
    for row in chosen[1:]:
        if row.period != chosen[0].period:
            first = chosen[0]
            yield warning(
                f"{row.get_level_display()}: kỳ {row.period}, khác {first.level_label} ({first.period}).",
                url=row.get_absolute_url(),
                record=row,
            )


@check("R13", "Tử số và mẫu số cùng một loại")
def coverage(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    if (row := querysets.coverage_of(year)) is None:
        return
    about: dict[str, Any] = {"url": row.get_absolute_url(), "record": row}
    if row.total == 0:
        yield error("Cấp xã áp dụng HTQLCL: tổng số xã, thị trấn bằng 0.", **about)
    elif row.applying > row.total:
        yield error(
            f"Cấp xã áp dụng HTQLCL: {row.ratio}, số áp dụng lớn hơn tổng số; "
            "tử số và mẫu số phải cùng đếm xã, thị trấn.",
            **about,
        )
    else:
        yield ok(f"Cấp xã áp dụng HTQLCL: {row.ratio} xã, thị trấn.", **about)
