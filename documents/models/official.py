"""Official documents (văn bản): issued by the agency or received, cited by nearly every fact."""

from django.core.exceptions import ValidationError
from django.db import models

from documents.enums import LEGAL_KINDS, OfficialKind
from documents.querysets import OfficialQuerySet
from qms import dates
from qms.models import Record
from qms.scope import ScopedManager


class OfficialDocument(Record):
    url_name = "documents:official_detail"
    edit_permission = "documents.edit"
    search_fields = ("symbol", "subject", "issuer")
    choice_order = ("-issued_on", "-number", "pk")

    kind = models.CharField("loại văn bản", max_length=10, choices=OfficialKind)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    notation = models.CharField("ký hiệu", max_length=40, help_text="Phần sau dấu /, ví dụ KH-UBND.")
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    subject = models.CharField("trích yếu", max_length=500)
    signer = models.CharField("người ký", max_length=120, blank=True)
    effective_on = models.DateField("ngày có hiệu lực", null=True, blank=True)
    issued_year = models.PositiveSmallIntegerField(editable=False)
    locked = models.CharField("không sửa vì", max_length=300, blank=True, editable=False)
    """A sentence: why the entry stays as it is, set by the step that issued what it registers."""

    objects = ScopedManager.from_queryset(OfficialQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        indexes = (
            *Record.Meta.indexes,
            models.Index(fields=["agency", "issued_on"], name="official_issued_on"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "issuer", "kind", "issued_year", "number", "notation"],
                name="official_number_once",
                violation_error_message="Số, ký hiệu này đã dùng cho một văn bản khác cùng loại trong năm.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.symbol}"

    @property
    def symbol(self) -> str:
        """“367/KH-UBND”; numbers below 10 with a leading 0 (NĐ 30 PL I ô số 3)."""
        return f"{self.number:02d}/{self.notation}" if self.number is not None else f"…/{self.notation}"

    @property
    def may_be_legal(self) -> bool:
        """A kind under which legal documents (văn bản quy phạm pháp luật) are issued."""
        return self.kind in LEGAL_KINDS

    @property
    def search_note(self) -> str:
        """What tells two documents apart in a list of hits."""
        return f"{self.subject}, ngày {dates.slashed(self.issued_on)}"

    @property
    def choice_label(self) -> str:
        return f"{self.symbol} ngày {self.issued_on:%d/%m/%Y} – {self.subject[:90]}"

    @property
    def citation(self) -> str:
        """First mention: kind, symbol, day (NĐ 30: viện dẫn)."""
        return f"{self.get_kind_display()} số {self.symbol} ngày {dates.slashed(self.issued_on)}"

    def prepare_save(self) -> None:
        self.issued_year = self.issued_on.year if self.issued_on else 0
        super().prepare_save()

    def clean(self) -> None:
        """A year file may not change a locked entry either."""
        super().clean()
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if stored is not None and stored.locked and stored.snapshot() != self.snapshot():
            raise ValidationError(stored.locked)

    def sort_source(self) -> str:
        return f"{self.subject}"
