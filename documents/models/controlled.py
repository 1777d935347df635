"""Controlled documents (tài liệu HTQLCL) and their revisions (lần ban hành / sửa đổi), ISO 9001:2015 7.5."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from documents.enums import EDITABLE_STATES, ENDED_STATES, OPEN_STATES, DocumentKind, RevisionState
from documents.querysets import ControlledDocumentQuerySet, RevisionQuerySet
from qms.models import Record
from qms.scope import ScopedManager, ScopedQuerySet


class RevisionManager(ScopedManager.from_queryset(RevisionQuerySet)):
    def get_queryset(self) -> ScopedQuerySet:
        """With the document: a revision is never named without it."""
        return super().get_queryset().select_related("document")


class ControlledDocument(Record):
    """One line of the master list; its text lives in its revisions."""

    url_name = "documents:controlled_detail"
    edit_permission = "documents.edit"
    search_fields = ("code", "title", "field_name")

    code = models.CharField("mã hiệu", max_length=40, help_text="Ví dụ QT-07, BM-UBND.04-01.")
    title = models.CharField("tên tài liệu", max_length=300)
    kind = models.CharField("loại", max_length=20, choices=DocumentKind)
    field_name = models.CharField(
        "lĩnh vực", max_length=160, blank=True, help_text="Lĩnh vực hoặc nhóm, ví dụ Đất đai."
    )
    unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị chủ trì"
    )
    review_months = models.PositiveSmallIntegerField(
        "soát xét định kỳ (tháng)", null=True, blank=True, help_text="Để trống nếu không đặt hạn soát xét."
    )
    position = models.PositiveIntegerField("thứ tự", default=0, help_text="Thứ tự trong danh mục cùng loại.")

    objects = ScopedManager.from_queryset(ControlledDocumentQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="document_code_once",
                violation_error_message="Mã hiệu này đã dùng cho một tài liệu khác.",
            ),
            models.CheckConstraint(
                condition=Q(review_months__isnull=True) | Q(review_months__gte=1, review_months__lte=120),
                name="document_review_months",
                violation_error_message="Chu kỳ soát xét từ 1 đến 120 tháng.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def sort_source(self) -> str:
        """The master list goes by level, then by the order the agency gave, then by code."""
        level = DocumentKind.values.index(self.kind) if self.kind in DocumentKind.values else 99
        return f"{level} {self.position} {self.code}"


class Revision(Record):
    """One issue or amendment: text in `content` or in an attached file. Transitions set state and dates."""

    url_name = "documents:revision_detail"
    search_fields = ("label", "change_summary", "content")

    document = models.ForeignKey(
        ControlledDocument, models.PROTECT, related_name="revisions", verbose_name="tài liệu"
    )
    number = models.PositiveSmallIntegerField("lần ban hành/sửa đổi", default=1)
    content = models.TextField("nội dung", blank=True)
    change_summary = models.TextField("nội dung sửa đổi", blank=True)
    author = models.ForeignKey(
        "qms.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người soạn thảo"
    )
    reviewer = models.ForeignKey(
        "qms.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người soát xét"
    )
    approver = models.ForeignKey(
        "qms.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người phê duyệt"
    )
    planned_on = models.DateField("dự kiến hiệu lực từ", null=True, blank=True)
    kept_on_paper = models.CharField("bản giấy lưu tại", max_length=200, blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=RevisionState, default=RevisionState.DRAFT)
    submitted_by = models.ForeignKey(
        "qms.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người trình"
    )
    writers = models.JSONField(default=list, blank=True, editable=False)
    """Accounts that began or changed the text, whoever is named author: none of them decides on it."""
    reviewed_on = models.DateField("ngày soát xét", null=True, blank=True)
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    effective_on = models.DateField("ngày hiệu lực", null=True, blank=True)
    review_due_on = models.DateField("hạn soát xét định kỳ", null=True, blank=True)
    ended_on = models.DateField("hiệu lực đến hết ngày", null=True, blank=True)
    reason = models.TextField("lý do yêu cầu sửa, thu hồi", blank=True)

    objects = RevisionManager()

    class Meta(Record.Meta):
        verbose_name = "lần ban hành, sửa đổi"
        verbose_name_plural = "các lần ban hành, sửa đổi"
        ordering = ("document_id", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["document", "number"],
                name="revision_number_once",
                violation_error_message="Lần sửa đổi này của tài liệu đã có.",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=RevisionState.EFFECTIVE),
                name="revision_one_effective",
                violation_error_message="Tài liệu chỉ có một lần ban hành đang hiệu lực.",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="revision_one_open",
                violation_error_message="Tài liệu đang có một lần sửa đổi chưa xong.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="revision_number_from_one",
                violation_error_message="Lần ban hành tính từ 1.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RevisionState.EFFECTIVE.value, RevisionState.SUPERSEDED.value])
                | Q(effective_on__isnull=False),
                name="revision_effective_dated",
                violation_error_message="Bản đang hoặc đã có hiệu lực phải ghi ngày hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ENDED_STATES], effective_on__isnull=True)
                | Q(state__in=[state.value for state in ENDED_STATES], ended_on__isnull=False)
                | (~Q(state__in=[state.value for state in ENDED_STATES]) & Q(ended_on__isnull=True)),
                name="revision_end_dated",
                violation_error_message="Chỉ bản thay thế, thu hồi có ngày hết hiệu lực, và phải có.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(ended_on__gte=models.F("effective_on")),
                name="revision_dates_order",
                violation_error_message="Ngày hết hiệu lực phải từ ngày hiệu lực trở đi.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{self.document} – {self.number_label.lower()}"

    @property
    def number_label(self) -> str:
        """“Lần ban hành 01”, then “Lần sửa đổi 02”: two digits as on the sheets."""
        return f"Lần {'ban hành' if self.number == 1 else 'sửa đổi'} {self.number:02d}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED_STATES

    @property
    def edit_permission(self) -> str:  # type: ignore[override]
        """Its files may be changed only while its text may: an issued revision stays as it was signed."""
        return "documents.draft" if self.is_editable else ""

    def attachment_refusal(self, user: Any) -> str:
        """Its files are its text: they change only while that may."""
        from documents.services import content_refusal

        return content_refusal(self, user)

    def load_refusal(self) -> str:
        if self.is_editable:
            return ""
        return f"{self.number_label} “{self.get_state_display()}”, tệp năm không sửa được nữa."

    @property
    def successor(self) -> "Revision | None":
        """The revision that took its place."""
        later = Revision.objects.filter(document_id=self.document_id, number__gt=self.number)
        return later.filter(effective_on__isnull=False).order_by("number").first()

    def sort_source(self) -> str:
        return f"{self.document.sort_source()} {self.number}"

    def snapshot(self) -> dict[str, Any]:
        """Without the accounts that wrote: the history names them already."""
        return {name: value for name, value in super().snapshot().items() if name != "writers"}

    def get_absolute_url(self) -> str:
        return reverse(self.url_name, args=[self.pk])
