"""Legal time limits of complaints, denunciations and feedback, as data."""

from django.db import models
from django.db.models import Q

from qms.models import Record
from tthc.enums import ComplaintKind, CountedFrom, DayUnit


class ComplaintRule(Record):
    """A legal time limit: data, for decrees are replaced. `checked_on`: when somebody compared it with the text."""

    url_name = "tthc:complaint_rule_detail"
    edit_permission = "tthc.edit"
    search_fields = ("name", "legal_basis")

    kind = models.CharField("loại", max_length=12, choices=ComplaintKind)
    name = models.CharField(
        "trường hợp", max_length=120, help_text="Ví dụ: lần đầu; lần đầu, vùng sâu, vùng xa."
    )
    days = models.PositiveSmallIntegerField("thời hạn giải quyết")
    day_unit = models.CharField("tính bằng", max_length=8, choices=DayUnit, default=DayUnit.CALENDAR)
    counted_from = models.CharField(
        "tính từ", max_length=8, choices=CountedFrom, default=CountedFrom.ACCEPTED
    )
    intake_days = models.PositiveSmallIntegerField(
        "thời hạn thụ lý", null=True, blank=True, help_text="Để trống khi không có bước thụ lý."
    )
    intake_unit = models.CharField(
        "thời hạn thụ lý tính bằng", max_length=8, choices=DayUnit, default=DayUnit.CALENDAR
    )
    extension_days = models.PositiveSmallIntegerField(
        "được gia hạn thêm nhiều nhất", null=True, blank=True, help_text="Để trống khi không được gia hạn."
    )
    legal_basis = models.CharField("căn cứ", max_length=300)
    checked_on = models.DateField(
        "đã đối chiếu với văn bản ngày",
        null=True,
        blank=True,
        help_text="Để trống khi chưa ai đọc lại văn bản đang hiệu lực.",
    )
    position = models.PositiveSmallIntegerField(
        "thứ tự", default=1, help_text="Số nhỏ nhất của loại là mặc định."
    )

    class Meta(Record.Meta):
        verbose_name = "thời hạn giải quyết"
        verbose_name_plural = "thời hạn giải quyết"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "kind", "name"],
                name="complaint_rule_once",
                violation_error_message="Trường hợp này của loại đơn đã có.",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=400),
                name="complaint_rule_days",
                violation_error_message="Thời hạn từ 1 đến 400 ngày.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.name}: {self.limit}"

    @property
    def limit(self) -> str:
        return f"{self.days} {self.get_day_unit_display()} từ {self.get_counted_from_display()}"

    @property
    def standing(self) -> str:
        return "đã đối chiếu" if self.checked_on else "chưa đối chiếu"

    def sort_source(self) -> str:
        kinds = ComplaintKind.values
        return f"{kinds.index(self.kind) if self.kind in kinds else 9} {self.position} {self.name}"
