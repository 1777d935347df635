"""What a person does with an export: hand it in, match its columns and words, have it imported, give it up."""

import hashlib
from collections.abc import Callable, Container
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.text import get_valid_filename

from qms import jobs
from qms.models import Job, User
from qms.records import record_delete, record_save
from qms.workflow import Transition, TransitionRefused
from tthc.enums import ImportState
from tthc.imports import columns, words
from tthc.imports.reader import check_name, check_size
from tthc.models import DossierImport, DossierSource
from tthc.transitions import imports as steps

SCAN, RUN = "tthc.import_scan", "tthc.import_run"
DONE = "Lần nhập này đã xong. Muốn nhập nữa thì chọn tệp mới."


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


def step_take(step: Transition, record: DossierImport, *, actor: User | None, **data: Any) -> DossierImport:
    """Do a step of the import's life. Raises PermissionDenied, or ValidationError with the reason."""
    try:
        done: DossierImport = step.run(record, actor=actor, **data)
    except TransitionRefused as refused:
        raise ValidationError(str(refused)) from refused
    return done


def lock(record: DossierImport) -> DossierImport:
    """The stored row, locked to the end of the transaction. Raises ValidationError when it is done already."""
    rows = DossierImport.objects.select_for_update(of=("self",), no_key=True).select_related("source")
    locked = rows.get(pk=record.pk)
    if locked.state == ImportState.DONE:
        raise ValidationError(DONE)
    return locked


def note(record: DossierImport, **values: Any) -> None:
    """Working values (scan, preview, files, job), which the history does not tell."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=[*values, "updated_at"])


def mapping_save(
    record: DossierImport,
    chosen: dict[str, str],
    chosen_words: dict[str, dict[str, str]],
    *,
    actor: User | None,
) -> DossierImport:
    """Remember columns and words with the source, and the file is ready to be previewed."""
    with transaction.atomic():
        # the source before the step, whose history locks the agency's chain: who renames the source locks them so
        source = DossierSource.objects.select_for_update(no_key=True).get(pk=record.source_id)
        matched = step_take(steps.match, record, actor=actor)
        source.columns = {target.name: chosen.get(target.name, "") for target in columns.TARGETS}
        remembered = dict(source.words)
        for kind, pairs in chosen_words.items():
            remembered[kind] = remembered.get(kind, {}) | pairs
        source.words = remembered
        matched.source = record_save(source, actor=actor)
    return matched


def read_start(record: DossierImport, *, actor: User) -> Job:
    """Queue the reading. Raises ValidationError while another job is at it."""
    with transaction.atomic():
        locked = lock(record)
        if refusal := steps.has_file(locked, actor) or steps.is_idle(locked, actor):
            raise ValidationError(refusal)
        locked.version += 1  # who saw an earlier preview looks again
        return _queue(locked, SCAN, "Đọc", actor, "version")


def import_start(
    record: DossierImport, *, actor: User, expected_version: int | None = None, **options: bool
) -> Job:
    """Queue the import. Raises ValidationError, also for a version that is not the one seen."""
    with transaction.atomic():
        started = step_take(steps.start, record, actor=actor, expected_version=expected_version, **options)
        return _queue(started, RUN, "Nhập", actor)


def _queue(record: DossierImport, kind: str, verb: str, actor: User, *changed: str) -> Job:
    job = jobs.start(
        kind,
        actor=actor,
        year=record.year,
        title=f"{verb} {record.file_name}"[:200],
        record=record.pk,
        back_url=record.get_absolute_url(),
    )
    note(record, job=job, **{name: getattr(record, name) for name in changed})
    return job


def work_again(record: DossierImport, *, actor: User) -> Job:
    """After a failure or a dead process: the same work once more; a new look where the source was matched anew."""
    if record.state in (ImportState.RUNNING, ImportState.REFUSED) and not steps.is_as_seen(record, actor):
        return import_start(record, actor=actor)
    return read_start(record, actor=actor)


def import_drop(record: DossierImport, *, actor: User | None) -> None:
    """Give up an import that brought nothing in; its file goes too. Raises ValidationError."""
    with transaction.atomic():
        locked = lock(record)
        if refusal := steps.is_idle(locked, actor):
            raise ValidationError(refusal)
        files = [locked.file, locked.rejected_file]
        record_delete(locked, actor=actor)
        transaction.on_commit(lambda: discard(*files))


def discard(*files: Any) -> None:
    for file in files:
        if file:
            file.delete(save=False)


def open_words(record: DossierImport, chosen: dict[str, str]) -> dict[str, dict[str, str]]:
    """{kind: {word as in the file: folded}} of the columns chosen, which neither we nor the source knows."""
    return _words(record, chosen, words.table_of)


def asked_words(record: DossierImport, chosen: dict[str, str]) -> dict[str, dict[str, str]]:
    """The open words, and those whose meaning a person chose before."""
    return _words(record, chosen, lambda kind, remembered: words.built_in(kind).keys() - remembered.keys())


def _words(
    record: DossierImport, chosen: dict[str, str], known: Callable[[str, dict[str, str]], Container[str]]
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, header in chosen.items():
        if not (kind := columns.TARGET[name].words):
            continue
        table = known(kind, record.source.words.get(kind, {}))
        for word in record.scan.get("words", {}).get(header, {}):
            if (folded := words.fold(word)) not in table:
                found.setdefault(kind, {})[word] = folded
    return found
