"""Rows on their parent's page: the panel that shows them, the small pages that add, change and remove one."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from qms.http import AgencyRequest
from qms.models import Record
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordEdit
from qms.views.tables import Column, shown

TEMPLATE = "generic/_partials/rows.html"


def rows_panel(
    title: str,
    columns: tuple[Column, ...],
    rows: Iterable[Any],
    *,
    url_prefix: str,
    add: Action | None,
    changes: bool = True,
    empty_text: str,
    opens: bool = False,
    url: Callable[[Any], str] = lambda row: row.get_absolute_url(),
) -> Panel:
    """`url_prefix`: “planning:task” → planning:task_edit, …_delete; `add` None: the reader may not write.

    opens: a row has a page of its own (`url`), its first cell leads there instead of the edit and delete links.
    """
    shown_rows = []
    for row in rows:
        edit = delete = ""
        if add is not None and changes and not opens:
            edit, delete = (reverse(f"{url_prefix}_{name}", args=[row.pk]) for name in ("edit", "delete"))
        cells = [{"value": shown(c.read(row)), "css": c.css, "label": c.label} for c in columns]
        address = url(row) if opens else ""
        shown_rows.append({"cells": cells, "edit": edit, "delete": delete, "url": address, "name": str(row)})
    context = {
        "columns": columns,
        "rows": shown_rows,
        "add": add,
        "empty_text": empty_text,
        "links": any(row["edit"] for row in shown_rows),
    }
    return Panel(title, TEMPLATE, context)


class RowEdit(RecordEdit, abstract=True):
    """Add a row to the parent named in the address, or change one."""

    parent_name: ClassVar[str]
    list_url_name = ""

    def new_object(self, parent: int | None) -> Any:
        """Bound to its parent, at the end."""
        owners: Any = self.model._meta.get_field(self.parent_name).related_model
        owner = get_object_or_404(owners.objects.all(), pk=parent)
        row = self.model(**{self.parent_name: owner})
        if hasattr(row, "position"):
            siblings = self.model.objects.filter(**{self.parent_name: owner})
            row.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
        return row

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        self.parent_pk = parent
        return super().get(request, pk=pk, parent=parent)

    def post(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        self.parent_pk = parent
        return super().post(request, pk=pk, parent=parent)

    def cancel_url(self) -> str:
        return self._parent_url(self.parent_pk)

    def _parent_url(self, pk: int | None) -> str:
        model: Any = self.model._meta.get_field(self.parent_name).related_model
        return reverse(model.url_name, args=[pk])


class RowDelete(RecordDelete, abstract=True):
    """Back to the parent's page afterwards."""

    list_url_name = ""

    def success_url(self, obj: Record) -> str:
        return obj.get_absolute_url()
