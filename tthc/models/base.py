"""What every count of a year has."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from qms.models import Record


class YearRecord(Record):
    """A record of one year's statistics; only the secretary changes it."""

    edit_permission = "tthc.edit"
    search_fields: tuple[str, ...] = ("title",)

    year = models.PositiveSmallIntegerField(
        "năm", editable=False, validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How pages and search name the record."""
        raise NotImplementedError


LIMIT = MaxValueValidator(999_999_999, "Số quá lớn; kiểm tra lại các chữ số.")
"""The same on SQLite, whose integers are longer than PostgreSQL's."""


def count(label: str, **options: Any) -> models.PositiveIntegerField:
    """A count that every source gives."""
    return models.PositiveIntegerField(label, validators=[LIMIT], **options)


def count_if_given(label: str, **options: Any) -> models.PositiveIntegerField:
    """A count that some sources leave out: empty is not 0."""
    return models.PositiveIntegerField(label, validators=[LIMIT], null=True, blank=True, **options)
