"""Take files in: type from the content, size limit, SHA-256; and say which a record has."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import puremagic
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import get_valid_filename

from qms import history
from qms.models.attachments import Attachment

if TYPE_CHECKING:
    from qms.models import User, Versioned

OFFICE = "application/vnd.openxmlformats-officedocument."
# extension → media type that its content must have
ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": OFFICE + "wordprocessingml.document",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".pptx": OFFICE + "presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
}
_SIGNATURE = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
}
# an Office file is a ZIP with this part; any other ZIP is not one
_MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}


def _holds(content: bytes, part: str) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return part in archive.namelist()
    except zipfile.BadZipFile:
        return False


def sniff(upload: UploadedFile) -> str:
    """The media type of the content. Raises ValidationError when it is not the one the name promises."""
    extension = PurePath(upload.name or "").suffix.lower()
    if extension not in ALLOWED:
        raise ValidationError(f"Không nhận tệp “{upload.name}”. Chỉ nhận: {', '.join(sorted(ALLOWED))}.")
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if not content:
        raise ValidationError(f"Tệp “{upload.name}” rỗng.")
    try:
        found = {match.extension.lower() for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        found = set()
    same = {".jpg": {".jpg", ".jpeg", ".jfif"}, ".jpeg": {".jpg", ".jpeg", ".jfif"}}.get(
        extension, {extension}
    )
    starts = _SIGNATURE.get(ALLOWED[extension], ())
    part = _MAIN_PART.get(extension)
    disguised = not content.startswith(starts) if starts else bool(part) and not _holds(content, str(part))
    if disguised or not (part or found & same):
        raise ValidationError(
            f"Nội dung tệp “{upload.name}” không phải là {extension[1:].upper()}. Tệp có thể đã bị đổi tên."
        )
    return ALLOWED[extension]


def check_size(upload: UploadedFile) -> None:
    limit = settings.MAX_UPLOAD_MB
    if (upload.size or 0) > limit * 1024 * 1024:
        size = (upload.size or 0) / 1024 / 1024
        raise ValidationError(f"Tệp “{upload.name}” nặng {size:.1f} MB, quá giới hạn {limit} MB.")


def _name(upload: UploadedFile) -> str:
    """The sender's name, short enough to be kept; a long one loses its middle, never its extension."""
    name = get_valid_filename(PurePath(upload.name or "tep").name)
    extension = PurePath(name).suffix
    return name[: 200 - len(extension)].removesuffix(extension) + extension


def _lock(record: "Versioned", actor: "User") -> None:
    """Nobody moves the record on while its files change. Raises ValidationError with its refusal."""
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if refusal := locked.attachment_refusal(actor):
        raise ValidationError(refusal)


def attachment_add(record: "Versioned", upload: UploadedFile, *, actor: "User") -> Attachment:
    """Keep a file with a record, with a history row. Raises ValidationError with a sentence."""
    check_size(upload)
    media_type = sniff(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    with transaction.atomic():
        _lock(record, actor)
        attachment = Attachment(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            name=_name(upload),
            media_type=media_type,
            size=upload.size or 0,
            sha256=digest.hexdigest(),
            uploaded_by=actor,
        )
        attachment.prepare_save()
        attachment.file = upload
        attachment.save()
        history.record(
            record,
            action="attach",
            label="Đính kèm tệp",
            actor=actor,
            data={"name": attachment.name, "sha256": attachment.sha256, "size": attachment.size},
        )
    return attachment


def attachment_remove(attachment: Attachment, *, actor: "User") -> None:
    """Take a file off its record; its name and SHA-256 stay in the history. Raises ValidationError."""
    with transaction.atomic():
        record: Any = attachment.record
        _lock(record, actor)
        detach(record, attachment, actor=actor)


def detach(record: models.Model, attachment: Attachment, *, actor: "User | None") -> None:
    """As attachment_remove, for a record that goes too: whoever may delete it takes its files along."""
    with transaction.atomic():
        history.record(
            record,
            action="detach",
            label="Gỡ tệp đính kèm",
            actor=actor,
            data={"name": attachment.name, "sha256": attachment.sha256},
        )
        stored = attachment.file
        attachment.delete()
        transaction.on_commit(lambda: stored.delete(save=False))


def shown_for(record: models.Model) -> list[dict[str, Any]]:
    """What a detail page lists: name, url, size in kB, when."""
    return [
        {
            "pk": file.pk,
            "name": file.name,
            "url": reverse("qms:attachment", args=[file.pk]),
            "remove_url": reverse("qms:attachment_remove", args=[file.pk]),
            "size_kb": max(1, file.size // 1024),
            "uploaded_at": file.uploaded_at,
            "sha256": file.sha256,
        }
        for file in Attachment.objects.of(record)
    ]


def add_url(record: models.Model) -> str:
    return reverse("qms:attachment_add", args=[record._meta.label_lower, record.pk])
