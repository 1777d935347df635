"""Files attached to any record."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from qms.scope import ScopedManager, ScopedModel, ScopedQuerySet


def storage_name(attachment: "Attachment", filename: str) -> str:
    """A name nobody can guess, without the sender's file name or extension: nothing there can be run or browsed."""
    return f"attachments/{attachment.agency_id}/{uuid.uuid4().hex}"


class AttachmentQuerySet(ScopedQuerySet):
    def of(self, obj: models.Model) -> "AttachmentQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)


class Attachment(ScopedModel):
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    media_type = models.CharField("loại", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        "qms.User", models.PROTECT, related_name="+", verbose_name="người tải lên"
    )
    uploaded_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = ScopedManager.from_queryset(AttachmentQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ("pk",)
        indexes = (models.Index(fields=["content_type", "object_id"], name="attachment_object"),)

    def __str__(self) -> str:
        return self.name
