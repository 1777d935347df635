"""What supports the plan during the year: guidance documents and training."""

import datetime

from django.db import models

from documents.models import OfficialDocument
from planning.enums import GuidanceKind
from planning.models.base import PlanRow
from planning.querysets import AttendeeQuerySet, GuidanceQuerySet
from qms.models import Person, Record
from qms.scope import ScopedManager


class GuidanceDocument(Record):
    """A văn bản by which the agency guides and urges its units; its number may not be known yet."""

    url_name = "planning:guidance_detail"
    edit_permission = "planning.edit"
    search_fields = ("subject",)

    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại", max_length=10, choices=GuidanceKind, default=GuidanceKind.LETTER)
    subject = models.CharField("nội dung", max_length=500)
    document = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="số, ký hiệu",
        help_text="Chọn từ mục Văn bản; để trống khi chưa tra được số, ký hiệu.",
    )
    issued_on = models.DateField(
        "ngày ban hành", null=True, blank=True, help_text="Để trống thì lấy ngày của văn bản đã chọn."
    )

    quarter_stated = models.PositiveSmallIntegerField(
        "quý",
        null=True,
        blank=True,
        choices=[(1, "Quý I"), (2, "Quý II"), (3, "Quý III"), (4, "Quý IV")],
        help_text="Chỉ cần khi chưa tra được ngày ban hành.",
    )

    objects = ScopedManager.from_queryset(GuidanceQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "văn bản chỉ đạo, hướng dẫn"
        verbose_name_plural = "văn bản chỉ đạo, hướng dẫn"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "kind", "subject"],
                name="guidance_once",
                violation_error_message="Văn bản cùng loại, cùng nội dung này đã có trong năm.",
            ),
            models.UniqueConstraint(
                fields=["agency", "document"],
                name="guidance_document_once",
                violation_error_message="Văn bản này đã được kể một lần.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def sort_source(self) -> str:
        return self.subject

    @property
    def day(self) -> datetime.date | None:
        """When it was issued, None when nobody has entered it."""
        return self.issued_on or (self.document.issued_on if self.document else None)

    @property
    def quarter(self) -> int | None:
        """By the day of issue; as stated while the day is not known."""
        return (self.day.month + 2) // 3 if self.day else self.quarter_stated

    @property
    def quarter_label(self) -> str:
        return {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV"}.get(self.quarter or 0, "")

    @property
    def symbol(self) -> str:
        return self.document.symbol if self.document else "chưa có"


class TrainingCourse(Record):
    url_name = "planning:training_detail"
    edit_permission = "planning.edit"
    search_fields = ("title", "partner", "lecturer")

    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("nội dung tập huấn", max_length=300)
    partner = models.CharField("cơ quan phối hợp", max_length=200, blank=True)
    lecturer = models.CharField("giảng viên, báo cáo viên", max_length=200, blank=True)
    held_on = models.DateField("ngày tổ chức", null=True, blank=True)
    participants = models.PositiveIntegerField("số người dự", null=True, blank=True)
    for_auditors = models.BooleanField(
        "đào tạo đánh giá viên nội bộ",
        default=False,
        help_text="Người dự lớp này được tính là đã đào tạo đánh giá viên.",
    )
    evidence = models.TextField(
        "minh chứng",
        blank=True,
        help_text="Công văn triệu tập, danh sách ký tên, tài liệu; hoặc đính kèm tệp.",
    )

    class Meta(Record.Meta):
        verbose_name = "lớp tập huấn"
        verbose_name_plural = "lớp tập huấn"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "title"],
                name="training_once",
                violation_error_message="Lớp tập huấn này đã có trong năm; lớp khác thì ghi thêm đợt.",
            ),
        )

    def __str__(self) -> str:
        return self.title


class TrainingAttendee(PlanRow):
    """Who attended; those of a course for auditors make the list of trained auditors (7.2, 9.2)."""

    parent_name = "course"
    search_fields = ("certificate",)

    course = models.ForeignKey(
        TrainingCourse, models.PROTECT, related_name="attendees", verbose_name="lớp tập huấn"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="cán bộ")
    certificate = models.CharField("chứng nhận", max_length=200, blank=True, help_text="Số, ngày, nơi cấp.")

    objects = ScopedManager.from_queryset(AttendeeQuerySet)()

    class Meta(PlanRow.Meta):
        verbose_name = "người dự tập huấn"
        verbose_name_plural = "người dự tập huấn"
        constraints = (
            models.UniqueConstraint(
                fields=["course", "person"],
                name="attendee_once",
                violation_error_message="Người này đã có trong danh sách dự lớp.",
            ),
        )

    def __str__(self) -> str:
        return self.person.name if self.person_id else "người dự"
