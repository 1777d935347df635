"""What the yearly plans and their rows have in common."""

from django.db import models

from documents.models import OfficialDocument
from qms.models import OrderedRow, Record


class AnnualPlan(Record):
    """A plan of one year, issued by a văn bản; the văn bản is empty while the plan is being written."""

    edit_permission = "planning.edit"
    search_fields: tuple[str, ...] = ("title",)
    name: str = ""

    year = models.PositiveSmallIntegerField("năm")
    document = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="văn bản ban hành",
        help_text="Chưa có trong danh sách thì nhập ở mục Văn bản trước.",
    )

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"

    @property
    def title(self) -> str:
        return str(self)

    def sort_source(self) -> str:
        return str(self.year)


class PlanRow(OrderedRow):
    """A row of a plan."""

    edit_permission = "planning.edit"
    parent_name = "plan"

    class Meta(OrderedRow.Meta):
        abstract = True


def once_a_year(name: str, sentence: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["agency", "year"], name=f"{name}_year_once", violation_error_message=sentence
    )
