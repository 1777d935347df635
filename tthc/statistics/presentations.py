"""Two ways to tell the same dossiers: the fine one to Sở KH&CN, and Biểu II.06a/VPCP/KSTT (domain.md §4)."""

from dataclasses import dataclass
from decimal import Decimal

from qms import numbers
from tthc.models import DigitisationStatistics, DossierStatistics, SurveySummary


@dataclass(frozen=True)
class Line:
    """One row of a presentation. value None: the source leaves it out; css: how the row is stressed."""

    label: str
    value: int | None
    column: str = ""
    rate: Decimal | None = None
    whole: int = 0
    css: str = ""

    @property
    def text(self) -> str:
        return numbers.grouped(self.value)

    @property
    def rate_text(self) -> str:
        """“91,23%”; empty where there is no rate."""
        return "" if self.rate is None else numbers.format_percent(self.rate)

    @property
    def formula(self) -> str:
        return "" if self.rate is None else f"{self.value} / {self.whole}"


@dataclass(frozen=True)
class Form06a:
    """Columns (3)–(13) of Biểu II.06a; None: not given. 3 = 4+5+6, 7 = 8+9+10, 11 = 12+13, 3 = 7+11."""

    total: int
    online: int | None
    in_person_or_post: int | None
    carried_over: int | None
    resolved: int
    early: int | None
    on_time: int | None
    late: int | None
    pending: int
    pending_in_time: int | None
    pending_overdue: int | None

    @property
    def residual(self) -> int:
        return self.total - self.resolved - self.pending


def fold(row: DossierStatistics) -> Form06a:
    """Returned and cancelled go into settled on time, paused into pending in time."""
    closed = (row.returned or 0) + (row.cancelled or 0)
    split = row.early is not None and row.on_time is not None
    in_time = row.on_time if split else row.early_on_time
    return Form06a(
        total=row.total,
        online=row.online,
        in_person_or_post=_add(row.in_person, row.by_post),
        carried_over=row.carried_over,
        resolved=row.resolved + closed,
        early=row.early if split else None,
        on_time=None if in_time is None else in_time + closed,
        late=row.late,
        pending=row.pending + (row.paused or 0),
        pending_in_time=_add(row.pending_in_time, row.paused),
        pending_overdue=row.pending_overdue,
    )


def _add(*parts: int | None) -> int | None:
    """The sum of what is given; None when nothing is."""
    given = [part for part in parts if part is not None]
    return sum(given) if given else None


def fine_lines(row: DossierStatistics) -> list[Line]:
    """As a report to Sở KH&CN tells them, each state by itself."""
    online, in_person, by_post = _rated(row.received, row.online, row.in_person, row.by_post)
    in_time, late = _rated(row.resolved, row.early_on_time, row.late)
    lines = [
        Line("Tổng hồ sơ (tồn kỳ trước + tiếp nhận trong kỳ)", row.total, css="sum"),
        Line("Tồn kỳ trước", row.carried_over),
        Line("Tiếp nhận trong kỳ", row.received),
        Line("– trực tuyến", row.online, "", online, row.received),
        Line("– trực tiếp", row.in_person, "", in_person, row.received),
        Line("– qua bưu chính công ích", row.by_post, "", by_post, row.received),
        Line("Đã giải quyết", row.resolved, css="sum"),
        Line("– trước hạn", row.early),
        Line("– đúng hạn", row.on_time),
        Line("– trước hạn và đúng hạn", row.early_on_time, "", in_time, row.resolved),
        Line("– quá hạn", row.late, "", late, row.resolved),
        Line("Đang giải quyết", row.pending, css="sum"),
        Line("– trong hạn", row.pending_in_time),
        Line("– quá hạn", row.pending_overdue),
        Line("Trả lại", row.returned),
        Line("Tạm dừng", row.paused),
        Line("Hủy, rút", row.cancelled),
    ]
    kept = [line for line in lines if line.value is not None]
    return [*kept, Line("Chênh, chưa rõ trạng thái", row.residual, css="late")] if row.residual else kept


