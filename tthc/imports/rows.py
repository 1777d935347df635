"""Rows of the file → lines for the staging table. Written for speed: each spelling is translated once."""

import datetime
import re
from operator import itemgetter
from typing import Any, TextIO

from qms.sheet_tables import text_of
from qms.text import fold
from tthc.calendar import WorkingCalendar
from tthc.enums import CANCELLED, RESOLVED, RETURNED, DossierState, Timing
from tthc.imports import words
from tthc.imports.columns import TARGET, TARGETS
from tthc.imports.procedures import Procedures
from tthc.imports.refusals import RowRefused, RowUnwanted
from tthc.imports.rejected import RejectedRows
from tthc.imports.spellings import Days, word_reader

CODE = re.compile(r"[A-Z0-9][A-Z0-9Đ./_-]{3,59}").fullmatch
NULL = r"\N"
OPEN_STATES = frozenset(
    {
        DossierState.REGISTERED,
        DossierState.RECEIVED,
        DossierState.IN_PROGRESS,
        DossierState.SUPPLEMENT,
        DossierState.PAYMENT,
    }
)
SETTLED_STATES = frozenset(RESOLVED)
ENDED_STATES = frozenset((*RESOLVED, *RETURNED, *CANCELLED))
NAMES = tuple(target.name for target in TARGETS)


