"""What the pages of the yearly plans have in common."""

from typing import Any, ClassVar

from django.urls import reverse

from planning import permissions
from planning.models import AnnualPlan
from qms.dates import slashed
from qms.views.base import Action, Panel
from qms.views.generic import RecordDetail
from qms.views.rows import rows_panel
from qms.views.tables import Column, RecordList

NO_DOCUMENT = "chưa ghi"


def symbol(plan: AnnualPlan) -> str:
    return plan.document.symbol if plan.document else NO_DOCUMENT


class PlanList(RecordList, abstract=True):
    """One row a year; the year one stands in leads when its plan is missing."""

    permission = permissions.VIEW
    write_permission = permissions.EDIT
    default_sort = "-year"
    rows_name: ClassVar[str]
    rows_label: ClassVar[str]

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return (
            Column("name", self.title, lambda plan: str(plan), sort="year"),
            Column("document", "Văn bản", symbol),
            Column(
                "issued_on",
                "Ngày",
                lambda plan: plan.document.issued_on if plan.document else None,
                css="date",
            ),
            Column("rows_count", self.rows_label, css="num"),
        )

    def get_queryset(self) -> Any:
        return self.model.objects.for_list(self.rows_name)

    def get_actions(self) -> list[Action]:
        """Nothing to add when the year already has its plan."""
        actions = super().get_actions()
        if actions and self.model.objects.filter(year=self.request.year).exists():
            return []
        return [Action(f"{action.label} {self.request.year}", action.url, action.style) for action in actions]


class PlanDetail(RecordDetail, abstract=True):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    rows_name: ClassVar[str]
    url_prefix: ClassVar[str]
    row_columns: ClassVar[tuple[Column, ...]]
    row_title: ClassVar[str]
    row_label: ClassVar[str]
    row_empty: ClassVar[str]

    def get_queryset(self) -> Any:
        return self.model.objects.select_related("document")

    def get_panels(self, obj: Any) -> list[Panel]:
        add = None
        if self.may_write(obj):
            add = Action(self.row_label, reverse(f"{self.url_prefix}_add", args=[obj.pk]))
        rows = getattr(obj, self.rows_name).order_by("position", "pk")
        if "unit" in {field.name for field in rows.model._meta.concrete_fields}:
            rows = rows.select_related("unit")
        return [
            rows_panel(
                self.row_title,
                self.row_columns,
                rows,
                url_prefix=self.url_prefix,
                add=add,
                empty_text=self.row_empty,
            )
        ]

    def _value(self, obj: Any, name: str) -> str:
        if name == "year":
            return str(obj.year)  # a name, not a quantity: never “2.024”
        if name == "document" and obj.document:
            document = obj.document
            return f"{document.symbol} ngày {slashed(document.issued_on)} – {document.subject}"
        return super()._value(obj, name) or ("Chưa ghi" if name == "document" else "")
