"""Units of an agency, with their names as they were at a date."""

import datetime

from django.db import models
from django.urls import reverse

from qms.models.base import Record


class Unit(Record):
    """A division of the agency (phòng, ban, đơn vị)."""

    url_name = "qms:unit_detail"
    edit_permission = "qms.manage_people"
    search_fields = ("name", "short_name")

    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60, blank=True)
    valid_from = models.DateField("hoạt động từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"], name="unit_name_once", violation_error_message="Đơn vị này đã có."
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_valid_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def name_at(self, day: datetime.date) -> str:
        """The name in force that day; today's when no earlier ones were entered. One query, none when prefetched."""
        former = [row for row in self.former_names.all() if row.valid_to >= day]
        return min(former, key=lambda row: row.valid_to).name if former else self.name


class UnitFormerName(Record):
    edit_permission = "qms.manage_people"
    search_fields = ("name",)

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names", verbose_name="đơn vị")
    name = models.CharField("tên", max_length=200)
    valid_to = models.DateField("dùng đến hết ngày")

    class Meta(Record.Meta):
        verbose_name = "tên trước đây của đơn vị"
        verbose_name_plural = "tên trước đây của đơn vị"
        ordering = ("valid_to",)
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "valid_to"],
                name="unit_former_name_once",
                violation_error_message="Đã có tên khác dùng đến hết ngày này.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(Unit.url_name, args=[self.unit_id])


class UnitPredecessor(Record):
    """A merger or a split: which units this one came from."""

    edit_permission = "qms.manage_people"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="predecessors", verbose_name="đơn vị")
    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successors", verbose_name="đơn vị tiền thân"
    )
    decision = models.CharField("theo văn bản", max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = "đơn vị tiền thân"
        verbose_name_plural = "đơn vị tiền thân"
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "predecessor"],
                name="unit_predecessor_once",
                violation_error_message="Đơn vị tiền thân này đã ghi.",
            ),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("predecessor")),
                name="unit_predecessor_other",
                violation_error_message="Đơn vị không thể là tiền thân của chính nó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse(Unit.url_name, args=[self.unit_id])

    def sort_source(self) -> str:
        """Without the predecessor: it is not chosen yet when the form is read."""
        return str(self.unit)
