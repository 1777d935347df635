"""The background side of an import: look at a new file, then bring it in."""

from pathlib import Path

from django.core.exceptions import ValidationError

from qms.jobs import Context, job
from tthc.enums import ImportState
from tthc.imports import columns
from tthc.imports.outcome import Told
from tthc.imports.reading import preview
from tthc.imports.run import import_run
from tthc.imports.scan import scan
from tthc.models import DossierImport
from tthc.services import imports
from tthc.transitions import imports as steps


def _record(pk: int) -> DossierImport:
    record: DossierImport = DossierImport.objects.select_related("source", "job").get(pk=pk)
    if refusal := steps.has_file(record, None):
        raise ValidationError(refusal)
    return record


@job(imports.SCAN, "Đọc tệp hồ sơ")
def scan_file(context: Context) -> None:
    record = look(_record(context.params["record"]), context.progress)
    if record.state != ImportState.UPLOADED:
        look_ahead(record, context.progress)


def look(record: DossierImport, told: Told) -> DossierImport:
    """Scan a new file; one whose columns and words are all known is mapped by that."""
    if not record.scan:
        found = scan(Path(record.file.path), record.file_name, record.source.columns, told)
        imports.note(record, scan=found)
    if record.state == ImportState.UPLOADED and is_known(record):
        record = imports.step_take(steps.recall, record, actor=None)
    return record


def look_ahead(record: DossierImport, told: Told) -> None:
    """Keep what the import would find, and by which columns and words."""
    read_by = {"columns": record.source.columns, "words": record.source.words}
    imports.note(record, preview=preview(record, told).as_json() | read_by)


def is_known(record: DossierImport) -> bool:
    """Whether the source's last mapping fits: its columns are there, no word is new."""
    remembered = {name: header for name, header in record.source.columns.items() if header}
    required = all(remembered.get(target.name) for target in columns.REQUIRED)
    there = set(remembered.values()) <= set(record.scan["headers"])
    return bool(required and there and not imports.open_words(record, remembered))


@job(imports.RUN, "Nhập hồ sơ")
def run_import(context: Context) -> None:
    record = _record(context.params["record"])
    refuse_unseen(record)
    import_run(record, actor=context.job.started_by, told=context.progress, beside=context.beside())


def refuse_unseen(record: DossierImport) -> None:
    """Raise ValidationError when the source was matched otherwise since somebody looked."""
    if refusal := steps.is_as_seen(record, None):
        raise ValidationError(refusal)
