"""The document set in force and the conformity declarations (công bố) of QĐ 19/2014."""

from django.db import models

from documents.models.official import OfficialDocument
from documents.querysets import DeclarationQuerySet, DocumentSetQuerySet
from qms.models import Record
from qms.scope import ScopedManager, ScopedQuerySet


class DocumentSetManager(ScopedManager.from_queryset(DocumentSetQuerySet)):
    def get_queryset(self) -> ScopedQuerySet:
        """With the decision, by which a set is named."""
        return super().get_queryset().select_related("decision")


class DeclarationManager(ScopedManager.from_queryset(DeclarationQuerySet)):
    def get_queryset(self) -> ScopedQuerySet:
        """With the decision, by which a declaration is named."""
        return super().get_queryset().select_related("decision")


class DocumentSet(Record):
    """The decision that issues the agency's set of documents (bộ tài liệu HTQLCL)."""

    url_name = "documents:set_detail"
    edit_permission = "documents.edit"
    search_fields = ("label", "note")

    decision = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="+", verbose_name="quyết định ban hành"
    )
    effective_on = models.DateField("có hiệu lực từ")
    manual_amended = models.BooleanField("sổ tay chất lượng có sửa đổi, bổ sung", default=False)
    note = models.TextField("ghi chú", blank=True)

    objects = DocumentSetManager()

    class Meta(Record.Meta):
        verbose_name = "bộ tài liệu"
        verbose_name_plural = "các bộ tài liệu"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "decision"],
                name="document_set_decision_once",
                violation_error_message="Quyết định này đã ghi cho một bộ tài liệu.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return (
            f"Bộ tài liệu theo {self.decision.kind} {self.decision.symbol}"
            if self.decision_id
            else "Bộ tài liệu"
        )


class ConformityDeclaration(Record):
    """Publication that the system conforms to TCVN ISO 9001:2015, with what must be done at it (Đ4.3)."""

    url_name = "documents:declaration_detail"
    edit_permission = "documents.edit"
    search_fields = ("label", "posting_place", "scope")

    decision = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="+", verbose_name="quyết định công bố"
    )
    declared_on = models.DateField("ngày công bố")
    redeclared = models.BooleanField("công bố lại", default=False)
    fields_count = models.PositiveIntegerField("số lĩnh vực được công bố", null=True, blank=True)
    scope = models.TextField("phạm vi", blank=True)
    posting_place = models.CharField("niêm yết tại", max_length=200, blank=True)
    posted_on = models.DateField("ngày niêm yết", null=True, blank=True)
    website_url = models.URLField("địa chỉ đăng trên trang thông tin điện tử", blank=True)
    notice = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="văn bản thông báo tới Sở KH&CN",
    )

    objects = DeclarationManager()

    class Meta(Record.Meta):
        verbose_name = "công bố"
        verbose_name_plural = "các lần công bố"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "decision"],
                name="declaration_decision_once",
                violation_error_message="Quyết định này đã ghi cho một lần công bố.",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_on__isnull=True) | models.Q(posted_on__gte=models.F("declared_on")),
                name="declaration_posted_after",
                violation_error_message="Ngày niêm yết phải từ ngày công bố trở đi.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        word = "Công bố lại" if self.redeclared else "Công bố"
        return f"{word} theo {self.decision.kind} {self.decision.symbol}" if self.decision_id else word

    @property
    def is_posted(self) -> bool:
        return bool(self.posting_place and self.posted_on)


class DeclaredField(Record):
    """One field of state management in the declaration's annex (phụ lục các lĩnh vực)."""

    declaration = models.ForeignKey(
        ConformityDeclaration, models.CASCADE, related_name="declared_fields", verbose_name="lần công bố"
    )
    name = models.CharField("lĩnh vực", max_length=200)
    position = models.PositiveIntegerField("thứ tự", default=0)

    class Meta(Record.Meta):
        verbose_name = "lĩnh vực công bố"
        verbose_name_plural = "các lĩnh vực công bố"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["declaration", "name"],
                name="declared_field_once",
                violation_error_message="Lĩnh vực này đã có trong lần công bố.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.declaration.get_absolute_url()
