"""Corrective-action requests (phiếu yêu cầu hành động khắc phục, ISO 9001:2015 10.2), round by round."""

import datetime
from textwrap import shorten

from django.db import models
from django.db.models import Q

from audits.enums import CarOrigin, CarState, Effectiveness
from audits.models.findings import Finding, actor_field, attaching_refusal, person_field
from audits.querysets import ActionQuerySet, CarQuerySet
from documents.models import Revision
from qms.models import OrderedRow, Person, Record, Unit, User
from qms.scope import ScopedManager


class CorrectiveActionRequest(Record):
    """Why something went wrong and what is done so that it does not come back; from an audit or elsewhere."""

    FORM_TITLE = "yêu cầu hành động khắc phục"
    """Words by which the agency's form of such requests is known among its documents."""

    url_name = "audits:car_detail"
    edit_permission = "audits.attach"
    search_fields = ("description", "details", "origin_label")

    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("số phiếu")
    stated_number = models.CharField(
        "số ghi trên giấy", max_length=40, blank=True, help_text="Chỉ ghi khi giấy đã lập ghi số khác."
    )
    origin = models.CharField("xuất phát từ", max_length=12, choices=CarOrigin, default=CarOrigin.FINDING)
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="cars", verbose_name="phát hiện"
    )
    origin_label = models.CharField(
        "nguồn", max_length=300, blank=True, help_text="Đơn phản ánh, biên bản kiểm tra, số liệu nào."
    )
    origin_url = models.CharField("địa chỉ nguồn", max_length=300, blank=True, editable=False)
    form_revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lập theo biểu mẫu",
        help_text="Mã hiệu và lần ban hành của biểu mẫu được in ở góc phiếu.",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    description = models.TextField("mô tả", max_length=20_000)
    details = models.TextField("chi tiết, bằng chứng", max_length=20_000, blank=True)
    opener = person_field("người mở phiếu")
    opened_by = actor_field("tài khoản mở phiếu")
    opened_on = models.DateField("ngày mở")
    closed_on = models.DateField("ngày đóng", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=12, choices=CarState, default=CarState.OPENED)

    objects = ScopedManager.from_queryset(CarQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "phiếu yêu cầu hành động khắc phục"
        verbose_name_plural = "phiếu yêu cầu hành động khắc phục"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "number"],
                name="car_number_once",
                violation_error_message="Số phiếu này đã dùng trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(origin=CarOrigin.FINDING, finding__isnull=False)
                | ~Q(origin=CarOrigin.FINDING) & Q(finding__isnull=True) & ~Q(origin_label=""),
                name="car_has_origin",
                violation_error_message="Chọn phát hiện, hoặc ghi nguồn khi phiếu không xuất phát từ đánh giá.",
            ),
        )

    def __str__(self) -> str:
        return f"Phiếu khắc phục {self.number_label}/{self.year}: {shorten(self.description, 60, placeholder=' …')}"

    @property
    def number_label(self) -> str:
        return f"{self.number or 0:02d}"

    def sort_source(self) -> str:
        return f"{self.year} {self.number or 0}"

    @property
    def current_round(self) -> "ActionRound":
        """The round under way: the last one; for a loaded request without rounds a first one, not stored yet."""
        first = ActionRound(request=self, number=1, opened_on=self.opened_on)
        return max(self.rounds.all(), key=lambda row: row.number, default=first)

    @property
    def next_due(self) -> datetime.date | None:
        """The first day by which a measure of the round under way has to be done."""
        turn = self.current_round
        rows = turn.actions.all() if turn.pk and self.state != CarState.CLOSED else ()
        return min((row.due_on for row in rows if row.due_on and not row.done_on), default=None)

    def attachment_refusal(self, user: User) -> str:
        if self.state == CarState.CLOSED:
            return "Phiếu đã đóng, không thêm bớt tệp được nữa."
        return attaching_refusal(self.unit_id, user)

    def load_refusal(self) -> str:
        return "Phiếu đã đóng, không sửa được nữa." if self.state == CarState.CLOSED else ""


