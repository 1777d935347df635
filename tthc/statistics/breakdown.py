"""A level's statistics as tables by field and by unit, told in both ways; page, XLSX and paper draw the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qms.numbers import grouped
from tthc.models import DossierStatistics
from tthc.statistics.presentations import fold

Count = int | None
FINE, FOLDED = "so-khcn", "ii06a"
COUNTS = (
    "carried_over", "received", "online", "in_person", "by_post",
    "resolved", "early", "on_time", "early_on_time", "late",
    "pending_in_time", "pending_overdue", "returned", "paused", "cancelled",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """One cell of a table's head."""

    label: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Line:
    """One row: counts in the order of the columns; css: “sum” for the level as a whole."""

    number: str
    name: str
    counts: tuple[Count, ...]
    residual: int
    css: str = ""

    @property
    def texts(self) -> list[str]:
        return [grouped(count) for count in self.counts]


@dataclass(frozen=True)
class Presentation:
    """One way to tell statistics. short: for a sheet's tab; balance: the identity whose residual is shown."""

    key: str
    title: str
    short: str
    paper: str
    head: tuple[tuple[Head, ...], ...]
    numbers: tuple[str, ...]
    counts: Callable[[DossierStatistics], tuple[Count, ...]]
    balance: str
    note: str = ""


@dataclass(frozen=True)
class Breakdown:
    """A table. by: “Lĩnh vực” or “Đơn vị giải quyết”."""

    presentation: Presentation
    by: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return f"Theo {self.by[:1].lower()}{self.by[1:]}"

    @property
    def residual(self) -> int:
        return self.lines[-1].residual

    @property
    def sentence(self) -> str:
        """Whether the whole balances, with what is left over."""
        if self.residual == 0:
            return f"Cân đối {self.presentation.balance}: khớp."
        gap = grouped(self.residual)
        return f"Cân đối {self.presentation.balance}: chênh {gap} hồ sơ chưa rõ trạng thái."


def _fine(row: DossierStatistics) -> tuple[Count, ...]:
    in_time = (row.early, row.on_time, row.early_on_time)
    return (
        row.total, row.carried_over, row.received, row.online, row.in_person, row.by_post,
        row.resolved, *in_time, row.late, row.pending_in_time, row.pending_overdue,
        row.returned, row.paused, row.cancelled,
    )  # fmt: skip


def _folded(row: DossierStatistics) -> tuple[Count, ...]:
    form = fold(row)
    return (
        form.total, form.online, form.in_person_or_post, form.carried_over,
        form.resolved, form.early, form.on_time, form.late,
        form.pending, form.pending_in_time, form.pending_overdue,
    )  # fmt: skip


PRESENTATIONS = {
    FINE: Presentation(
        FINE,
        "Theo báo cáo gửi Sở KH&CN",
        "Sở KHCN",
        "tthc.statistics",
        (
            (
                Head("Tổng hồ sơ", rowspan=2), Head("Tồn kỳ trước", rowspan=2),
                Head("Tiếp nhận trong kỳ", 4), Head("Đã giải quyết", 5), Head("Đang giải quyết", 2),
                Head("Trả lại", rowspan=2), Head("Tạm dừng", rowspan=2), Head("Hủy, rút", rowspan=2),
            ),
            (
                Head("Tổng"), Head("Trực tuyến"), Head("Trực tiếp"), Head("Bưu chính"),
                Head("Tổng"), Head("Trước hạn"), Head("Đúng hạn"), Head("Trước và đúng hạn"), Head("Quá hạn"),
                Head("Trong hạn"), Head("Quá hạn"),
            ),
        ),
        tuple(f"({number})" for number in range(3, 19)),
        _fine,
        "(3) = (9) + (14) + (15) + (16) + (17) + (18)",
    ),
    FOLDED: Presentation(
        FOLDED,
        "Theo Biểu II.06a/VPCP/KSTT",
        "II.06a",
        "tthc.form_ii06a",
        (
            (Head("Số hồ sơ tiếp nhận", 4), Head("Số hồ sơ đã giải quyết", 4), Head("Số hồ sơ đang giải quyết", 3)),
            (
                Head("Tổng số"), Head("Trong kỳ, trực tuyến"),
                Head("Trong kỳ, trực tiếp, bưu chính"), Head("Từ kỳ trước"),
                Head("Tổng số"), Head("Trước hạn"), Head("Đúng hạn"), Head("Quá hạn"),
                Head("Tổng số"), Head("Trong hạn"), Head("Quá hạn"),
            ),
        ),
        tuple(f"({number})" for number in range(3, 14)),
        _folded,
        "(3) = (7) + (11)",
        "Trả lại và hủy, rút tính vào đúng hạn; tạm dừng tính vào đang giải quyết trong hạn. "
        "Nguồn không tách trước hạn thì cột (9) gồm cả trước hạn.",
    ),
}  # fmt: skip


def parts_of(row: DossierStatistics) -> tuple[list[DossierStatistics], list[DossierStatistics]]:
    """(by field, by unit) of the same level, days and origin; one query."""
    same = DossierStatistics.objects.filter(
        year=row.year,
        level=row.level,
        origin=row.origin,
        period_from=row.period_from,
        period_to=row.period_to,
    )
    rows = list(same.exclude(pk=row.pk).select_related("field", "unit"))
    fields = [part for part in rows if part.field is not None and part.unit is None]
    units = [part for part in rows if part.unit is not None and part.field is None]
    return (
        sorted(fields, key=lambda part: part.field.sort_key if part.field else ""),
        sorted(units, key=lambda part: part.unit.sort_key if part.unit else ""),
    )


def breakdowns(
    row: DossierStatistics, key: str, parts: tuple[Sequence[DossierStatistics], Sequence[DossierStatistics]]
) -> list[Breakdown]:
    """The tables of one presentation; without parts one table with the whole alone."""
    presentation = PRESENTATIONS[key]
    fields, units = parts
    told = [
        ("Lĩnh vực", [(str(part.field), part) for part in fields]),
        ("Đơn vị giải quyết", [(str(part.unit), part) for part in units]),
    ]
    return [
        Breakdown(presentation, by, tuple(_lines(row, presentation, by, named)))
        for by, named in told
        if named or (not fields and not units and by == "Lĩnh vực")
    ]


def _lines(
    row: DossierStatistics, presentation: Presentation, by: str, named: list[tuple[str, DossierStatistics]]
) -> list[Line]:
    rest = rest_of(row, [part for _, part in named])
    if named and any(getattr(rest, name) for name in COUNTS):
        named = [*named, (not_told(by), rest)]
    lines = [
        Line(str(number), name, presentation.counts(part), part.residual)
        for number, (name, part) in enumerate(named, 1)
    ]
    return [*lines, Line("", "Tổng cộng", presentation.counts(row), row.residual, "sum")]


def not_told(by: str) -> str:
    """“Chưa ghi lĩnh vực”, for by = “Lĩnh vực”."""
    return f"Chưa ghi {by[:1].lower()}{by[1:]}"


def rest_of(whole: DossierStatistics, parts: Sequence[DossierStatistics]) -> DossierStatistics:
    """What the parts leave of the whole; a count that the whole does not give is left out."""
    rest = DossierStatistics(level=whole.level, year=whole.year)
    for name in COUNTS:
        total = getattr(whole, name)
        left = None if total is None else total - sum(getattr(part, name) or 0 for part in parts)
        setattr(rest, name, left)
    return rest
