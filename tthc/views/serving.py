"""Which operating procedure serves which TTHC: added, removed and seen from the page of either."""

import datetime
from typing import Any

from django.urls import reverse

from documents.enums import DocumentKind
from documents.models import ControlledDocument
from qms.models import User
from qms.views.base import Action, Panel
from qms.views.picks import PickRows
from qms.views.rows import RowDelete
from tthc import permissions
from tthc.forms.catalogue import ServedForm, ServiceForm
from tthc.models import AdministrativeProcedure, ProcedureService
from tthc.querysets.catalogue import services_of_document, services_of_procedure
from tthc.services.serving import services_add

TEMPLATE = "tthc/_partials/serving.html"


def documents_panel(procedure: AdministrativeProcedure, may_write: bool) -> Panel:
    """On the TTHC's page: the operating procedures that serve it."""
    rows = [
        _row(row.document, reverse("tthc:service_delete", args=[row.pk]) if may_write else "")
        for row in services_of_procedure(procedure)
    ]
    add = Action("Gắn quy trình", reverse("tthc:service_add", args=[procedure.pk])) if may_write else None
    empty = "Chưa có quy trình tác nghiệp giải quyết thủ tục này."
    return Panel("Quy trình giải quyết", TEMPLATE, {"rows": rows, "add": add, "empty_text": empty})


def procedures_panel(document: Any, user: User) -> Panel | None:
    """On a controlled document's page: the TTHC it serves; nothing on a document that is none of their kind."""
    found = services_of_document(document)
    if document.kind != DocumentKind.OPERATING and not found:
        return None
    may_write = user.can(permissions.EDIT)
    rows = [
        _row(row.procedure, reverse("tthc:served_delete", args=[row.pk]) if may_write else "")
        for row in found
    ]
    add = Action("Gắn thủ tục", reverse("tthc:served_add", args=[document.pk])) if may_write else None
    empty = "Quy trình này chưa gắn với thủ tục hành chính nào."
    return Panel("Giải quyết thủ tục hành chính", TEMPLATE, {"rows": rows, "add": add, "empty_text": empty})


def _row(record: Any, remove: str) -> dict[str, str]:
    note = f"hiệu lực {record.standing}" if getattr(record, "in_force_to", None) else ""
    return {"label": str(record), "url": record.get_absolute_url(), "remove": remove, "note": note}


class ServicePick(PickRows):
    """On a TTHC: its operating procedures, ticked in a list that is narrowed by typing."""

    permission = permissions.EDIT
    model = AdministrativeProcedure
    title = "Gắn quy trình giải quyết"
    done = "{} quy trình"

    def make_form(self, owner: Any, data: Any = None) -> ServiceForm:
        return ServiceForm(data, procedure=owner)

    def add(self, owner: Any, form: Any) -> int:
        pairs = ((owner, document) for document in form.cleaned_data["rows"])
        return services_add(pairs, actor=self.request.user)


class ServiceDelete(RowDelete):
    permission = permissions.EDIT
    model = ProcedureService

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("procedure", "document")


class ServedPick(PickRows):
    """On a document: all the TTHC it serves at once."""

    permission = permissions.EDIT
    model = ControlledDocument
    title = "Gắn thủ tục hành chính"
    done = "{} thủ tục"

    def make_form(self, owner: Any, data: Any = None) -> ServedForm:
        return ServedForm(data, document=owner, on=datetime.date(self.request.year, 12, 31))

    def subtitle(self, owner: Any) -> str:
        return "Gõ mã, tên, lĩnh vực, hoặc “chưa có quy trình” để lọc."

    def add(self, owner: Any, form: Any) -> int:
        pairs = ((procedure, owner) for procedure in form.cleaned_data["rows"])
        return services_add(pairs, actor=self.request.user)


class ServedDelete(ServiceDelete):
    permission = permissions.EDIT

    def success_url(self, obj: Any) -> str:
        return obj.document.get_absolute_url()