def folded_lines(row: DossierStatistics) -> list[Line]:
    """The columns of Biểu II.06a in their order, with its rates."""
    form = fold(row)
    received = (form.online or 0) + (form.in_person_or_post or 0)
    online, other = _rated(received, form.online, form.in_person_or_post)
    early, on_time, late = _rated(form.resolved, form.early, form.on_time, form.late)
    on_time_label = "Đúng hạn" if form.early is not None else "Trước hạn và đúng hạn"
    lines = [
        Line("Tổng tiếp nhận", form.total, "(3)", css="sum"),
        Line("Trong kỳ, trực tuyến", form.online, "(4)", online, received),
        Line("Trong kỳ, trực tiếp và bưu chính", form.in_person_or_post, "(5)", other, received),
        Line("Từ kỳ trước", form.carried_over, "(6)"),
        Line("Tổng đã giải quyết", form.resolved, "(7)", css="sum"),
        Line("Trước hạn", form.early, "(8)", early, form.resolved),
        Line(
            on_time_label,
            form.on_time,
            "(9)" if form.early is not None else "(8)+(9)",
            on_time,
            form.resolved,
        ),
        Line("Quá hạn", form.late, "(10)", late, form.resolved),
        Line("Tổng đang giải quyết", form.pending, "(11)", css="sum"),
        Line("Trong hạn", form.pending_in_time, "(12)"),
        Line("Quá hạn", form.pending_overdue, "(13)"),
    ]
    kept = [line for line in lines if line.value is not None or line.column == "(8)"]
    return [*kept, Line("Chênh (3) − (7) − (11)", form.residual, css="late")] if form.residual else kept


def digitisation_lines(row: DigitisationStatistics) -> list[Line]:
    """Components over dossiers received, results over dossiers settled."""
    none, some = _rated(row.received, row.no_components, row.some_components)
    (full,) = _rated(row.received, row.full_components)
    (reused,) = _rated(row.received, row.reused_components)
    result, missing = _rated(row.resolved, row.result_digitised, row.result_not_digitised)
    lines = [
        Line("Hồ sơ tiếp nhận", row.received, css="sum"),
        Line("– chưa số hóa thành phần", row.no_components, "", none, row.received),
        Line("– có số hóa thành phần", row.some_components, "", some, row.received),
        Line("– trong đó số hóa đầy đủ thành phần", row.full_components, "", full, row.received),
        Line("– có tái sử dụng thành phần đã số hóa", row.reused_components, "", reused, row.received),
        Line("Hồ sơ đã giải quyết", row.resolved, css="sum"),
        Line("– có số hóa kết quả", row.result_digitised, "", result, row.resolved),
        Line("– chưa số hóa kết quả", row.result_not_digitised, "", missing, row.resolved),
    ]
    kept = [line for line in lines if line.value is not None]
    return [*kept, *(Line(label, gap, css="late") for label, gap in _gaps(row) if gap)]


def _gaps(row: DigitisationStatistics) -> list[tuple[str, int | None]]:
    """What the two sums leave unexplained; None where a part is not given."""
    papers, results = row.component_residual, row.result_residual
    return [("Chênh, chưa rõ số hóa thành phần", papers), ("Chênh, chưa rõ số hóa kết quả", results)]


def survey_lines(row: SurveySummary) -> list[Line]:
    """Forms over dossiers received (the denominator is named), answers over forms."""
    forms = _rated(row.received, row.forms)[0] if row.received else None
    good, dissatisfied = _rated(row.forms, row.good, row.dissatisfied)
    lines = [
        Line("Hồ sơ tiếp nhận trong kỳ", row.received),
        Line("Hồ sơ đã giải quyết", row.resolved),
        Line(
            "Phiếu đánh giá thu được, trên hồ sơ tiếp nhận",
            row.forms,
            "",
            forms,
            row.received or 0,
            css="sum",
        ),
        Line("– rất tốt và tốt", row.good, "", good, row.forms),
        Line("– không hài lòng", row.dissatisfied, "", dissatisfied, row.forms),
    ]
    return [line for line in lines if line.value is not None]


def _rated(whole: int, *parts: int | None) -> list[Decimal | None]:
    """A rate for each part that is given (none over a whole of 0); parts that make the whole give 100."""
    given = [part for part in parts if part is not None]
    rates = iter(numbers.shares(given, whole) if whole and given else [])
    return [None if part is None else next(rates, None) for part in parts]
