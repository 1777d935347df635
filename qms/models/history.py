"""The append-only record of who changed what, chained by hashes (qms/history.py writes it)."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from qms.scope import ScopedManager, ScopedModel, ScopedQuerySet


class AppendOnlyError(RuntimeError):
    """History is neither changed nor deleted."""


class HistoryQuerySet(ScopedQuerySet):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("Lịch sử không được sửa.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("Lịch sử không được xóa.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnlyError("Lịch sử không được sửa.")

    def of(self, obj: models.Model) -> "HistoryQuerySet":
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


class HistoryHead(models.Model):
    """The chain's end: one row an agency, locked while an entry is appended, so that a cut tail is seen."""

    agency = models.OneToOneField("qms.Agency", models.PROTECT, primary_key=True, related_name="+")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.sequence}"


class HistoryEntry(ScopedModel):
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(
        "qms.User", models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    actor_name = models.CharField(max_length=160)
    action = models.CharField(max_length=60)
    action_label = models.CharField("việc", max_length=120)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedManager.from_queryset(HistoryQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = "mục lịch sử"
        verbose_name_plural = "lịch sử"
        ordering = ("-sequence",)
        constraints = (models.UniqueConstraint(fields=["agency", "sequence"], name="history_sequence_once"),)
        indexes = (models.Index(fields=["agency", "object_type", "object_id"], name="history_object"),)

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action_label} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("Lịch sử không được sửa.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("Lịch sử không được xóa.")
