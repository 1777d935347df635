"""Read a file to its end and check every row; nothing is written."""

import tempfile
import time
from pathlib import Path
from typing import TextIO

from django.utils import timezone

from tthc.calendar import WorkingCalendar, calendar_of_agency
from tthc.imports.columns import REQUIRED
from tthc.imports.outcome import Outcome, Told, rows_read
from tthc.imports.procedures import Procedures
from tthc.imports.reader import Table, chunks, open_patiently
from tthc.imports.refusals import FileRefused
from tthc.imports.rejected import RejectedRows
from tthc.imports.rows import RowReader
from tthc.models import DossierImport

CHUNK = 1000
TOLD_EVERY = 0.3
"""Seconds between two sayings of progress."""


class Pace:
    """Tells progress often enough to be seen moving, seldom enough to cost nothing."""

    def __init__(self, told: Told) -> None:
        self.told, self.last = told, 0.0

    def __call__(self, done: int, total: int, message: str, *, now: bool = False) -> None:
        if now or time.monotonic() - self.last >= TOLD_EVERY:
            self.told(done, total, message)
            self.last = time.monotonic()


def read(
    record: DossierImport, out: TextIO, procedures: Procedures, pace: Pace, *, kept: bool = True
) -> tuple[Outcome, RejectedRows]:
    """The whole file, checked row by row: good rows as staging lines to `out`. Raises FileRefused.

    kept=False: rows not taken are only counted.
    """
    calendar = _calendar(pace)
    table, chosen = _open(record, pace)
    rejected = RejectedRows(table.headers, kept=kept)
    reader = RowReader(
        table.headers,
        chosen,
        record.source.words,
        procedures=procedures,
        calendar=calendar,
        today=timezone.localdate(),
        out=out,
        rejected=rejected,
    )
    try:
        last_row = _feed(reader, table, pace)
    except BaseException:
        rejected.drop()
        raise
    return _outcome(reader, last_row), rejected


def _calendar(pace: Pace) -> WorkingCalendar:
    pace(0, 0, "Đang mở lịch làm việc", now=True)
    calendar = calendar_of_agency()
    calendar.is_working(timezone.localdate())  # the law's days are loaded here, not under the first row
    return calendar


def _open(record: DossierImport, pace: Pace) -> tuple[Table, dict[str, str]]:
    """The table, and our field → its header. Raises FileRefused."""
    pace(0, 0, "Đang mở tệp", now=True)
    remembered = record.source.columns
    table = open_patiently(
        lambda seconds: pace(0, 0, f"Đang mở tệp, {seconds} giây", now=True),
        Path(record.file.path),
        record.file_name,
        remembered=remembered,
        checked=bool(record.scan),
    )
    chosen = {name: header for name, header in remembered.items() if header in table.headers}
    if missing := [target.label for target in REQUIRED if target.name not in chosen]:
        raise FileRefused(f"Chưa ghép cột: {', '.join(missing)}.")
    return table, chosen


def _outcome(reader: RowReader, last_row: int) -> Outcome:
    return Outcome(
        rows=reader.rows,
        staged=reader.staged,
        rejected=reader.rejected.count,
        unwanted=reader.unwanted,
        refused=reader.refused,
        first=reader.first,
        last=reader.last,
        last_row=last_row,
        own_days=reader.calendar.own,
    )


def _feed(reader: RowReader, table: Table, pace: Pace) -> int:
    """Every row of the table; the number of the last one."""
    number = table.first_row
    for chunk in chunks(table.rows, CHUNK):
        reader.read(chunk, number)
        number += len(chunk)
        done = min(number, table.total)
        pace(done, 2 * table.total, f"Đã đọc {rows_read(done, table.total)}")
    return number - 1


def preview(record: DossierImport, told: Told) -> Outcome:
    """What the import would find, TTHC that the catalogue lacks taken as added."""
    procedures = Procedures(add=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        found, _ = read(record, out, procedures, Pace(told), kept=False)
        out.seek(0)
        rows = [int(key) for line in out if (key := line.split("\t", 3)[2]).startswith("-")]
    for new in procedures.new.values():
        new.rows = rows.count(new.placeholder) if len(procedures.new) <= 50 else 0
    found.procedure_rows = len(rows)
    found.new_procedures = [
        {"code": new.code, "name": new.name, "field": new.field, "rows": new.rows}
        for new in procedures.new.values()
    ]
    return found
