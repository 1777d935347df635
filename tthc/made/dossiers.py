"""A realistic one-stop export whose totals equal given statistics: for the demo, tests and benchmarks.

The same agency, year and level always give the same file. Nobody in it exists: names and
numbers say that they are made.
"""

import datetime
import random
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from tthc.calendar import WorkingCalendar
from tthc.models import DigitisationStatistics, DossierStatistics

HEADERS = (
    "STT", "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Chủ hồ sơ", "CCCD/MST", "Địa chỉ", "Số điện thoại",
    "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Trạng thái", "Hình thức tiếp nhận", "Phòng ban",
    "Cán bộ xử lý", "Số hóa TPHS", "Số hóa KQ", "Mức DVC", "Ghi chú",
)  # fmt: skip
LIMITS = (1, 2, 3, 3, 5, 5, 7, 10, 15)
"""Working days promised; repeated ones are more frequent."""
LATEST = 6
CHANNELS = ("Trực tuyến", "Trực tiếp", "Bưu chính công ích")
DIGITISED = ("Đầy đủ", "Một phần", "Chưa")


class Kind(IntEnum):
    EARLY = 0
    ON_TIME = 1
    LATE = 2
    IN_TIME = 3
    OVERDUE = 4
    RETURNED = 5
    PAUSED = 6
    CANCELLED = 7


STATES = (
    "Đã trả kết quả", "Đã trả kết quả", "Đã trả kết quả", "Đang xử lý", "Đang xử lý", "Không được tiếp nhận",
    "Yêu cầu bổ sung giấy tờ", "Công dân yêu cầu rút",
)  # fmt: skip


class CannotMake(ValueError):
    """Carries the sentence that says why no file can have these totals."""


@dataclass(frozen=True)
class Totals:
    """What the made file adds up to. kinds: dossiers of each Kind; the carried-over ones are early ones."""

    first: datetime.date
    last: datetime.date
    carried: int
    kinds: tuple[int, ...]
    channels: tuple[int, int, int]
    components: tuple[int, int, int]
    results: int

    @property
    def rows(self) -> int:
        return sum(self.kinds)

    @property
    def received(self) -> int:
        return self.rows - self.carried

    def scaled(self, rows: int) -> "Totals":
        """The same shares of another number of rows."""
        kinds = tuple(_shares(self.kinds, rows))
        carried = min(kinds[Kind.EARLY], round(self.carried * rows / self.rows))
        received = rows - carried
        settled = sum(kinds[:3])
        results = round(self.results * settled / max(1, sum(self.kinds[:3])))
        channels, components = _shares(self.channels, received), _shares(self.components, received)
        return replace(
            self,
            carried=carried,
            kinds=kinds,
            channels=(channels[0], channels[1], channels[2]),
            components=(components[0], components[1], components[2]),
            results=min(results, settled),
        )


def _shares(parts: Sequence[int], whole: int) -> list[int]:
    """Whole numbers in the proportion of the parts that add up to `whole` (largest remainders)."""
    total = sum(parts) or 1
    exact = [part * whole / total for part in parts]
    shares = [int(value) for value in exact]
    for place in sorted(range(len(parts)), key=lambda i: shares[i] - exact[i])[: whole - sum(shares)]:
        shares[place] += 1
    return shares


def totals_of(row: DossierStatistics, digitised: DigitisationStatistics | None) -> Totals:
    """Raises CannotMake for statistics that do not add up."""
    if row.residual:
        raise CannotMake(
            f"Thống kê “{row}” chưa cân đối (chênh {row.residual}), không có tệp nào có tổng như vậy."
        )
    late = row.late or 0
    early = row.early if row.early is not None else round((row.resolved - late) * 0.8)
    online = row.online or 0
    by_post = row.by_post or 0
    some = full = results = 0
    if digitised is not None:
        full = digitised.full_components or 0
        some = (digitised.some_components or 0) - full
        results = digitised.result_digitised or 0
    kinds = (
        early, row.resolved - late - early, late, row.pending_in_time or 0, row.pending_overdue or 0,
        row.returned or 0, row.paused or 0, row.cancelled or 0,
    )  # fmt: skip
    found = Totals(
        row.period_from,
        row.period_to,
        row.carried_over or 0,
        kinds,
        (online, row.received - online - by_post, by_post),
        (full, some, row.received - full - some),
        results,
    )
    parts = (*kinds, *found.channels, *found.components, results)
    if min(parts) < 0 or results > row.resolved or found.carried > early:
        raise CannotMake(f"Các phần của thống kê “{row}” không cộng lại được.")
    return found


