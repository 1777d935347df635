"""Checklist templates, and the sheets that auditors fill (phiếu ghi chép, ISO 9001:2015 9.2.2)."""

import uuid

from django.db import models

from audits.models.internal import AuditedUnit, InternalAudit
from audits.models.team import AuditSlot, AuditTeamMember
from audits.querysets import NoteLineQuerySet, NoteQuerySet
from documents.models import ControlledDocument
from qms.models import OrderedRow, Record, User
from qms.scope import ScopedManager


class ChecklistTemplate(Record):
    """What auditors go through in a unit; a sheet takes a copy of its lines."""

    url_name = "audits:checklist_detail"
    edit_permission = "audits.edit"
    search_fields = ("name",)

    name = models.CharField("tên danh mục", max_length=200)
    in_use = models.BooleanField("đang dùng", default=True)

    class Meta(Record.Meta):
        verbose_name = "danh mục kiểm tra"
        verbose_name_plural = "danh mục kiểm tra"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="checklist_name_once",
                violation_error_message="Danh mục kiểm tra này đã có.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CheckPoint(models.Model):
    """What a checklist line and a note line both say: clause, procedure, what to look at."""

    clause = models.CharField(
        "điều khoản", max_length=40, blank=True, help_text="Điều khoản hoặc mục, ví dụ 7.5.3 hoặc 5.2."
    )
    procedure = models.ForeignKey(
        ControlledDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quy trình",
    )
    topic = models.CharField("nội dung kiểm tra", max_length=500, blank=True)
    indented = models.BooleanField("mục con", default=False)

    class Meta:
        abstract = True


class ChecklistLine(CheckPoint, OrderedRow):
    edit_permission = "audits.edit"
    parent_name = "template"
    search_fields = ("topic",)

    template = models.ForeignKey(
        ChecklistTemplate, models.PROTECT, related_name="lines", verbose_name="danh mục kiểm tra"
    )

    class Meta(OrderedRow.Meta):
        verbose_name = "dòng kiểm tra"
        verbose_name_plural = "dòng kiểm tra"

    def __str__(self) -> str:
        return " ".join(part for part in (self.clause, self.topic) if part) or "dòng kiểm tra"


class AuditNote(Record):
    """One sheet: a slot × a unit, written by the slot's auditors."""

    url_name = "audits:note_detail"
    edit_permission = "audits.record"
    search_fields = ("title",)
    choice_related = ("unit__unit",)

    audit = models.ForeignKey(
        InternalAudit, models.PROTECT, related_name="notes", verbose_name="đợt đánh giá"
    )
    slot = models.ForeignKey(AuditSlot, models.PROTECT, related_name="notes", verbose_name="buổi")
    unit = models.ForeignKey(
        AuditedUnit, models.PROTECT, related_name="notes", verbose_name="bộ phận được đánh giá"
    )
    auditor = models.ForeignKey(
        AuditTeamMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name="đánh giá viên ghi phiếu",
    )
    noted_on = models.DateField("ngày", null=True, blank=True)
    representative = models.CharField("đại diện bộ phận", max_length=160, blank=True)

    objects = ScopedManager.from_queryset(NoteQuerySet)()

    line_rows: int  # by NoteQuerySet.for_list
    written_rows: int

    class Meta(Record.Meta):
        verbose_name = "phiếu ghi chép"
        verbose_name_plural = "phiếu ghi chép"
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "unit"],
                name="note_slot_unit_once",
                violation_error_message="Buổi này đã có phiếu ghi chép của đơn vị.",
            ),
        )

    def __str__(self) -> str:
        return f"Phiếu ghi chép: {self.unit}" if self.unit_id else "phiếu ghi chép"

    @property
    def title(self) -> str:
        return str(self)

    @property
    def change_refusal(self) -> str:
        """Why the sheet may not be written now; empty when it may."""
        if self.audit.takes_findings:
            return ""
        return (
            self.audit.change_refusal or f"{self.audit} chưa bắt đầu; bắt đầu đánh giá trước khi ghi phiếu."
        )

    def writing_refusal(self, user: User) -> str:
        """Why this user may not write on the sheet now; empty when he may."""
        from audits.guards import team_refusal  # guards read models

        return self.change_refusal or team_refusal(self.audit, user)

    def attachment_refusal(self, user: User) -> str:
        return self.writing_refusal(user)

    def load_refusal(self) -> str:
        return self.audit.change_refusal


class NoteLine(CheckPoint, OrderedRow):
    """One row of a sheet. `key` is made where the row is typed, so a repeated save adds nothing."""

    edit_permission = "audits.record"
    parent_name = "sheet"
    search_fields = ("topic", "note", "remark")

    sheet = models.ForeignKey(AuditNote, models.PROTECT, related_name="lines", verbose_name="phiếu")
    key = models.UUIDField("mã dòng", default=uuid.uuid4, editable=False)
    note = models.TextField("ghi chép", max_length=20_000, blank=True)
    remark = models.TextField("nhận xét", max_length=4_000, blank=True)

    objects = ScopedManager.from_queryset(NoteLineQuerySet)()

    class Meta(OrderedRow.Meta):
        verbose_name = "dòng ghi chép"
        verbose_name_plural = "dòng ghi chép"
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "key"],
                name="note_line_key_once",
                violation_error_message="Dòng này đã được lưu.",
            ),
        )

    def __str__(self) -> str:
        return (
            " ".join(part for part in (self.clause, self.topic or self.note[:60]) if part) or "dòng ghi chép"
        )

    def load_refusal(self) -> str:
        return self.sheet.load_refusal()

    def attachment_refusal(self, user: User) -> str:
        return self.sheet.writing_refusal(user)
