"""Findings; the same row is the nonconformity report (báo cáo sự không phù hợp) that answers it."""

from textwrap import shorten

from django.db import models
from django.db.models import Q

from audits.enums import NONCONFORMITIES, TO_ANSWER, CriterionType, Effectiveness, FindingGrade, FindingState
from audits.models.internal import InternalAudit
from audits.models.notes import NoteLine
from audits.models.team import AuditTeamMember
from audits.querysets import FindingQuerySet
from documents.models import ControlledDocument
from qms.models import Person, Record, Unit, User
from qms.scope import ScopedManager


def actor_field(label: str) -> models.ForeignKey:
    """The account that did a step: guards compare it, so nobody signs what he wrote."""
    return models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=label
    )


def person_field(label: str, help_text: str = "") -> models.ForeignKey:
    """The person whom the paper prints."""
    return models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        help_text=help_text,
    )


def attaching_refusal(unit_id: int | None, user: User) -> str:
    """Evidence is attached by the audited unit, and by those who record."""
    of_unit = unit_id is not None and user.person is not None and user.person.unit_id == unit_id
    return "" if of_unit or user.can("audits.record") else "Chỉ đầu mối của đơn vị này đính kèm bằng chứng."


class Finding(Record):
    """What an auditor found and what became of it."""

    url_name = "audits:finding_detail"
    edit_permission = "audits.attach"
    search_fields = ("description", "evidence", "section", "law", "cause", "action", "outcome")

    audit = models.ForeignKey(
        InternalAudit, models.PROTECT, related_name="findings", verbose_name="đợt đánh giá"
    )
    number = models.PositiveSmallIntegerField("số")
    stated_number = models.CharField(
        "số ghi trên giấy", max_length=40, blank=True, help_text="Chỉ ghi khi giấy đã lập ghi số khác."
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    grade = models.CharField("mức độ", max_length=12, choices=FindingGrade, default=FindingGrade.MINOR)
    criterion_type = models.CharField(
        "loại căn cứ", max_length=12, choices=CriterionType, default=CriterionType.PROCEDURE
    )
    clause = models.CharField("điều khoản tiêu chuẩn", max_length=40, blank=True, help_text="Ví dụ 7.5.3.")
    procedure = models.ForeignKey(
        ControlledDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quy trình"
    )
    section = models.CharField("mục của quy trình", max_length=300, blank=True, help_text="Ví dụ: Mục 5.2.")
    law = models.CharField("văn bản pháp luật", max_length=300, blank=True)
    description = models.TextField("mô tả", max_length=20_000)
    evidence = models.TextField("bằng chứng", max_length=20_000, blank=True)
    note_line = models.ForeignKey(
        NoteLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="findings",
        verbose_name="từ dòng ghi chép",
    )
    auditor = models.ForeignKey(
        AuditTeamMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="chuyên gia đánh giá",
    )
    opened_on = models.DateField("ngày phát hiện", null=True, blank=True)
    opened_by = actor_field("người ghi")

    cause = models.TextField("nguyên nhân", max_length=20_000, blank=True)
    action = models.TextField("hành động khắc phục, hướng cải tiến", max_length=20_000, blank=True)
    doer = person_field("người thực hiện")
    due_on = models.DateField("hạn khắc phục", null=True, blank=True)
    answered_by = actor_field("người trả lời")
    return_reason = models.TextField("lý do trả lại", max_length=20_000, blank=True, editable=False)
    """Why the unit has to answer again: the leader's sentence, or what the check found; kept until it is approved."""
    approver = person_field("người phê duyệt")
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    approved_by = actor_field("tài khoản phê duyệt")
    done_on = models.DateField("ngày thực hiện", null=True, blank=True)
    done_evidence = models.TextField("bằng chứng thực hiện", max_length=20_000, blank=True)
    done_by = actor_field("người báo cáo thực hiện")
    result = models.CharField("kết quả kiểm tra", max_length=14, choices=Effectiveness, blank=True)
    checker = person_field("người kiểm tra")
    checked_on = models.DateField("ngày kiểm tra", null=True, blank=True)
    checked_by = actor_field("tài khoản kiểm tra")
    outcome = models.TextField("nhận xét khi kiểm tra", max_length=20_000, blank=True)
    closed_on = models.DateField("ngày đóng", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=FindingState, default=FindingState.OPEN)

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
            models.CheckConstraint(
                condition=Q(criterion_type=CriterionType.CLAUSE) & ~Q(clause="")
                | Q(criterion_type=CriterionType.PROCEDURE) & (Q(procedure__isnull=False) | ~Q(section=""))
                | Q(criterion_type=CriterionType.LAW) & ~Q(law=""),
                name="finding_has_criterion",
                violation_error_message="Ghi căn cứ đúng loại đã chọn: điều khoản, quy trình hoặc văn bản.",
            ),
        )

    def __str__(self) -> str:
        return f"Phát hiện {self.number_label}: {shorten(self.description, 70, placeholder=' …')}"

    @property
    def number_label(self) -> str:
        return f"{self.number or 0:02d}"

    def sort_source(self) -> str:
        return f"{self.number or 0}"

    @property
    def criterion(self) -> str:
        """“QT-12, Mục 5.2”, “Điều khoản 7.5.3” or the law, as papers and lists print it."""
        if self.criterion_type == CriterionType.CLAUSE:
            return f"Điều khoản {self.clause}"
        if self.criterion_type == CriterionType.LAW:
            return self.law
        code = self.procedure.code if self.procedure else ""
        return ", ".join(part for part in (code, self.section) if part)

    @property
    def asks_for_answer(self) -> bool:
        return self.grade in TO_ANSWER

    @property
    def is_nonconformity(self) -> bool:
        return self.grade in NONCONFORMITIES

    @property
    def must_have_request(self) -> bool:
        return self.grade == FindingGrade.MAJOR

    @property
    def state_label(self) -> str:
        """The state as lists tell it: a good point waits for nobody, “không đạt” goes back to the unit."""
        if not self.asks_for_answer:
            return "Không cần trả lời"
        if self.waits_for_unit_again:
            return "Không đạt, chờ trả lời lại"
        return str(self.get_state_display())

    @property
    def waits_for_unit_again(self) -> bool:
        return self.state == FindingState.ANSWERED and self.result == Effectiveness.NOT_EFFECTIVE

    @property
    def change_refusal(self) -> str:
        """Why what was found may not be rewritten now; empty when it may."""
        if self.state != FindingState.OPEN or self.answered_by_id is not None or self.cause.strip():
            return "Đơn vị đã trả lời; phát hiện giữ nguyên nội dung để đối chiếu."
        return self.audit.change_refusal

    def attachment_refusal(self, user: User) -> str:
        if self.state in (FindingState.VERIFIED, FindingState.CLOSED):
            return "Phát hiện đã kiểm tra xong, không thêm bớt tệp được nữa."
        return self.audit.change_refusal or attaching_refusal(self.unit_id, user)

    def load_refusal(self) -> str:
        if self.state == FindingState.CLOSED:
            return "Phát hiện đã đóng, không sửa được nữa."
        return self.audit.change_refusal