@dataclass
class Maker:
    """rows(): the cells of each row, in the order they were received."""

    totals: Totals
    procedures: Sequence[tuple[str, str, str]]
    units: Sequence[str]
    stem: str
    calendar: WorkingCalendar
    seed: str

    def rows(self) -> Iterator[list[object]]:
        self.random = random.Random(self.seed)  # noqa: S311
        self.days = self._working_days()
        self.end = sum(day <= self.totals.last for day in self.days) - 1
        self.start = sum(day < self.totals.first for day in self.days)
        if self.end - self.start < LATEST + max(LIMITS):
            raise CannotMake("Kỳ thống kê quá ngắn.")
        self.used: Counter[datetime.date] = Counter()
        places = self._places()
        settled = sum(self.totals.kinds[:3])
        channels = self._shuffled(self.totals.channels)
        components = self._shuffled(self.totals.components)
        results = self._shuffled((self.totals.results, settled - self.totals.results))
        for number, place in enumerate(places, 1):
            at, kind = divmod(place, 8)
            carried = at < self.start
            result = ("Có", "Chưa")[results.pop()] if kind <= Kind.LATE else ""
            channel = CHANNELS[0 if carried else channels.pop()]
            digitised = DIGITISED[0 if carried else components.pop()]
            yield self._row(number, at, Kind(kind), channel, digitised, result)

    def _working_days(self) -> list[datetime.date]:
        """Of the period, with a month before and two after it."""
        first, last = self.totals.first - datetime.timedelta(30), self.totals.last + datetime.timedelta(60)
        every = (first + datetime.timedelta(offset) for offset in range((last - first).days + 1))
        return [day for day in every if self.calendar.is_working(day)]

    def _places(self) -> array:
        """8 × the place of the day received + kind, in order; one number a dossier."""
        places = array("l")
        for kind, count in zip(Kind, self.totals.kinds, strict=True):
            carried = self.totals.carried if kind is Kind.EARLY else 0
            for turn in range(count):
                low, high = (0, self.start - 1) if turn < carried else self._span(kind)
                places.append(8 * self.random.randint(low, high) + kind)
        return array("l", sorted(places))

    def _span(self, kind: Kind) -> tuple[int, int]:
        """From which day to which a dossier can have come in to be of this kind at the period's end."""
        if kind is Kind.IN_TIME:
            return self.end - 8, self.end
        if kind in (Kind.LATE, Kind.OVERDUE):
            return self.start, self.end - LATEST - max(LIMITS)
        return self.start, self.end - (1 if kind in (Kind.RETURNED, Kind.CANCELLED) else 0)

    def _shuffled(self, counts: Sequence[int]) -> array:
        """One number a dossier: which of the parts it belongs to."""
        found = array("b", [part for part, count in enumerate(counts) for _ in range(count)])
        self.random.shuffle(found)
        return found

    def _row(
        self, number: int, at: int, kind: Kind, channel: str, digitised: str, result: str
    ) -> list[object]:
        due, finished = self._due_and_finished(at, kind)
        day = self.days[at]
        self.used[day] += 1
        code, name, field = self.procedures[self.random.randrange(len(self.procedures))]
        return [
            number, f"{self.stem}-{day:%y%m%d}-{self.used[day]:04d}", code, name, field,
            f"Người Thử Nghiệm {number}", f"0000{number:08d}", f"Thôn Giả Định {number % 40 + 1}",
            f"0000{number % 1_000_000:06d}", f"{day:%d/%m/%Y} {7 + number % 4:02d}:{number % 60:02d}",
            f"{self.days[due]:%d/%m/%Y} 17:00",
            "" if finished is None else f"{self.days[finished]:%d/%m/%Y} {13 + number % 4}:{number % 60:02d}",
            STATES[kind], channel, self.units[number % len(self.units)] if self.units else "",
            f"Cán bộ Thử {number % 9 + 1}", digitised, result,
            "Toàn trình" if channel == CHANNELS[0] else "Một phần", "",
        ]  # fmt: skip

    def _due_and_finished(self, at: int, kind: Kind) -> tuple[int, int | None]:
        """Places of the day promised and of the day finished."""
        limit = self.random.choice(LIMITS)
        if kind is Kind.EARLY:
            begin = max(at, self.start)  # carried over: finished in the period
            finished = begin + self.random.randint(0, min(limit - 1, self.end - begin))
            return max(at + limit, finished + 1), finished
        if kind is Kind.ON_TIME:
            due = at + min(limit, self.end - at)
            return due, due
        if kind is Kind.LATE:
            return at + limit, at + limit + self.random.randint(1, LATEST)
        if kind is Kind.IN_TIME:
            return at + 15, None
        if kind in (Kind.RETURNED, Kind.CANCELLED):
            return at + limit, at + 1
        return at + limit, None
