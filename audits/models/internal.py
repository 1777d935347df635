"""Internal audits and the units they visit."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from audits.enums import HELD_STATES, AuditState, TeamRole
from audits.querysets import AuditQuerySet
from documents.models import OfficialDocument
from qms.models import OrderedRow, Person, Record, Unit, User
from qms.scope import ScopedManager

STANDARD = "TCVN ISO 9001:2015"


class InternalAudit(Record):
    """“Lần 01/2024”. Programme days and actual days are kept apart, so that they can be compared (R8)."""

    url_name = "audits:audit_detail"
    edit_permission = "audits.edit"
    search_fields = ("title", "place", "purpose", "topics", "scope")

    year = models.PositiveSmallIntegerField("năm")
    round = models.PositiveSmallIntegerField("lần", default=1)
    standard = models.CharField("tiêu chuẩn", max_length=200, default=STANDARD)
    purpose = models.TextField("mục đích", blank=True)
    scope = models.TextField(
        "phạm vi",
        blank=True,
        help_text="Để trống thì giấy tờ in danh sách đơn vị; ghi khi cần nói thêm về phạm vi.",
    )
    topics = models.TextField("nội dung đánh giá", blank=True)
    plan_document = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kế hoạch làm căn cứ",
    )
    team_decision = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quyết định thành lập đoàn",
    )
    planned_from = models.DateField("theo chương trình từ ngày", null=True, blank=True)
    planned_to = models.DateField("theo chương trình đến ngày", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)

    notice = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thông báo đánh giá",
        help_text="Nhập thông báo đã lấy số ở mục Văn bản rồi chọn; chưa có số thì in bản dự thảo.",
    )
    notice_organ = models.CharField("cơ quan ra thông báo", max_length=200, default="Ban Chỉ đạo ISO")
    notice_note = models.TextField("ghi chú trong thông báo", blank=True)
    notice_request = models.TextField("đề nghị cuối thông báo", blank=True)
    notice_recipients = models.TextField(
        "nơi nhận thông báo", blank=True, help_text="Mỗi nơi nhận một dòng; dòng cuối là nơi lưu."
    )
    notice_signature = models.TextField(
        "quyền hạn, chức vụ người ký thông báo", blank=True, help_text="Mỗi dòng in thành một dòng chữ ký."
    )
    notice_signer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký thông báo"
    )

    starts_on = models.DateField("đánh giá từ ngày", null=True, blank=True)
    starts_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ends_on = models.DateField("đánh giá đến ngày", null=True, blank=True)
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
    strengths = models.TextField("điểm mạnh", blank=True)
    organisation = models.TextField("công tác tổ chức đánh giá", blank=True)
    findings_remark = models.TextField("nhận xét về các điểm phát hiện", blank=True)
    remaining = models.TextField("các vấn đề còn tồn tại", blank=True)
    recommendations = models.TextField("kiến nghị", blank=True)
    report_recipients = models.TextField(
        "nơi nhận báo cáo", blank=True, help_text="Mỗi nơi nhận một dòng; dòng cuối là nơi lưu."
    )
    reported_on = models.DateField("ngày báo cáo", null=True, blank=True)
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="người ký"
    )
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
        return f"Đánh giá nội bộ lần {self.round_label}"

    @property
    def title(self) -> str:
        return str(self)

    @property
    def round_label(self) -> str:
        return f"{self.round:02d}/{self.year}"

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
    def team_in_order(self) -> list[Any]:
        """As papers print the team: the lead first, then in the order people gave. No query when prefetched."""
        return sorted(self.team.all(), key=lambda row: row.role != TeamRole.LEAD)

    @property
    def takes_findings(self) -> bool:
        return self.state in (AuditState.IN_PROGRESS, AuditState.REPORTED)

    @property
    def signed_refusal(self) -> str:
        """Why what the lead signed is not rewritten; a loaded audit that nobody signed here may be completed."""
        if self.state == AuditState.REPORTED and self.reported_by_id is not None:
            return "Trưởng đoàn đã ký báo cáo đánh giá; trưởng đoàn mở lại báo cáo thì mới sửa được."
        return ""

    @property
    def units_count(self) -> int | None:
        """Rows when there are any, else the number the paper states; None when neither is known."""
        rows = getattr(self, "unit_rows", None)
        if rows is None:
            rows = self.audited_units.count()
        return rows or self.audited_units_stated


class AuditRow(OrderedRow):
    """A row of an audit's plan; it changes as long as the audit does."""

    edit_permission = "audits.edit"
    parent_name = "audit"

    class Meta(OrderedRow.Meta):
        abstract = True

    def attachment_refusal(self, user: User) -> str:
        return self.owner.change_refusal

    def load_refusal(self) -> str:
        return self.owner.change_refusal

    @property
    def owner(self) -> InternalAudit:
        return self.audit  # type: ignore[attr-defined]


class AuditedUnit(AuditRow):
    """A unit the audit visits, or a body that is no unit of the agency (Ban Chỉ đạo) by its name."""

    search_fields = ("name",)
    choice_related = ("unit",)

    audit = models.ForeignKey(
        InternalAudit, models.PROTECT, related_name="audited_units", verbose_name="đợt đánh giá"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    name = models.CharField(
        "tên bộ phận", max_length=200, blank=True, help_text="Ghi khi không có trong danh sách đơn vị."
    )

    class Meta(AuditRow.Meta):
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

    @property
    def display_name(self) -> str:
        return self.unit.name if self.unit else self.name
