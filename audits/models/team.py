"""The audit's team and its schedule: who audits whom, when, about what."""

from django.db import models
from django.db.models import F, Q

from audits.enums import TeamRole
from audits.models.internal import AuditedUnit, AuditRow, InternalAudit
from audits.querysets import SlotQuerySet
from documents.models import ControlledDocument
from qms.models import OrderedRow, Person
from qms.scope import ScopedManager


class AuditTeamMember(AuditRow):
    """A person of the team; the paper spells his name as his row does, `stated_name` keeps another spelling (R9)."""

    search_fields = ("title", "stated_name")
    choice_related = ("person",)

    audit = models.ForeignKey(InternalAudit, models.PROTECT, related_name="team", verbose_name="đợt đánh giá")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="cán bộ")
    title = models.CharField(
        "chức vụ công tác", max_length=200, blank=True, help_text="Để trống thì lấy chức vụ ở trang cán bộ."
    )
    stated_name = models.CharField(
        "tên ghi trong văn bản",
        max_length=120,
        blank=True,
        help_text="Chỉ ghi khi văn bản đã ban hành viết khác tên trong danh sách cán bộ.",
    )
    role = models.CharField("vai trò", max_length=12, choices=TeamRole, default=TeamRole.MEMBER)

    class Meta(AuditRow.Meta):
        verbose_name = "thành viên đoàn đánh giá"
        verbose_name_plural = "đoàn đánh giá"
        constraints = (
            models.UniqueConstraint(
                fields=["audit", "person"],
                name="team_person_once",
                violation_error_message="Người này đã có trong đoàn đánh giá.",
            ),
            models.UniqueConstraint(
                fields=["audit"],
                condition=Q(role="lead"),
                name="team_one_lead",
                violation_error_message="Đoàn đánh giá đã có trưởng đoàn.",
            ),
        )

    def __str__(self) -> str:
        return self.person.name if self.person_id else "thành viên"

    @property
    def display_title(self) -> str:
        return self.title or self.person.position

    @property
    def named(self) -> str:
        """“Bà Tên”, as the team's table prints it."""
        return f"{self.person.honorific} {self.person.name}".strip()


class AuditSlot(AuditRow):
    """One meeting of the schedule: units, day, hours, topics, auditors."""

    search_fields = ("topics",)

    audit = models.ForeignKey(
        InternalAudit, models.PROTECT, related_name="slots", verbose_name="đợt đánh giá"
    )
    day = models.DateField("ngày")
    starts_at = models.TimeField("từ giờ")
    ends_at = models.TimeField("đến giờ")
    topics = models.TextField("nội dung đánh giá", blank=True, help_text="Mỗi nội dung một dòng.")

    objects = ScopedManager.from_queryset(SlotQuerySet)()

    class Meta(AuditRow.Meta):
        verbose_name = "buổi đánh giá"
        verbose_name_plural = "lịch đánh giá"
        ordering = ("day", "starts_at", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="slot_hours_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        if self.day is None or self.starts_at is None or self.ends_at is None:
            return "buổi đánh giá"
        return f"Buổi {self.day:%d/%m/%Y}, {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    def overlaps(self, other: "AuditSlot") -> bool:
        return self.day == other.day and self.starts_at < other.ends_at and other.starts_at < self.ends_at


class SlotRow(OrderedRow):
    """What hangs on a slot; explicit rows, because an automatic M2M table has no agency."""

    edit_permission = "audits.edit"
    parent_name = "slot"

    class Meta(OrderedRow.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return self.slot.get_absolute_url()  # type: ignore[attr-defined]

    def load_refusal(self) -> str:
        return self.slot.load_refusal()  # type: ignore[attr-defined]

    def attachment_refusal(self, user: object) -> str:
        return "Đính kèm tệp ở trang của đợt đánh giá."


class SlotUnit(SlotRow):
    slot = models.ForeignKey(AuditSlot, models.CASCADE, related_name="units", verbose_name="buổi")
    unit = models.ForeignKey(AuditedUnit, models.PROTECT, related_name="slots", verbose_name="đơn vị")

    class Meta(SlotRow.Meta):
        verbose_name = "đơn vị của buổi"
        verbose_name_plural = "đơn vị của buổi"
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "unit"],
                name="slot_unit_once",
                violation_error_message="Đơn vị này đã có trong buổi.",
            ),
        )

    def __str__(self) -> str:
        return str(self.unit) if self.unit_id else "đơn vị"


class SlotAuditor(SlotRow):
    slot = models.ForeignKey(AuditSlot, models.CASCADE, related_name="auditors", verbose_name="buổi")
    member = models.ForeignKey(
        AuditTeamMember, models.PROTECT, related_name="slots", verbose_name="đánh giá viên"
    )

    class Meta(SlotRow.Meta):
        verbose_name = "đánh giá viên của buổi"
        verbose_name_plural = "đánh giá viên của buổi"
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "member"],
                name="slot_auditor_once",
                violation_error_message="Đánh giá viên này đã có trong buổi.",
            ),
        )

    def __str__(self) -> str:
        return str(self.member) if self.member_id else "đánh giá viên"


class SlotProcedure(SlotRow):
    slot = models.ForeignKey(AuditSlot, models.CASCADE, related_name="procedures", verbose_name="buổi")
    document = models.ForeignKey(
        ControlledDocument, models.PROTECT, related_name="+", verbose_name="quy trình liên quan"
    )

    class Meta(SlotRow.Meta):
        verbose_name = "quy trình của buổi"
        verbose_name_plural = "quy trình của buổi"
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "document"],
                name="slot_procedure_once",
                violation_error_message="Quy trình này đã có trong buổi.",
            ),
        )

    def __str__(self) -> str:
        return self.document.code if self.document_id else "quy trình"
