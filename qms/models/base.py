"""What every record of an agency has: its agency, a version, a folded text to search and a key to sort by."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse

from qms.scope import ScopedModel
from qms.text import fold, nfc, sort_key, storable

if TYPE_CHECKING:
    from qms.models.users import User


class Versioned(models.Model):
    """A row that two people may open at once: its version tells a stale save, its snapshot feeds the history."""

    url_name: str = ""
    edit_permission: str = ""
    """Who may change such a record or its attachments; empty: nobody outside its own workflow."""
    objects: ClassVar[Any]

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse(self.url_name, args=[self.pk])

    def attachment_refusal(self, user: "User") -> str:
        """Why this user may not add or remove its files now; empty when he may. Asked again under the lock."""
        return ""

    def load_refusal(self) -> str:
        """Why a year file may not change this stored row, or add rows below it; empty when it may."""
        return ""

    def normalise(self) -> None:
        """NFC, so that text typed on a Mac equals text typed on Windows; nothing an export cannot write."""
        for field in self._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                if isinstance(value := getattr(self, field.attname), str):
                    setattr(self, field.attname, nfc(storable(value)))

    def snapshot(self) -> dict[str, Any]:
        """Field → stored value, without the columns that follow from the others."""
        derived = {"search_text", "sort_key", "version", "created_at", "updated_at", "agency", "id"}
        return {
            field.name: field.value_from_object(self)
            for field in self._meta.concrete_fields
            if field.name not in derived
        }


class Record(ScopedModel, Versioned):
    """A row users see.

    Subclasses name `search_fields`, `url_name` and, when str() is not the sort order, `sort_source`.
    """

    search_fields: tuple[str, ...] = ()
    choice_related: tuple[str, ...] = ()
    """What `choice_label` reads beyond the row itself."""
    choice_search: tuple[str, ...] = ("search_text",)
    choice_order: tuple[str, ...] = ("sort_key", "pk")

    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search_text = models.TextField(editable=False, blank=True, default="")
    sort_key = models.CharField(max_length=240, editable=False, blank=True, default="")

    class Meta(ScopedModel.Meta):
        abstract = True
        indexes: tuple[models.Index, ...] = (
            models.Index(fields=["agency", "sort_key"], name="%(class)s_sort"),
        )

    @property
    def choice_label(self) -> str:
        """How a form offers this row: enough to tell it from its like."""
        return str(self)

    @property
    def choice_mark(self) -> str:
        """What tells two rows of the same label apart."""
        return f"số {self.pk}"

    def sort_source(self) -> str:
        return str(self)

    def prepare_save(self) -> None:
        super().prepare_save()
        self.normalise()
        values = (getattr(self, name) for name in self.search_fields)
        self.search_text = fold(" ".join(str(value) for value in values if value is not None))
        self.sort_key = sort_key(self.sort_source())


class OrderedRow(Record):
    """A row of a parent record, in the order people gave, shown and edited on the parent's own page."""

    parent_name: str = ""

    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta(Record.Meta):
        abstract = True
        ordering: tuple[str, ...] = ("position", "pk")

    def get_absolute_url(self) -> str:
        """The page of the parent: a row has none of its own."""
        parent: Any = self._meta.get_field(self.parent_name)
        return reverse(parent.related_model.url_name, args=[getattr(self, parent.attname)])