class RowReader:
    """Feed it chunks of rows: good ones go as lines to `out`, the others to `rejected` with their reasons."""

    def __init__(
        self,
        headers: list[str],
        chosen: dict[str, str],
        remembered: dict[str, dict[str, str]],
        *,
        procedures: Procedures,
        calendar: WorkingCalendar,
        today: datetime.date,
        out: TextIO,
        rejected: RejectedRows,
    ) -> None:
        places = {name: headers.index(header) for name, header in chosen.items() if header in headers}
        self.width = len(headers)
        self.pick = itemgetter(*(places.get(name, self.width) for name in NAMES))
        self.has_state = "state" in places
        self.words = {
            kind: word_reader(kind, remembered.get(kind, {}))
            for kind in {t.words for t in TARGETS if t.words}
        }
        self.unwanted_words = any(words.REJECT in told.values() for told in remembered.values())
        self.procedures, self.calendar, self.today = procedures, calendar, today
        self.out, self.rejected = out, rejected
        self.days = Days()
        self.timings: dict[tuple[Any, Any], str] = {}
        self.seen: dict[str, int] = {}
        self.rows = self.staged = self.unwanted = 0
        self.first: datetime.date | None = None
        self.last: datetime.date | None = None
        self.refused: list[tuple[int, str, str]] = []
        """The first rows not taken: (number, code, reason)."""

    def read(self, chunk: list[list[Any]], number: int) -> None:
        """Rows whose first has this number in the file."""
        lines = []
        width, pick, line = self.width, self.pick, self.line
        for cells in chunk:
            if len(cells) != width:
                cells = [*cells[:width], *[""] * (width - len(cells))]
            cells.append("")
            try:
                lines.append(line(number, pick(cells)))
            except RowRefused as reason:
                self.unwanted += isinstance(reason, RowUnwanted)
                self._refuse(number, cells, str(reason))
            number += 1
        self.rows += len(chunk)
        self.staged += len(lines)
        self.out.writelines(lines)

    def _refuse(self, number: int, cells: list[Any], reason: str) -> None:
        if not any(text_of(cell) for cell in cells):  # an empty row at the end is no dossier
            self.rows -= 1
            return
        sentence = reason[:1].upper() + reason[1:]
        self.rejected.add(number, cells[: self.width], sentence)
        if len(self.refused) < 20:
            self.refused.append((number, text_of(self.pick(cells)[0])[:60], sentence))

    def line(self, number: int, values: tuple[Any, ...]) -> str:
        """One line of the staging table. Raises RowRefused."""
        (
            code, procedure_code, procedure_name, field, received_cell, due_cell, finished_cell, state_cell,
            channel_cell, resolving_cell, receiving_cell, components_cell, result_cell, timing_cell,
            early, on_time, late,
        ) = values  # fmt: skip
        if self.unwanted_words:
            self._refuse_unwanted(
                state=state_cell, channel=channel_cell, unit=resolving_cell, receiving=receiving_cell,
                components=components_cell, result=result_cell, timing=timing_cell,
            )  # fmt: skip
        code = self._code(code)
        received, due, finished = self._days(received_cell, due_cell, finished_cell)
        state = self._state(state_cell, finished)
        received = self._check(received, due, finished, state)
        words_of = self.words
        channel = words_of["channel"][channel_cell]
        resolving, receiving = words_of["unit"][resolving_cell], words_of["unit"][receiving_cell]
        components = words_of["components"][components_cell]
        result = words_of["result"][result_cell]
        timing = ""
        if state in SETTLED_STATES:
            timing = self._told(timing_cell, early, on_time, late) or self._counted(due, finished)
        procedure = self._procedure(procedure_code, procedure_name, field)
        if code in self.seen:
            raise RowRefused(f"trùng mã hồ sơ với dòng {self.seen[code]}")
        self.seen[code] = number
        self._span(received, finished)
        return (
            f"{number}\t{code}\t{NULL if procedure is None else procedure}"
            f"\t{NULL if receiving is None else receiving}\t{NULL if resolving is None else resolving}"
            f"\t{channel or ''}\t{received}\t{due or NULL}\t{finished or NULL}\t{state:d}\t{timing}"
            f"\t{NULL if components is None else int(components)}\t{NULL if result is None else int(result)}\n"
        )

    def _refuse_unwanted(self, receiving: Any, **cells: Any) -> None:
        """Before anything else is looked at: a row that nobody wants is not wrong."""
        for kind, cell in (*cells.items(), ("unit", receiving)):
            try:
                self.words[kind][cell]
            except RowUnwanted:
                raise
            except RowRefused:
                continue  # told in its turn, where the cell counts

    def _code(self, cell: Any) -> str:
        code = (cell if type(cell) is str else text_of(cell)).strip().upper()
        if CODE(code):
            return code
        raise RowRefused(f"mã hồ sơ “{code[:60]}” không đúng dạng" if code else "thiếu mã hồ sơ")

    def _days(self, received: Any, due: Any, finished: Any) -> tuple[datetime.date | None, ...]:
        days = self.days
        try:
            return days[received], days[due], days[finished]
        except RowRefused as reason:
            name = "received_on" if received not in days else "due_on" if due not in days else "finished_on"
            raise RowRefused(f"{TARGET[name].label.lower()}: {reason}") from None

    def _state(self, cell: Any, finished: datetime.date | None) -> DossierState:
        state = self.words["state"][cell]
        if state is not None:
            return state
        if self.has_state:
            raise RowRefused("thiếu trạng thái")
        return DossierState.SETTLED if finished else DossierState.IN_PROGRESS

    def _check(
        self,
        received: datetime.date | None,
        due: datetime.date | None,
        finished: datetime.date | None,
        state: DossierState,
    ) -> datetime.date:
        """The day of receipt; days that cannot be raise RowRefused."""
        if received is None:
            raise RowRefused("thiếu ngày tiếp nhận")
        if received > self.today:
            raise RowRefused(f"ngày tiếp nhận {received:%d/%m/%Y} ở tương lai")
        if due is not None and due < received:
            raise RowRefused(f"ngày hẹn trả {due:%d/%m/%Y} trước ngày tiếp nhận {received:%d/%m/%Y}")
        if finished is None:
            if state in ENDED_STATES:
                raise RowRefused(f"trạng thái “{state.label}” mà thiếu ngày kết thúc")
        elif finished < received:
            raise RowRefused(f"ngày kết thúc {finished:%d/%m/%Y} trước ngày tiếp nhận {received:%d/%m/%Y}")
        elif finished > self.today:
            raise RowRefused(f"ngày kết thúc {finished:%d/%m/%Y} ở tương lai")
        elif state in OPEN_STATES:
            raise RowRefused(f"trạng thái “{state.label}” mà đã có ngày kết thúc {finished:%d/%m/%Y}")
        return received

    def _span(self, received: datetime.date, finished: datetime.date | None) -> None:
        """The days of the rows that are taken: a refused row says nothing of how new the file is."""
        if self.first is None or received < self.first:
            self.first = received
        newest = finished or received
        if self.last is None or newest > self.last:
            self.last = newest

    def _told(self, cell: Any, early: Any, on_time: Any, late: Any) -> str:
        """What the source itself says of the time limit; empty when it says nothing."""
        if (timing := self.words["timing"][cell]) is not None:
            return timing.value
        if not (late or early or on_time):
            return ""
        marks = ((late, Timing.LATE), (early, Timing.EARLY), (on_time, Timing.ON_TIME))
        return next((timing.value for mark, timing in marks if _is_mark(mark)), "")

    def _counted(self, due: Any, finished: Any) -> str:
        key = (due, finished)
        if (timing := self.timings.get(key)) is None:
            timing = self.timings[key] = self.calendar.timing(due, finished).value
        return timing

    def _procedure(self, code: Any, name: Any, field: Any) -> int | None:
        key = (code, name)
        procedures = self.procedures
        if field and key not in procedures:
            procedures.fields[key] = text_of(field)
        return procedures[key]


def _is_mark(cell: Any) -> bool:
    """“x”, “1”, “Có” … or the day or number of days that some systems put there."""
    text = fold(text_of(cell))
    return bool(text.strip("-")) and text not in words.NO
