"""Outlines (đề cương): what a report says, in which order; data that the secretary copies and changes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from qms.models import Record
from reports.enums import DecimalMark, NumberStyle, SectionKind

MAX_BODY = 50_000


class ReportOutline(Record):
    url_name = "reports:outline_detail"
    edit_permission = "reports.edit"
    search_fields = ("name", "subject")

    name = models.CharField("tên đề cương", max_length=200)
    subject = models.TextField(
        "trích yếu", help_text="Không ghi “V/v”. Chèn được {{ nam }}, {{ dia_ban }}, {{ co_quan }}."
    )
    notation = models.CharField("ký hiệu", max_length=40, default="BC-UBND")
    addressees = models.TextField("kính gửi", blank=True, help_text="Mỗi nơi một dòng; có thể để trống.")
    recipients = models.TextField("nơi nhận", help_text="Mỗi nơi một dòng; dòng cuối là Lưu: VT, …")
    number_style = models.CharField(
        "cách ghi số", max_length=10, choices=NumberStyle, default=NumberStyle.PLAIN
    )
    decimal_mark = models.CharField(
        "cách ghi tỷ lệ", max_length=10, choices=DecimalMark, default=DecimalMark.COMMA
    )
    source_note = models.TextField("nguồn của đề cương", blank=True, help_text="Theo văn bản hướng dẫn nào.")

    class Meta(Record.Meta):
        verbose_name = "đề cương báo cáo"
        verbose_name_plural = "đề cương báo cáo"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="outline_name_once",
                violation_error_message="Đã có đề cương tên này.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OutlineSection(Record):
    """A section of an outline; heading and body may quote figures."""

    url_name = "reports:outline_section_edit"
    edit_permission = "reports.edit"
    search_fields = ("heading", "body")

    outline = models.ForeignKey(
        ReportOutline, models.CASCADE, related_name="sections", verbose_name="đề cương"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    key = models.SlugField("mã mục", max_length=60)
    kind = models.CharField("loại", max_length=10, choices=SectionKind, default=SectionKind.SECTION)
    heading = models.TextField("tiêu đề", blank=True)
    level = models.PositiveSmallIntegerField(
        "cấp", default=1, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    annex_number = models.CharField("số phụ lục", max_length=10, blank=True)
    body = models.TextField("nội dung", blank=True, max_length=MAX_BODY)

    class Meta(Record.Meta):
        verbose_name = "mục của đề cương"
        verbose_name_plural = "mục của đề cương"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["outline", "key"],
                name="outline_section_key_once",
                violation_error_message="Đề cương đã có mục mang mã này.",
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=4),
                name="outline_section_level",
                violation_error_message="Cấp của mục từ 1 đến 4.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the list of sections calls it."""
        if self.kind == SectionKind.ANNEX:
            return f"Phụ lục {self.annex_number}".strip()
        if self.kind != SectionKind.SECTION:
            return self.get_kind_display()
        return (self.heading or self.body or self.key).strip().lstrip("*+- ").split("\n")[0][:120]

    def sort_source(self) -> str:
        return f"{self.position} {self.key}"
