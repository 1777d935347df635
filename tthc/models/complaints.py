"""Complaints, denunciations, feedback (khiếu nại, tố cáo, phản ánh kiến nghị)."""

import datetime
from textwrap import shorten
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from qms.scope import ScopedManager
from tthc.enums import (
    ANSWERED_STATES,
    REASONED_STATES,
    WAITING_STATES,
    ComplaintChannel,
    ComplaintKind,
    ComplaintResult,
    ComplaintState,
    Satisfaction,
)
from tthc.models.base import YearRecord
from tthc.models.complaint_rules import ComplaintRule
from tthc.models.fields import Field
from tthc.querysets.complaints import ComplaintQuerySet

if TYPE_CHECKING:
    from qms.models import User


class ComplaintBook(YearRecord):
    """The year's register: numbers are given under its lock; `none_received`: the secretary confirms there was none."""

    url_name = "tthc:complaint_list"

    none_received = models.BooleanField("không phát sinh", default=False)
    confirmed_on = models.DateField("ngày xác nhận", null=True, blank=True)

    class Meta(YearRecord.Meta):
        verbose_name = "sổ theo dõi khiếu nại, phản ánh"
        verbose_name_plural = "sổ theo dõi khiếu nại, phản ánh"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="complaint_book_once",
                violation_error_message="Năm này đã có sổ theo dõi.",
            ),
            models.CheckConstraint(
                condition=Q(none_received=False) | Q(confirmed_on__isnull=False),
                name="complaint_book_confirmed",
                violation_error_message="Xác nhận không phát sinh phải có ngày.",
            ),
        )

    def get_absolute_url(self) -> str:
        """The list of the year is its page."""
        return reverse(self.url_name)

    @property
    def title(self) -> str:
        return f"Sổ theo dõi khiếu nại, phản ánh năm {self.year}"


class Complaint(YearRecord):
    """One entry of the register. The transitions set state and days, the service number and `due_on`."""

    url_name = "tthc:complaint_detail"
    edit_permission = "tthc.complaint_handle"
    search_fields = ("title", "subject", "dossier_code")

    number = models.PositiveIntegerField("số", editable=False, default=0)
    kind = models.CharField("loại", max_length=12, choices=ComplaintKind)
    received_on = models.DateField("ngày tiếp nhận")
    channel = models.CharField("tiếp nhận qua", max_length=10, choices=ComplaintChannel)
    subject = models.TextField(
        "nội dung",
        max_length=4000,
        help_text="Tóm tắt việc được nêu; không chép số CCCD, điện thoại, địa chỉ.",
    )
    reporter = models.CharField(
        "người gửi",
        max_length=200,
        blank=True,
        help_text="Chỉ ghi khi cần để trả lời. Chỉ thư ký, lãnh đạo và người xử lý xem được; để trống khi không cần.",
    )
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị liên quan"
    )
    dossier_code = models.CharField(
        "mã hồ sơ liên quan", max_length=60, blank=True, help_text="Khi nêu về một hồ sơ TTHC."
    )
    handler = models.ForeignKey(
        "qms.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xử lý"
    )
    rule = models.ForeignKey(
        ComplaintRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thời hạn theo",
        help_text="Để trống: trường hợp đầu tiên của loại đơn này.",
    )
    due_on = models.DateField("hạn", null=True, blank=True, editable=False)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED
    )
    accepted_on = models.DateField("ngày thụ lý", null=True, blank=True)
    reason = models.TextField("lý do không thụ lý, rút", max_length=4000, blank=True)
    extended_until = models.DateField("gia hạn đến", null=True, blank=True)
    extension_reason = models.TextField("lý do gia hạn", max_length=4000, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answer_document = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="văn bản trả lời",
    )
    answer = models.TextField("nội dung trả lời", max_length=8000, blank=True)
    result = models.CharField("kết luận", max_length=8, choices=ComplaintResult, blank=True)
    satisfied = models.CharField("người gửi", max_length=8, choices=Satisfaction, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)

    objects = ScopedManager.from_queryset(ComplaintQuerySet)()

    class Meta(YearRecord.Meta):
        verbose_name = "khiếu nại, phản ánh"
        verbose_name_plural = "khiếu nại, phản ánh"
        indexes = (
            *YearRecord.Meta.indexes,
            models.Index(fields=["agency", "state", "due_on"], name="complaint_due"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "number"],
                name="complaint_number_once",
                violation_error_message="Số này đã dùng trong sổ của năm.",
            ),
            models.CheckConstraint(
                condition=(Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("received_on")))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on"))),
                name="complaint_days_order",
                violation_error_message="Ngày thụ lý, ngày trả lời phải từ ngày tiếp nhận trở đi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in ANSWERED_STATES])
                | Q(answered_on__isnull=False) & (~Q(result="") | Q(kind=ComplaintKind.SUGGESTION)),
                name="complaint_answered_how",
                violation_error_message="Đơn đã trả lời phải ghi ngày trả lời và kết luận.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in REASONED_STATES]) | ~Q(reason=""),
                name="complaint_reason",
                violation_error_message="Ghi lý do không thụ lý hoặc rút đơn.",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | ~Q(extension_reason=""),
                name="complaint_extension_reason",
                violation_error_message="Ghi lý do gia hạn.",
            ),
        )

    @property
    def title(self) -> str:
        """What a denunciation says stands on its own page alone: lists, history and links name its number."""
        told = f"{self.get_kind_display()} số {self.number_label}"
        return told if self.is_secret else f"{told}: {shorten(self.subject, 70, placeholder=' …')}"

    @property
    def short_title(self) -> str:
        return f"{self.get_kind_display()} số {self.number_label}"

    @property
    def number_label(self) -> str:
        return f"{self.number:02d}/{self.year}"

    @property
    def is_secret(self) -> bool:
        return self.kind == ComplaintKind.DENUNCIATION

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_STATES

    @property
    def due_label(self) -> str:
        """What the day is for: time to accept runs first, time to settle from then on."""
        intake = self.rule is not None and bool(self.rule.intake_days) and self.accepted_on is None
        return "Hạn thụ lý" if intake else "Hạn giải quyết"

    def standing(self, today: datetime.date) -> str:
        """“Quá hạn 2 ngày”, “Đã trả lời, muộn 3 ngày”, else the state."""
        if self.is_waiting and self.due_on and self.due_on < today:
            return f"Quá hạn {(today - self.due_on).days} ngày"
        if self.answered_on and self.due_on and self.answered_on > self.due_on:
            return f"{self.get_state_display()}, muộn {(self.answered_on - self.due_on).days} ngày"
        return self.get_state_display()

    def prepare_save(self) -> None:
        self.year = self.received_on.year if self.received_on else self.year
        super().prepare_save()

    def sort_source(self) -> str:
        return f"{self.year} {self.number}"

    def attachment_refusal(self, user: "User") -> str:
        from tthc.transitions.complaints import is_handler

        if self.state == ComplaintState.CLOSED:
            return "Việc đã kết thúc, không thêm bớt tệp được nữa."
        return is_handler(self, user)

    def load_refusal(self) -> str:
        if self.is_waiting:
            return ""
        return f"{self.short_title} “{self.get_state_display()}”, tệp năm không sửa được nữa."
