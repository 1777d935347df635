"""The 3-month duty (QĐ 19/2014/QĐ-TTg Đ4.4a, O7): which documents a new legal document touches."""

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from documents.enums import UpdateState
from documents.models.controlled import ControlledDocument, Revision
from documents.models.official import OfficialDocument
from documents.querysets import UpdateQuerySet
from qms.dates import add_months
from qms.models import Record
from qms.scope import ScopedManager

if TYPE_CHECKING:
    from qms.models import User

MONTHS = 3


class ProcedureUpdate(Record):
    """One document to bring into line with one legal document; due three months after that takes effect."""

    url_name = "documents:update_detail"
    edit_permission = "documents.draft"
    search_fields = ("title", "note", "reason")
    choice_related = ("law", "document")

    law = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="updates", verbose_name="văn bản mới"
    )
    document = models.ForeignKey(
        ControlledDocument, models.PROTECT, related_name="updates", verbose_name="tài liệu phải cập nhật"
    )
    due_on = models.DateField("hạn cập nhật")
    state = models.CharField("trạng thái", max_length=10, choices=UpdateState, default=UpdateState.OPEN)
    done_on = models.DateField("ngày cập nhật xong", null=True, blank=True)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cập nhật bằng lần"
    )
    note = models.TextField("đã cập nhật thế nào", max_length=2000, blank=True)
    reason = models.TextField("lý do không phải sửa, mở lại", max_length=2000, blank=True)

    objects = ScopedManager.from_queryset(UpdateQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "việc cập nhật theo văn bản mới"
        verbose_name_plural = "các việc cập nhật theo văn bản mới"
        indexes = (
            *Record.Meta.indexes,
            models.Index(fields=["agency", "due_on"], name="update_due_on"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["law", "document"],
                name="update_once",
                violation_error_message="Tài liệu này đã được chọn cập nhật theo văn bản này.",
            ),
            models.CheckConstraint(
                condition=~Q(state=UpdateState.DONE)
                | Q(done_on__isnull=False) & (Q(revision__isnull=False) | ~Q(note="")),
                name="update_done_how",
                violation_error_message="Việc đã cập nhật phải ghi ngày, và lần sửa đổi hoặc cách cập nhật.",
            ),
            models.CheckConstraint(
                condition=~Q(state=UpdateState.NOT_NEEDED) | ~Q(reason=""),
                name="update_not_needed_why",
                violation_error_message="Ghi lý do tài liệu không phải sửa.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"Cập nhật {self.document} theo {self.law}"

    @property
    def year(self) -> int:
        """The year it is due in."""
        return self.due_on.year

    @property
    def is_late(self) -> bool:
        """Done after its day."""
        return self.done_on is not None and self.done_on > self.due_on

    def standing(self, today: datetime.date) -> str:
        """“Quá hạn 3 ngày”, “Đã cập nhật, muộn 5 ngày”, else the state."""
        if self.state == UpdateState.OPEN and self.due_on < today:
            return f"Quá hạn {(today - self.due_on).days} ngày"
        if self.state == UpdateState.DONE and self.done_on and self.is_late:
            return f"Đã cập nhật, muộn {(self.done_on - self.due_on).days} ngày"
        return self.get_state_display()

    def attachment_refusal(self, user: "User") -> str:
        from documents.transitions_updates import is_own_unit

        return is_own_unit(self, user)

    def load_refusal(self) -> str:
        if self.state == UpdateState.OPEN:
            return ""
        return f"Việc này “{self.get_state_display()}”, tệp năm không sửa được nữa."


def due_after(effective_on: datetime.date) -> datetime.date:
    """Within three months of the day the legal document takes effect."""
    # a day off moves nothing here: QĐ 19/2014 Đ4.4a sets “3 tháng” as a limit not to pass, the earlier day is safe
    return add_months(effective_on, MONTHS)
