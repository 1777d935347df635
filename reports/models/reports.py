"""The annual report of an agency: details, sections that differ from the outline, files frozen at issue."""

import datetime
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from documents.models import OfficialDocument
from qms.models import Person, Record
from qms.scope import ScopedModel
from reports.enums import EDITABLE, FROZEN, ReleaseFormat, ReportState
from reports.models.outlines import MAX_BODY, ReportOutline


class AnnualReport(Record):
    """`quoted`: section key → figure key → the figure's text when the section was last saved or confirmed."""

    url_name = "reports:report_detail"
    edit_permission = "reports.edit"
    search_fields = ("subject", "notation", "year")

    year = models.PositiveSmallIntegerField("năm")
    outline = models.ForeignKey(
        ReportOutline, models.PROTECT, related_name="reports", verbose_name="đề cương"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    subject = models.TextField("trích yếu", help_text="Không ghi “V/v” (NĐ 30, ô số 5a).")
    parent_organ = models.TextField("cơ quan chủ quản", blank=True)
    organ = models.TextField("cơ quan ban hành", help_text="Như in ở đầu văn bản; xuống dòng được giữ.")
    number = models.PositiveIntegerField("số", null=True, blank=True, help_text="Để trống đến khi ban hành.")
    notation = models.CharField("ký hiệu", max_length=40)
    place = models.CharField("địa danh", max_length=80)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    month = models.PositiveSmallIntegerField(
        "tháng",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="In ở bản dự thảo khi chưa có ngày.",
    )
    addressees = models.TextField("kính gửi", blank=True, help_text="Mỗi nơi một dòng.")
    recipients = models.TextField("nơi nhận", help_text="Mỗi nơi một dòng; dòng cuối là Lưu: VT, …")
    signature_lines = models.TextField(
        "quyền hạn, chức vụ người ký",
        help_text="Mỗi ý một dòng: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
    )
    signer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký"
    )
    due_on = models.DateField("hạn gửi", null=True, blank=True)
    sent_on = models.DateField("ngày gửi", null=True, blank=True)
    sent_to = models.CharField("gửi tới", max_length=300, blank=True)
    submitted_by = models.ForeignKey(
        "qms.User", models.PROTECT, null=True, related_name="+", verbose_name="người trình", editable=False
    )
    approved_by = models.ForeignKey(
        "qms.User", models.PROTECT, null=True, related_name="+", verbose_name="người duyệt", editable=False
    )
    return_reason = models.TextField("lý do trả lại", blank=True, editable=False)
    writers = models.JSONField(default=list, blank=True, editable=False)
    """Accounts that made the report or changed its details or sections: none of them approves it."""
    submitted_note = models.CharField("khi trình", max_length=200, blank=True, editable=False)
    submitted_digest = models.CharField(max_length=64, blank=True, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, related_name="+", verbose_name="văn bản", editable=False
    )
    quoted = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "báo cáo năm"
        verbose_name_plural = "báo cáo năm"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "outline"],
                name="report_once_a_year",
                violation_error_message="Năm này đã có báo cáo theo đề cương này.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=FROZEN)
                | models.Q(number__isnull=False, issued_on__isnull=False),
                name="report_issued_has_number",
                violation_error_message="Báo cáo đã ban hành phải có số và ngày.",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_on__isnull=True)
                | models.Q(issued_on__isnull=True)
                | models.Q(sent_on__gte=models.F("issued_on")),
                name="report_sent_after_issue",
                violation_error_message="Ngày gửi không được trước ngày ban hành.",
            ),
        )

    def __str__(self) -> str:
        return f"Báo cáo năm {self.year}"

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE

    def attachment_refusal(self, user: Any) -> str:
        return self.change_refusal()

    def load_refusal(self) -> str:
        return self.change_refusal()

    def change_refusal(self) -> str:
        """Why what the paper says may not change now."""
        if self.editable:
            return ""
        state = self.get_state_display()
        return f"Báo cáo {state[:1].lower()}{state[1:]}, không sửa hay thêm, gỡ tệp được nữa."

    @property
    def frozen(self) -> bool:
        return self.state in FROZEN

    @property
    def paper_day(self) -> datetime.date:
        """The day whose names the paper prints: its own, or the year's last while it has none."""
        return self.issued_on or datetime.date(self.year, 12, 31)

    @property
    def symbol(self) -> str:
        """“247/BC-UBND”; blank number in a draft."""
        return f"{self.number:02d}/{self.notation}" if self.number is not None else f"…/{self.notation}"

    def clean(self) -> None:
        super().clean()
        if self.pk and not self.editable:
            stored = type(self).objects.filter(pk=self.pk).first()
            if stored is not None and stored.snapshot() != self.snapshot():
                raise ValidationError(f"Báo cáo “{self.get_state_display()}”, không sửa được.")

    def sort_source(self) -> str:
        return f"{self.year}"

    def snapshot(self) -> dict[str, Any]:
        """Without the memory of figures and of accounts: neither is an edit of the report."""
        left = ("quoted", "writers", "submitted_digest")
        return {name: value for name, value in super().snapshot().items() if name not in left}


class ReportSection(Record):
    """A section's own text in one report; a section without a row reads as its outline says."""

    edit_permission = "reports.edit"
    search_fields = ("heading", "body")

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sections", verbose_name="báo cáo")
    key = models.SlugField("mã mục", max_length=60)
    heading = models.TextField("tiêu đề", blank=True)
    body = models.TextField("nội dung", blank=True, max_length=MAX_BODY)
    edited_by = models.ForeignKey(
        "qms.User", models.PROTECT, null=True, related_name="+", verbose_name="người sửa", editable=False
    )
    edited_at = models.DateTimeField("sửa lúc", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "mục của báo cáo"
        verbose_name_plural = "mục của báo cáo"
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(
                fields=["report", "key"],
                name="report_section_once",
                violation_error_message="Báo cáo đã có mục này.",
            ),
        )

    def __str__(self) -> str:
        return self.heading or self.key

    def load_refusal(self) -> str:
        return self.report.change_refusal()

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("reports:section_edit", args=[self.report_id, self.key])


def release_name(file: "ReleasedFile", filename: str) -> str:
    """A name nobody can guess; the sender's name is given at download."""
    return f"reports/{file.agency_id}/{uuid.uuid4().hex}"


class ReleasedFile(ScopedModel):
    """A file rendered once, at issue, and served as it is ever after."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="files")
    format = models.CharField("dạng", max_length=10, choices=ReleaseFormat)
    file = models.FileField(upload_to=release_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("dung lượng")
    created_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "tệp đã ban hành"
        verbose_name_plural = "tệp đã ban hành"
        constraints = (models.UniqueConstraint(fields=["report", "format"], name="released_format_once"),)

    def __str__(self) -> str:
        return f"{self.report} ({self.get_format_display()})"
