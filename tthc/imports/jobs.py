"""The background side of an import: look at a new file, then bring it in."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from qms.jobs import Context, job
from tthc.enums import ImportState
from tthc.imports import columns, run, transitions
from tthc.imports.outcome import Told
from tthc.imports.scan import scan
from tthc.models import DossierImport
from tthc.services import imports


def _record(pk: int) -> DossierImport:
    record: DossierImport = DossierImport.objects.select_related("source", "job").get(pk=pk)
    if not record.file:
        raise ValidationError("Tệp không còn trên máy chủ. Hãy chọn lại tệp.")
    return record


@job(imports.SCAN, "Đọc tệp hồ sơ")
def scan_file(context: Context) -> None:
    record = look(_record(context.params["record"]), context.progress)
    if record.state != ImportState.UPLOADED:
        found = run.preview(record, context.progress)
        transitions.note(record, preview=found.as_json() | {"columns": record.source.columns})


def look(record: DossierImport, told: Told) -> DossierImport:
    """Scan a new file; one whose columns and words are all known is mapped by that."""
    if not record.scan:
        found = scan(Path(record.file.path), record.file_name, record.source.columns, told)
        transitions.note(record, scan=found)
    if record.state == ImportState.UPLOADED and is_known(record):
        with transaction.atomic():
            locked = transitions.lock(record)
            label = "Ghép cột như lần trước"
            record = transitions.step(locked, ImportState.MAPPED, actor=None, label=label)
    return record


def is_known(record: DossierImport) -> bool:
    """Whether the source's last mapping fits: its columns are there, no word is new."""
    remembered = {name: header for name, header in record.source.columns.items() if header}
    required = all(remembered.get(target.name) for target in columns.REQUIRED)
    there = set(remembered.values()) <= set(record.scan["headers"])
    return bool(required and there and not imports.open_words(record, remembered))


@job(imports.RUN, "Nhập hồ sơ")
def run_import(context: Context) -> None:
    record = _record(context.params["record"])
    run.refuse_unread(record)
    run.import_run(record, actor=context.job.started_by, told=context.progress, beside=context.beside())