class ActionRound(OrderedRow):
    """One turn: causes, measures, approval, doing, check. “Không đạt” ends it and opens the next."""

    edit_permission = "audits.answer"
    parent_name = "request"
    search_fields = ("cause_subjective", "cause_objective", "correction")

    request = models.ForeignKey(
        CorrectiveActionRequest, models.PROTECT, related_name="rounds", verbose_name="phiếu"
    )
    number = models.PositiveSmallIntegerField("vòng", default=1)
    opened_on = models.DateField("ngày mở vòng")
    whys = models.TextField(
        "vì sao (5 lần)", max_length=4_000, blank=True, help_text="Mỗi dòng trả lời một lần “vì sao”."
    )
    cause_subjective = models.TextField("nguyên nhân chủ quan", max_length=20_000, blank=True)
    cause_objective = models.TextField("nguyên nhân khách quan", max_length=20_000, blank=True)
    correction = models.TextField("xử lý ngay", max_length=20_000, blank=True)
    representative = person_field("đại diện đơn vị")
    analysed_on = models.DateField("ngày phân tích", null=True, blank=True)
    analysed_by = actor_field("người phân tích")
    return_reason = models.TextField("lý do trả lại", max_length=20_000, blank=True, editable=False)
    approver = person_field("người phê duyệt")
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    approved_by = actor_field("tài khoản phê duyệt")
    done_on = models.DateField("ngày báo cáo xong", null=True, blank=True)
    done_evidence = models.TextField("bằng chứng thực hiện", max_length=20_000, blank=True)
    done_by = actor_field("người báo cáo thực hiện")
    result = models.CharField("kết quả", max_length=14, choices=Effectiveness, blank=True)
    checker = person_field("người kiểm tra")
    checked_on = models.DateField("ngày kiểm tra", null=True, blank=True)
    checked_by = actor_field("tài khoản kiểm tra")
    check_remark = models.TextField("nhận xét khi kiểm tra", max_length=20_000, blank=True)

    class Meta(OrderedRow.Meta):
        verbose_name = "vòng khắc phục"
        verbose_name_plural = "các vòng khắc phục"
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["request", "number"],
                name="action_round_once",
                violation_error_message="Vòng này của phiếu đã có.",
            ),
        )

    def __str__(self) -> str:
        return f"Vòng {self.number} – {self.request}"

    def load_refusal(self) -> str:
        return self.request.load_refusal()

    def attachment_refusal(self, user: User) -> str:
        return "Đính kèm tệp ở trang của phiếu."


class CorrectiveAction(OrderedRow):
    """One measure: what, who, by when."""

    edit_permission = "audits.answer"
    parent_name = "round"
    search_fields = ("measure", "responsible")

    round = models.ForeignKey(ActionRound, models.PROTECT, related_name="actions", verbose_name="vòng")
    measure = models.TextField("biện pháp xử lý", max_length=20_000)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chịu trách nhiệm"
    )
    responsible = models.CharField(
        "trách nhiệm", max_length=300, blank=True, help_text="Ghi khi là một tập thể, chức danh."
    )
    due_on = models.DateField("thời hạn hoàn thành", null=True, blank=True)
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True)

    objects = ScopedManager.from_queryset(ActionQuerySet)()

    class Meta(OrderedRow.Meta):
        verbose_name = "biện pháp khắc phục"
        verbose_name_plural = "biện pháp khắc phục"
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(responsible=""),
                name="action_has_owner",
                violation_error_message="Chọn người chịu trách nhiệm hoặc ghi tập thể, chức danh.",
            ),
        )

    def __str__(self) -> str:
        return shorten(self.measure, 70, placeholder=" …") or "biện pháp"

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()

    @property
    def owner_text(self) -> str:
        return self.responsible or (self.person.name if self.person else "")

    def load_refusal(self) -> str:
        return self.round.load_refusal()

    def attachment_refusal(self, user: User) -> str:
        return "Đính kèm tệp ở trang của phiếu."
