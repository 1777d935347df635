"""What a person does with an export: hand it in, match its columns and words, have it imported, give it up."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.text import get_valid_filename

from qms import jobs
from qms.models import Job, User
from qms.records import record_delete, record_save
from tthc.enums import ImportState
from tthc.imports import columns, transitions, words
from tthc.imports.reader import check_name, check_size
from tthc.models import DossierImport, DossierSource

SCAN, RUN = "tthc.import_scan", "tthc.import_run"


def import_upload(
    *, source: DossierSource, file: File, name: str, year: int, actor: User | None, **options: bool
) -> DossierImport:
    """Keep an export until its rows are in. Raises ValidationError for a wrong type or size."""
    check_name(name)
    check_size(file.size)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    stem = PurePath(get_valid_filename(PurePath(name).name))
    record = DossierImport(
        source=source,
        year=year,
        file_name=stem.stem[:180] + stem.suffix[-8:].lower(),
        sha256=digest.hexdigest(),
        **options,
    )
    record.prepare_save()  # the agency is part of the file's place
    record.file.save(name, file, save=False)
    try:
        return record_save(record, actor=actor)
    except BaseException:
        record.file.delete(save=False)
        raise


def source_named(name: str, level: str, *, actor: User | None) -> DossierSource:
    """The source of this name, made when there is none. Raises ValidationError when it has another level."""
    source = DossierSource.objects.filter(name=name).first()
    if source is None:
        return record_save(DossierSource(name=name, level=level), actor=actor)
    if level and source.level != level:
        raise ValidationError(f"Nguồn “{name}” đã có, là {source.get_level_display().lower()}.")
    return source


def mapping_save(
    record: DossierImport,
    chosen: dict[str, str],
    chosen_words: dict[str, dict[str, str]],
    *,
    actor: User | None,
) -> DossierImport:
    """Remember columns and words with the source, and the file is ready to be previewed."""
    with transaction.atomic():
        locked = transitions.lock(record)
        source = DossierSource.objects.select_for_update(no_key=True).get(pk=locked.source_id)
        source.columns = {target.name: chosen.get(target.name, "") for target in columns.TARGETS}
        remembered = dict(source.words)
        for kind, pairs in chosen_words.items():
            remembered[kind] = remembered.get(kind, {}) | pairs
        source.words = remembered
        locked.source = record_save(source, actor=actor)
        return transitions.step(locked, ImportState.MAPPED, actor=actor, label="Ghép cột", preview={})


def import_refusal(record: DossierImport) -> str:
    """Why its file cannot be worked on now."""
    if record.state == ImportState.DONE:
        return transitions.SENTENCE
    if not record.file:
        return "Tệp không còn trên máy chủ. Hãy chọn lại tệp."
    if record.job is not None and jobs.is_alive(record.job):
        return "Tệp đang được xử lý."
    return ""


def mapping_refusal(record: DossierImport) -> str:
    """Why its rows cannot be read as the person saw them; empty when they can."""
    if record.state == ImportState.UPLOADED:
        return "Ghép cột của tệp trước khi nhập."
    if record.preview.get("columns", record.source.columns) != record.source.columns:
        return (
            f"Cột của nguồn {record.source} đã ghép khác từ lúc xem trước tệp này. Ghép cột của tệp này lại."
        )
    return ""


def import_start(record: DossierImport, kind: str, *, actor: User, **options: Any) -> Job:
    """Queue the reading (SCAN) or the import (RUN). Raises ValidationError while another job is at it."""
    with transaction.atomic():
        locked = transitions.lock(record)
        if refusal := import_refusal(locked) or (kind == RUN and mapping_refusal(locked)):
            raise ValidationError(refusal)
        label = "Bắt đầu nhập" if kind == RUN else "Đọc tệp"
        job = jobs.start(
            kind,
            actor=actor,
            year=locked.year,
            title=f"{'Nhập' if kind == RUN else 'Đọc'} {locked.file_name}"[:200],
            record=locked.pk,
            back_url=locked.get_absolute_url(),
        )
        state = ImportState.RUNNING if kind == RUN else ImportState(locked.state)
        transitions.step(locked, state, actor=actor, label=label, job=job, **options)
    return job


def import_drop(record: DossierImport, *, actor: User | None) -> None:
    """Give up an import that brought nothing in; its file goes too. Raises ValidationError."""
    with transaction.atomic():
        locked = transitions.lock(record)
        if locked.job is not None and jobs.is_alive(locked.job):
            raise ValidationError("Tệp đang được xử lý; chờ xong rồi bỏ.")
        files = [locked.file, locked.rejected_file]
        record_delete(locked, actor=actor)
        transaction.on_commit(lambda: discard(*files))


def discard(*files: Any) -> None:
    for file in files:
        if file:
            file.delete(save=False)


def open_words(record: DossierImport, chosen: dict[str, str]) -> dict[str, dict[str, str]]:
    """{kind: {word as in the file: folded}} of the columns chosen, which neither we nor the source knows."""
    found: dict[str, dict[str, str]] = {}
    for name, header in chosen.items():
        if not (kind := columns.TARGET[name].words):
            continue
        table = words.table_of(kind, record.source.words.get(kind, {}))
        for word in record.scan.get("words", {}).get(header, {}):
            if (folded := words.fold(word)) not in table:
                found.setdefault(kind, {})[word] = folded
    return found
