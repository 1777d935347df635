"""The year's facts: tthc.procedures, .dossiers.<level>, .digitisation.<level>, .survey, .communes, .proposals

A count that the source leaves out gives no figure, nor does a rate over 0: a report asking for it hears so.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from qms.figures import Figure, Figures, FigureTable, provider, rate, rates
from qms.models import Agency
from tthc.models import DigitisationStatistics, DossierStatistics, SurveySummary
from tthc.querysets import yearly as querysets
from tthc.statistics.tables import digitisation_table, dossier_table
from tthc.surveys.totals import ClosedRounds, closed_rounds

UNIT = "hồ sơ"
DOSSIER_COUNTS = (
    ("carried_over", "Hồ sơ tồn kỳ trước"),
    ("received", "Hồ sơ tiếp nhận trong kỳ"),
    ("online", "Hồ sơ tiếp nhận trực tuyến"),
    ("in_person", "Hồ sơ tiếp nhận trực tiếp"),
    ("by_post", "Hồ sơ tiếp nhận qua bưu chính công ích"),
    ("resolved", "Hồ sơ đã giải quyết"),
    ("early", "Hồ sơ giải quyết trước hạn"),
    ("on_time", "Hồ sơ giải quyết đúng hạn"),
    ("early_on_time", "Hồ sơ giải quyết trước hạn và đúng hạn"),
    ("late", "Hồ sơ giải quyết quá hạn"),
    ("pending_in_time", "Hồ sơ đang giải quyết, trong hạn"),
    ("pending_overdue", "Hồ sơ đang giải quyết, quá hạn"),
    ("returned", "Hồ sơ trả lại"),
    ("paused", "Hồ sơ tạm dừng"),
    ("cancelled", "Hồ sơ hủy, rút"),
)
DIGITISATION_COUNTS = (
    ("received", "received", "Hồ sơ tiếp nhận"),
    ("some", "some_components", "Hồ sơ có số hóa thành phần"),
    ("full", "full_components", "Hồ sơ số hóa đầy đủ thành phần"),
    ("resolved", "resolved", "Hồ sơ đã giải quyết"),
    ("result", "result_digitised", "Hồ sơ có số hóa kết quả"),
    ("result_missing", "result_not_digitised", "Hồ sơ chưa số hóa kết quả"),
)
SURVEY_COUNTS = (
    ("forms", "Phiếu đánh giá thu được"),
    ("good", "Phiếu rất tốt và tốt"),
    ("dissatisfied", "Phiếu không hài lòng"),
)


@provider("tthc.procedures")
def procedures(agency: Agency, year: int) -> Iterator[Figure]:
    if (row := querysets.procedure_count_of(year)) is not None:
        key, label = "tthc.procedures.in_authority", "Thủ tục hành chính thuộc thẩm quyền giải quyết"
        yield Figure(key, label, row.in_authority, unit="thủ tục", url=row.get_absolute_url())


@provider("tthc.proposals")
def proposals(agency: Agency, year: int) -> Iterator[Figure]:
    for proposal in querysets.proposals_of(year):
        key = f"tthc.proposals.{proposal.kind}"
        label = f"Thủ tục hành chính đề nghị {proposal.get_kind_display().lower()}"
        yield Figure(key, label, proposal.count, unit="thủ tục", url=proposal.get_absolute_url())


@provider(
    "tthc.dossiers", "tthc.digitisation", "tthc.survey", "tthc.dossier_table", "tthc.digitisation_table"
)
def statistics(agency: Agency, year: int) -> Iterator[Figure | FigureTable]:
    """Together, for the period of the dossiers is that of the others as well."""
    chosen = querysets.annual(querysets.dossiers_of(year))
    digitised = querysets.digitisation_of(year)
    periods = {row.level: row.period for row in chosen}
    of_levels = [*_dossiers(chosen), *_digitisation(digitised, periods)]
    yield from of_levels
    yield from _satisfaction(year, periods.get(querysets.own_level(agency), ""))
    yield dossier_table(chosen, of_levels)
    yield digitisation_table(digitised, of_levels)


def counted(chosen: list[DossierStatistics], digitised: list[DigitisationStatistics]) -> Figures:
    """The figures of these rows alone, for the page that shows levels side by side."""
    return Figures([*_dossiers(chosen), *_digitisation(digitised, {})])


def _dossiers(chosen: list[DossierStatistics]) -> Iterator[Figure]:
    if chosen:
        first, url = chosen[0], chosen[0].get_absolute_url()
        yield Figure("tthc.dossiers.period_from", "Kỳ thống kê hồ sơ từ ngày", first.period_from, url=url)
        yield Figure("tthc.dossiers.period_to", "Kỳ thống kê hồ sơ đến ngày", first.period_to, url=url)
    for row in chosen:
        found = {figure.key.rsplit(".", 1)[1]: figure for figure in _dossier_counts(row)}
        yield from found.values()
        yield from _shares(found, ("online", "in_person", "by_post"), "received")
        yield from _shares(found, ("early_on_time", "late"), "resolved")


def _dossier_counts(row: DossierStatistics) -> Iterator[Figure]:
    about: dict[str, Any] = {"unit": UNIT, "url": row.get_absolute_url(), "period": row.period_told}
    prefix, level = f"tthc.dossiers.{row.level}", row.level_label
    for name, label in DOSSIER_COUNTS:
        if (value := getattr(row, name)) is not None:
            yield Figure(f"{prefix}.{name}", f"{label}, {level}", value, **about)
    if row.carried_over is not None:
        formula = f"{row.carried_over} + {row.received}"
        yield Figure(f"{prefix}.total", f"Tổng hồ sơ, {level}", row.total, formula=formula, **about)
    if row.pending_in_time is not None and row.pending_overdue is not None:
        formula = f"{row.pending_in_time} + {row.pending_overdue}"
        label = f"Hồ sơ đang giải quyết, {level}"
        yield Figure(f"{prefix}.pending", label, row.pending, formula=formula, **about)


def _shares(found: dict[str, Figure], names: tuple[str, ...], whole: str) -> Iterator[Figure]:
    """Rates of the parts that are given; when they make the whole, they add up to 100."""
    given = [found[name] for name in names if name in found]
    parts = [
        (f"{figure.key}_rate", f"Tỷ lệ {figure.label[:1].lower()}{figure.label[1:]}", figure)
        for figure in given
    ]
    if parts:
        yield from rates(parts, found[whole])


def _digitisation(rows: list[DigitisationStatistics], periods: dict[str, str]) -> Iterator[Figure]:
    for row in rows:
        level = row.level_label
        about: dict[str, Any] = {
            "unit": UNIT,
            "url": row.get_absolute_url(),
            "period": periods.get(row.level, ""),
        }
        found = {
            name: Figure(f"tthc.digitisation.{row.level}.{name}", f"{label}, {level}", value, **about)
            for name, field, label in DIGITISATION_COUNTS
            if (value := getattr(row, field)) is not None
        }
        yield from found.values()
        yield from _shares(found, ("some",), "received")
        yield from _shares(found, ("full",), "received")
        yield from _shares(found, ("result", "result_missing"), "resolved")


def _satisfaction(year: int, period: str) -> Iterator[Figure]:
    """The entered summary wins, for it may hold other channels; without one the closed rounds tell."""
    if (row := querysets.survey_of(year)) is not None:
        yield from _survey(row, row.get_absolute_url(), period)
    elif (rounds := closed_rounds(year)) is not None:
        yield from _opinions(rounds, reverse("tthc:survey_list"), "").values()


def _opinions(row: SurveySummary | ClosedRounds, url: str, period: str) -> dict[str, Figure]:
    """By the last part of their keys, rates included; what is not told is left out."""
    about: dict[str, Any] = {"unit": "phiếu", "url": url, "period": period}
    found = {
        name: Figure(f"tthc.survey.{name}", label, value, **about)
        for name, label in SURVEY_COUNTS
        if (value := getattr(row, name)) is not None
    }
    shares = _shares(found, ("good", "dissatisfied"), "forms")
    return found | {share.key.rsplit(".", 1)[1]: share for share in shares}


def _survey(row: SurveySummary, url: str, period: str) -> Iterator[Figure]:
    about: dict[str, Any] = {"unit": UNIT, "url": url, "period": period}
    found = _opinions(row, url, period)
    if row.resolved is not None:
        yield Figure("tthc.survey.resolved", "Hồ sơ đã giải quyết", row.resolved, **about)
    yield from found.values()
    if row.received:
        received = Figure("tthc.survey.received", "Hồ sơ tiếp nhận trong kỳ", row.received, **about)
        yield received
        label = "Tỷ lệ phiếu đánh giá trên hồ sơ tiếp nhận"
        yield rate("tthc.survey.forms_rate", label, found["forms"], received)


@provider("tthc.communes")
def communes(agency: Agency, year: int) -> Iterator[Figure]:
    if (row := querysets.coverage_of(year)) is None:
        return
    url = row.get_absolute_url()
    yield Figure("tthc.communes.applying", "Xã, thị trấn áp dụng HTQLCL", row.applying, unit="xã", url=url)
    yield Figure("tthc.communes.total", "Tổng số xã, thị trấn", row.total, unit="xã", url=url)
    yield Figure("tthc.communes.as_of", "Số xã, thị trấn áp dụng tính đến ngày", row.as_of, url=url)
