"""Internal audits, the units they visit and what they find."""

from textwrap import shorten

from django.db import models
from django.db.models import F, Q

from audits.enums import HELD_STATES, AuditState, FindingGrade, FindingState
from audits.querysets import AuditQuerySet, FindingQuerySet
from documents.models import OfficialDocument
from planning.models import PlanRow
from qms.models import Record, Unit, User
from qms.scope import ScopedManager


class InternalAudit(Record):
    """“Lần 01/2024”. Programme days and actual days are kept apart, so that they can be compared (R8)."""

    url_name = "audits:audit_detail"
    edit_permission = "audits.edit"
    search_fields = ("title", "notice", "place", "scope")

    year = models.PositiveSmallIntegerField("năm")
    round = models.PositiveSmallIntegerField("lần", default=1)
    team_decision = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quyết định thành lập đoàn",
    )
    notice = models.CharField(
        "thông báo, chương trình", max_length=300, blank=True, help_text="Số, ký hiệu, ngày của thông báo."
    )
    planned_from = models.DateField("theo chương trình từ ngày", null=True, blank=True)
    planned_to = models.DateField("theo chương trình đến ngày", null=True, blank=True)
    starts_on = models.DateField("đánh giá từ ngày", null=True, blank=True)
    ends_on = models.DateField("đánh giá đến ngày", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    scope = models.TextField("phạm vi", blank=True)
    audited_units_stated = models.PositiveSmallIntegerField(
        "số đơn vị theo văn bản",
        null=True,
        blank=True,
        help_text="Chỉ dùng khi chưa liệt kê được từng đơn vị.",
    )
    findings_recorded = models.BooleanField(
        "đã ghi đủ phát hiện",
        default=False,
        help_text="Đánh dấu khi đã nhập hết phát hiện, kể cả khi không có phát hiện nào.",
    )
    conclusion = models.TextField("kết luận của đoàn", blank=True)
    state = models.CharField("trạng thái", max_length=12, choices=AuditState, default=AuditState.PLANNED)

    objects = ScopedManager.from_queryset(AuditQuerySet)()

    unit_rows: int  # these three by AuditQuerySet.with_counts
    finding_rows: int
    open_findings: int

    class Meta(Record.Meta):
        verbose_name = "đợt đánh giá nội bộ"
        verbose_name_plural = "đánh giá nội bộ"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "round"],
                name="audit_round_once",
                violation_error_message="Lần đánh giá này đã có trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(round__gte=1),
                name="audit_round_positive",
                violation_error_message="Lần đánh giá đếm từ 1.",
            ),
            models.CheckConstraint(
                condition=Q(planned_from__isnull=True)
                | Q(planned_to__isnull=True)
                | Q(planned_to__gte=F("planned_from")),
                name="audit_planned_order",
                violation_error_message="Ngày kết thúc theo chương trình phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | (Q(starts_on__isnull=False) & Q(ends_on__gte=F("starts_on"))),
                name="audit_days_order",
                violation_error_message="Ngày kết thúc đánh giá cần có ngày bắt đầu và từ ngày đó trở đi.",
            ),
        )

    def __str__(self) -> str:
        return f"Đánh giá nội bộ lần {self.round:02d}/{self.year}"

    @property
    def title(self) -> str:
        return str(self)

    def sort_source(self) -> str:
        return f"{self.year} {self.round}"

    @property
    def change_refusal(self) -> str:
        """Why the audit and what hangs on it may not be rewritten now; empty when they may."""
        return f"{self} đã kết thúc, không sửa được nữa." if self.state == AuditState.CLOSED else ""

    def attachment_refusal(self, user: User) -> str:
        return self.change_refusal

    def load_refusal(self) -> str:
        return self.change_refusal

    @property
    def is_held(self) -> bool:
        return self.state in HELD_STATES

    @property
    def takes_findings(self) -> bool:
        return self.state in (AuditState.IN_PROGRESS, AuditState.REPORTED)

    @property
    def units_count(self) -> int | None:
        """Rows when there are any, else the number the paper states; None when neither is known."""
        rows = getattr(self, "unit_rows", None)
        if rows is None:
            rows = self.audited_units.count()
        return rows or self.audited_units_stated


