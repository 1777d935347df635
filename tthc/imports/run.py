"""Read a file to its end (nothing written), and import it in one transaction: the page and the command alike."""

import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from qms.locks import lock_agency
from tthc.calendar import calendar_of_agency
from tthc.enums import ImportState
from tthc.imports import finished, staging, transitions
from tthc.imports.columns import REQUIRED
from tthc.imports.merge import merge, settle_placeholders, stored_before
from tthc.imports.outcome import Outcome, Told, rows_read
from tthc.imports.procedures import Procedures
from tthc.imports.reader import Table, chunks, open_patiently
from tthc.imports.refusals import FileRefused
from tthc.imports.rejected import REASON, RejectedRows
from tthc.imports.rows import RowReader
from tthc.models import DossierImport
from tthc.services.imports import discard, mapping_refusal
from tthc.services.procedures_from_file import procedures_add

if TYPE_CHECKING:
    from qms.models import User

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


def _read(
    record: DossierImport, out: TextIO, procedures: Procedures, pace: Pace, *, kept: bool = True
) -> tuple[Outcome, RejectedRows]:
    """The whole file, checked row by row. Raises FileRefused."""
    pace(0, 0, "Đang mở lịch làm việc", now=True)
    calendar = calendar_of_agency()
    calendar.is_working(timezone.localdate())
    pace(0, 0, "Đang mở tệp", now=True)
    source = record.source
    table = open_patiently(
        lambda seconds: pace(0, 0, f"Đang mở tệp, {seconds} giây", now=True),
        Path(record.file.path),
        record.file_name,
        remembered=source.columns,
        checked=bool(record.scan),
    )
    chosen = {name: header for name, header in source.columns.items() if header in table.headers}
    if missing := [target.label for target in REQUIRED if target.name not in chosen]:
        raise FileRefused(f"Chưa ghép cột: {', '.join(missing)}.")
    rejected = RejectedRows(table.headers, kept=kept)
    reader = RowReader(
        table.headers,
        chosen,
        source.words,
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
    found = Outcome(
        rows=reader.rows,
        staged=reader.staged,
        rejected=rejected.count,
        refused=reader.refused,
        first=reader.first,
        last=reader.last,
        last_row=last_row,
    )
    return found, rejected


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
        found, _ = _read(record, out, procedures, Pace(told), kept=False)
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


def import_run(
    record: DossierImport,
    *,
    actor: "User | None",
    told: Told,
    beside: AbstractContextManager[object] | None = None,
) -> Outcome:
    """Everything or, before the commit, nothing. Raises ValidationError with a sentence.

    beside: entered around the transaction, lets progress be seen from outside it.
    """
    pace = Pace(told)
    procedures = Procedures(add=record.add_procedures)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        found, rejected = _read(record, out, procedures, pace)
        out.seek(0)
        file = rejected.temporary()
        try:
            if record.all_or_nothing and found.rejected:
                return _refuse(record, found, file, actor)
            with beside or nullcontext(), transaction.atomic():
                _write(record, found, out, procedures, file, actor, pace)
        finally:
            if file is not None:
                file.unlink()
    return found


def _refuse(record: DossierImport, found: Outcome, file: Path | None, actor: "User | None") -> Outcome:
    """Nothing is taken; the rows in question are kept for the person who asked for all or nothing."""
    with transaction.atomic():
        locked = transitions.lock(record)
        discard(locked.rejected_file)
        _keep(locked, file)
        transitions.step(
            locked,
            ImportState.REFUSED,
            actor=actor,
            label="Không nhập vì có dòng chưa đúng",
            rows=found.rows,
            rejected=found.rejected,
        )
    return found


def _write(
    record: DossierImport,
    found: Outcome,
    out: TextIO,
    procedures: Procedures,
    file: Path | None,
    actor: "User | None",
    pace: Pace,
) -> None:
    agency = lock_agency()  # one import of an agency at a time
    locked = transitions.lock(record)
    older = is_older(locked, found)
    total = 2 * found.rows
    pace(found.rows, total, "Đang ghi hồ sơ", now=True)
    staging.stage(out)
    wanted = list(procedures.new.values())
    settle_placeholders(procedures_add(wanted, record=locked, actor=actor))

    def said(done: int) -> None:
        share = min(done, found.rows)
        pace(found.rows + share, total + 1, f"Đã ghi {rows_read(share, found.rows)}")

    before = stored_before()
    found.added, found.changed, found.outdated = merge(locked, found.last_row, older=older, told=said)
    found.unchanged = found.staged - found.added - found.changed - found.outdated
    staging.unstage()
    if found.first and found.last and (found.added or found.changed):
        pace(total, total + 1, "Đang tính thống kê", now=True)
        levels, firsts, lasts = zip(*before, (locked.source.level, found.first, found.last), strict=True)
        # the statistics ask how far the data goes; the history row comes last
        DossierImport.objects.filter(pk=locked.pk).update(newest_on=found.last)
        finished.tell(agency, sorted(set(levels)), min(firsts), max(lasts))
    _finish(locked, found, wanted, file, actor)


def _finish(
    locked: DossierImport, found: Outcome, wanted: list, file: Path | None, actor: "User | None"
) -> None:
    """The counts, one history row; the upload and the source's earlier rejected rows go after the commit."""
    gone = [locked.file, locked.rejected_file]
    for earlier in (
        DossierImport.objects.filter(source=locked.source).exclude(pk=locked.pk).exclude(rejected_file="")
    ):
        gone.append(earlier.rejected_file)
        transitions.note(earlier, rejected_file="")
    locked.file = ""
    _keep(locked, file)
    transitions.step(
        locked,
        ImportState.DONE,
        actor=actor,
        label="Nhập hồ sơ",
        rows=found.rows,
        added=found.added,
        changed=found.changed,
        unchanged=found.unchanged,
        outdated=found.outdated,
        rejected=found.rejected,
        new_procedures=len(wanted),
        newest_on=found.last,
        finished_at=timezone.now(),
        scan={},
        preview={},
    )
    transaction.on_commit(lambda: discard(*gone))


def _keep(record: DossierImport, file: Path | None) -> None:
    record.rejected_file = ""
    if file is not None:
        with file.open("rb") as stream:
            record.rejected_file.save("rejected.xlsx", File(stream), save=False)


def is_older(record: DossierImport, found: Outcome) -> bool:
    """Whether the source gave a file with later days before: this one then only adds what is missing.

    The rows its last file was refused, mended, are as new as that file.
    """
    done = DossierImport.objects.filter(source=record.source, state=ImportState.DONE).exclude(newest_on=None)
    newest = done.order_by("-newest_on").values_list("newest_on", flat=True).first()
    if newest is None or found.last is None:
        return False
    refused = done.order_by("-finished_at").first()
    if refused and refused.rejected and refused.newest_on and REASON in record.scan["headers"]:
        found.last = max(found.last, refused.newest_on)
    return found.last < newest


def refuse_unread(record: DossierImport) -> None:
    """Raise ValidationError when the columns were never matched, or otherwise since somebody looked."""
    if refusal := mapping_refusal(record):
        raise ValidationError(refusal)
