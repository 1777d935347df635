"""Writes of documents over several rows: revisions with their files, declarations with their fields."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from documents.guards import drafting_refusal
from documents.models import (
    ConformityDeclaration,
    ControlledDocument,
    DeclaredField,
    OfficialDocument,
    Revision,
)
from documents.update_services import updates_follow, updates_lock
from qms.attachments import attachment_add
from qms.models import Attachment, Person, User
from qms.records import record_delete, record_save


def official_save(
    document: OfficialDocument, *, actor: User, expected_version: int | None = None
) -> OfficialDocument:
    """Enter or change an official document; open updates follow its day of effect.

    Raises ValidationError with the reason when it is locked, or when they would lose their day.
    """
    with transaction.atomic():
        _refuse_locked(document)
        tasks = updates_lock(document)
        record_save(document, actor=actor, expected_version=expected_version)
        updates_follow(tasks, law=document, actor=actor)
        return document


def official_delete(document: OfficialDocument, *, actor: User) -> None:
    """Raises ValidationError with the reason when it is locked or still cited."""
    with transaction.atomic():
        _refuse_locked(document)
        record_delete(document, actor=actor)


def _refuse_locked(document: OfficialDocument) -> None:
    stored = OfficialDocument.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if stored is not None and stored.locked:
        raise ValidationError(stored.locked)


def revision_refusal(document: ControlledDocument, actor: User) -> str:
    """Why no new revision of the document may be begun by this person now; empty when it may."""
    if refusal := drafting_refusal(document, actor):
        return refusal
    begun = Revision.objects.open().filter(document=document).first()
    if begun is None:
        return ""
    return f"{begun.number_label} đang ở trạng thái “{begun.get_state_display()}”; làm xong lần này trước."


def content_refusal(revision: Revision, actor: User) -> str:
    """Why the text and the files of a revision, stored or about to be begun, may not be changed now."""
    if revision.pk is None:
        return revision_refusal(revision.document, actor)
    if not revision.is_editable:
        state = revision.get_state_display()
        return f"{revision.number_label} đang ở trạng thái “{state}”, nội dung không sửa được nữa."
    return drafting_refusal(revision.document, actor)


def revision_draft(document: ControlledDocument, actor: User) -> Revision:
    """An unsaved next revision, with the text of the one in force to start from."""
    current = Revision.objects.effective().filter(document=document).first()
    last = Revision.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
    return Revision(
        document=document,
        number=last + 1,
        content=current.content if current else "",
        author=actor.person,
        reviewer=current.reviewer if current else None,
        approver=current.approver if current else None,
    )


def revision_create(
    *,
    document: ControlledDocument,
    actor: User,
    content: str | None = None,
    change_summary: str = "",
    author: Person | None = None,
    reviewer: Person | None = None,
    approver: Person | None = None,
    planned_on: datetime.date | None = None,
    kept_on_paper: str = "",
    upload: UploadedFile | None = None,
) -> Revision:
    """Begin the next revision (content None: the text in force). Raises ValidationError with the refusal."""
    with transaction.atomic():
        locked = ControlledDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if refusal := revision_refusal(locked, actor):
            raise ValidationError(refusal)
        revision = revision_draft(locked, actor)
        if content is not None:
            revision.content = content
        revision.change_summary, revision.planned_on = change_summary, planned_on
        revision.kept_on_paper = kept_on_paper
        revision.author = author or revision.author
        revision.reviewer, revision.approver = reviewer or revision.reviewer, approver or revision.approver
        revision.writers = [actor.pk]
        record_save(revision, actor=actor)
        if upload is not None:
            attachment_add(revision, upload, actor=actor)
    return revision


def revision_update(
    *, revision: Revision, actor: User, expected_version: int | None, upload: UploadedFile | None = None
) -> Revision:
    """Save a changed draft. Raises ValidationError when it is none any more, StaleRecord when it changed."""
    with transaction.atomic():
        stored = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
        if refusal := content_refusal(stored, actor):
            raise ValidationError(refusal)
        changed = upload is not None or revision.snapshot() != stored.snapshot()
        revision.writers = sorted({*stored.writers, actor.pk}) if changed else stored.writers
        record_save(revision, actor=actor, expected_version=expected_version)
        if upload is not None:
            attachment_add(revision, upload, actor=actor)
    return revision


def revision_delete(*, revision: Revision, actor: User) -> None:
    """Drop a draft with its files. Raises ValidationError for anything further on."""
    with transaction.atomic():
        stored = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
        if refusal := content_refusal(stored, actor):
            raise ValidationError(refusal)
        Attachment.objects.of(stored).delete()
        record_delete(stored, actor=actor)


def declaration_save(
    *,
    declaration: ConformityDeclaration,
    field_names: Iterable[str],
    actor: User,
    expected_version: int | None = None,
) -> ConformityDeclaration:
    """Save a declaration and the list of its fields, in the given order; names are compared as typed."""
    with transaction.atomic():
        record_save(declaration, actor=actor, expected_version=expected_version)
        names = list(dict.fromkeys(name.strip() for name in field_names if name.strip()))
        stored = {row.name: row for row in DeclaredField.objects.filter(declaration=declaration)}
        for name, row in stored.items():
            if name not in names:
                record_delete(row, actor=actor)
        for position, name in enumerate(names, start=1):
            row = stored.get(name) or DeclaredField(declaration=declaration, name=name)
            row.position = position
            record_save(row, actor=actor)
    return declaration
