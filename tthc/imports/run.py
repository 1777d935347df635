"""Import a file in one transaction: the page and the command alike."""

import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from django.core.files import File
from django.db import transaction

from qms.locks import lock_agency
from tthc.enums import ImportState
from tthc.imports import finished, staging
from tthc.imports.merge import merge, settle_placeholders, stored_before
from tthc.imports.outcome import Outcome, Told, rows_read
from tthc.imports.procedures import Procedures
from tthc.imports.reading import Pace, read
from tthc.imports.rejected import REASON
from tthc.models import DossierImport
from tthc.services.imports import discard, lock, note, step_take
from tthc.services.procedures_from_file import procedures_add
from tthc.transitions import imports as steps

if TYPE_CHECKING:
    from qms.models import User


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
        found, rejected = read(record, out, procedures, pace)
        out.seek(0)
        file = rejected.temporary()
        try:
            if record.all_or_nothing and found.rejected > found.unwanted:
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
        gone = lock(
            record
        ).rejected_file  # of another instance: keeping the new file renames the old one's field
        refused = step_take(steps.refuse, record, actor=actor, rows=found.rows, rejected=found.rejected)
        _keep(refused, file)
        transaction.on_commit(lambda: discard(gone))
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
    locked = lock(record)
    older = is_older(locked, found)
    total = 2 * found.rows
    pace(found.rows, total, "Đang ghi hồ sơ", now=True)
    staging.stage(out)
    new = procedures_add(procedures.new.values(), record=locked)
    settle_placeholders(new.keys)

    def said(done: int) -> None:
        share = min(done, found.rows)
        pace(found.rows + share, total + 1, f"Đã ghi {rows_read(share, found.rows)}")

    before = stored_before()
    found.added, found.changed, found.outdated = merge(
        locked, found.last_row, fresh=not before, older=older, told=said
    )
    found.unchanged = found.staged - found.added - found.changed - found.outdated
    staging.unstage()
    gone = [locked.file, locked.rejected_file, *_forget_rejected(locked)]
    if found.first and found.last and (found.added or found.changed):
        pace(total, total + 1, "Đang tính thống kê", now=True)
        levels, firsts, lasts = zip(*before, (locked.source.level, found.first, found.last), strict=True)
        # the statistics ask how far the data goes; the history comes last
        DossierImport.objects.filter(pk=locked.pk).update(newest_on=found.last)
        finished.tell(agency, sorted(set(levels)), min(firsts), max(lasts))
    new.tell(record=locked, actor=actor)
    _keep(_finish(locked, found, len(procedures.new), actor), file)
    transaction.on_commit(lambda: discard(*gone))


def _forget_rejected(locked: DossierImport) -> list[Any]:
    """The source's earlier files of rows not taken, to be discarded; before the history, as a step on those imports."""
    others = DossierImport.objects.filter(source=locked.source).exclude(pk=locked.pk)
    gone = []
    for earlier in others.exclude(rejected_file="").order_by("pk"):
        gone.append(earlier.rejected_file)
        note(earlier, rejected_file="")
    return gone


def _finish(
    locked: DossierImport, found: Outcome, new_procedures: int, actor: "User | None"
) -> DossierImport:
    """The counts, in one history row."""
    return step_take(
        steps.finish,
        locked,
        actor=actor,
        rows=found.rows,
        added=found.added,
        changed=found.changed,
        unchanged=found.unchanged,
        outdated=found.outdated,
        rejected=found.rejected,
        new_procedures=new_procedures,
        newest_on=found.last,
    )


def _keep(record: DossierImport, file: Path | None) -> None:
    """The rows not taken, stored with the import."""
    if file is not None:
        with file.open("rb") as stream:
            record.rejected_file.save("rejected.xlsx", File(stream), save=False)
        note(record, rejected_file=record.rejected_file)


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