class AuditedUnit(PlanRow):
    """A unit the audit visits, or a body that is no unit of the agency (Ban Chỉ đạo) by its name."""

    edit_permission = "audits.edit"
    parent_name = "audit"
    search_fields = ("name",)

    audit = models.ForeignKey(
        InternalAudit, models.PROTECT, related_name="audited_units", verbose_name="đợt đánh giá"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    name = models.CharField(
        "tên bộ phận", max_length=200, blank=True, help_text="Ghi khi không có trong danh sách đơn vị."
    )

    class Meta(PlanRow.Meta):
        verbose_name = "đơn vị được đánh giá"
        verbose_name_plural = "đơn vị được đánh giá"
        constraints = (
            models.CheckConstraint(
                condition=Q(unit__isnull=False, name="") | (Q(unit__isnull=True) & ~Q(name="")),
                name="audited_unit_or_name",
                violation_error_message="Chọn đơn vị trong danh sách hoặc ghi tên bộ phận, không ghi cả hai.",
            ),
            models.UniqueConstraint(
                fields=["audit", "unit"],
                name="audited_unit_once",
                violation_error_message="Đơn vị này đã có trong đợt đánh giá.",
            ),
            models.UniqueConstraint(
                fields=["audit", "name"],
                name="audited_name_once",
                condition=~Q(name=""),
                violation_error_message="Bộ phận này đã có trong đợt đánh giá.",
            ),
        )

    def __str__(self) -> str:
        return self.display_name or "đơn vị"

    def attachment_refusal(self, user: User) -> str:
        return self.audit.change_refusal

    def load_refusal(self) -> str:
        return self.audit.change_refusal

    @property
    def display_name(self) -> str:
        return self.unit.name if self.unit else self.name


class Finding(Record):
    """One finding and what became of it."""

    url_name = "audits:finding_detail"
    edit_permission = "audits.record"
    search_fields = ("description", "criterion", "outcome")

    audit = models.ForeignKey(
        InternalAudit, models.PROTECT, related_name="findings", verbose_name="đợt đánh giá"
    )
    number = models.PositiveSmallIntegerField("số")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    grade = models.CharField("mức độ", max_length=12, choices=FindingGrade, default=FindingGrade.MINOR)
    criterion = models.CharField(
        "căn cứ", max_length=300, help_text="Quy trình, mục hoặc điều khoản, ví dụ: QT-12, mục 5.2."
    )
    description = models.TextField("mô tả")
    opened_on = models.DateField("ngày phát hiện", null=True, blank=True)
    due_on = models.DateField("hạn khắc phục", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=FindingState, default=FindingState.OPEN)
    closed_on = models.DateField("ngày xác nhận khắc phục", null=True, blank=True)
    outcome = models.TextField("kết quả khắc phục", blank=True)

    objects = ScopedManager.from_queryset(FindingQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "phát hiện"
        verbose_name_plural = "phát hiện"
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="finding_number_once",
                violation_error_message="Số phát hiện này đã dùng trong đợt đánh giá.",
            ),
        )

    def __str__(self) -> str:
        return f"Phát hiện {self.number or 0:02d}: {shorten(self.description, 70, placeholder=' …')}"

    @property
    def change_refusal(self) -> str:
        if self.state == FindingState.CLOSED:
            return "Phát hiện đã xác nhận khắc phục; mở lại trước khi sửa."
        return self.audit.change_refusal

    def attachment_refusal(self, user: User) -> str:
        return self.audit.change_refusal

    def load_refusal(self) -> str:
        return self.change_refusal

    @property
    def number_label(self) -> str:
        return f"{self.number:02d}"

    def sort_source(self) -> str:
        return f"{self.number or 0}"
