"""A list of TTHC from Excel: sent, compared with the catalogue, accepted; and the catalogue as such a list."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from qms.choices import suggestions
from qms.http import AgencyRequest
from qms.views.base import QmsView
from qms.views.generic import RecordDelete
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.catalogue.exports import in_force_xlsx
from tthc.catalogue.plan import Plan, told
from tthc.forms.catalogue import AcceptForm, CatalogueFileForm
from tthc.models import AdministrativeProcedure, CatalogueImport
from tthc.querysets.yearly import own_level
from tthc.services.catalogue_import import MOVED_ON, Acceptance, incoming_add, plan_of
from tthc.views.catalogue import as_file

SHOWN = 200
GONE_SHOWN = 1000


class CatalogueUpload(QmsView):
    permission = permissions.EDIT

    def get(self, request: AgencyRequest) -> HttpResponse:
        return self._page(CatalogueFileForm(initial={"level": own_level(request.agency)}))

    def post(self, request: AgencyRequest) -> HttpResponse:
        form = CatalogueFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            incoming = incoming_add(
                form.cleaned_data["file"], level=form.cleaned_data["level"], actor=request.user
            )
        except ValidationError as error:
            form.add_error("file", error)
            return self._page(form, status=422)
        return redirect(incoming.get_absolute_url())

    def _page(self, form: CatalogueFileForm, status: int = 200) -> HttpResponse:
        context = {
            "title": "Nhập danh mục TTHC",
            "form": form,
            "export_url": reverse("tthc:catalogue_export"),
            "history_url": reverse("tthc:catalogue_import_list"),
            "cancel_url": reverse("tthc:procedure_list"),
            "submit_label": "Đọc tệp và so sánh",
        }
        return render(self.request, "tthc/catalogue_import.html", context, status=status)


class ImportList(RecordList):
    permission = permissions.EDIT
    model = CatalogueImport
    title = "Các lần nhập danh mục TTHC"
    columns = (
        Column("file_name", "Tệp", sort="sort_key"),
        Column("created_at", "Lúc", sort="created_at", css="date"),
        Column("accepted_at", "Đã nhận lúc", css="date"),
        Column("added", "Thêm mới", css="num"),
        Column("changed", "Thay đổi", css="num"),
        Column("ended", "Bãi bỏ", css="num"),
    )
    default_sort = "-created_at"
    empty_text = "Chưa nhập danh mục nào."


class ImportDelete(RecordDelete):
    permission = permissions.EDIT
    model = CatalogueImport
    list_url_name = "tthc:procedure_list"

    def refusal(self, obj: CatalogueImport) -> str:
        return "Danh mục đã nhận; dòng này là dấu vết của lần nhập." if obj.accepted_at else ""

    def remove(self, obj: CatalogueImport) -> None:
        if refusal := self.refusal(obj):
            raise ValidationError(refusal)
        super().remove(obj)


class CataloguePreview(QmsView):
    """GET compares; POST accepts what was compared."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        incoming = get_object_or_404(CatalogueImport.objects.all(), pk=pk)
        plan = plan_of(incoming, request.year)
        form = self._form(plan, initial=self._initial(plan))
        return suggestions(form, request) or self._page(incoming, plan, form)

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        incoming = get_object_or_404(CatalogueImport.objects.all(), pk=pk)
        plan = plan_of(incoming, request.year)
        form = self._form(plan, request.POST)
        seen = request.POST.get("seen", "")
        if seen != plan.fingerprint():
            form.add_error(None, MOVED_ON)
            return self._page(incoming, plan, form, status=409)
        if not form.is_valid():
            return self._page(incoming, plan, form, status=422)
        chosen = form.cleaned_data
        acceptance = Acceptance(
            incoming,
            actor=request.user,
            year=request.year,
            day=chosen["day"],
            decision=chosen["decision"],
            record_changes=chosen.get("record_changes", False),
        )
        try:
            done = acceptance.run(set(chosen["gone"]), seen)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(incoming, plan, form, status=422)
        counts = f"{done.added} thủ tục mới, {done.changed} thay đổi, {done.ended} bãi bỏ"
        messages.success(request, f"Đã nhận danh mục: {counts}.")
        return redirect(reverse("tthc:procedure_list"))

    def _form(self, plan: Plan, *args: Any, **kwargs: Any) -> AcceptForm:
        gone = [row.pk for row in plan.gone[:GONE_SHOWN]]
        return AcceptForm(*args, gone=gone, tells_changes=plan.tells_changes, **kwargs)

    def _initial(self, plan: Plan) -> dict[str, Any]:
        """The first list is taken over, also over what dossiers brought in: nothing in it is new of this year."""
        today = timezone.localdate()
        return {
            "record_changes": CatalogueImport.objects.exclude(accepted_at=None).exists(),
            "day": today if today.year == self.request.year else None,
            "gone": sorted(plan.abolished),
        }

    def _page(
        self, incoming: CatalogueImport, plan: Plan, form: AcceptForm, status: int = 200
    ) -> HttpResponse:
        chosen = {str(pk) for pk in form["gone"].value() or ()}
        context = {
            "title": f"So sánh: {incoming}",
            "incoming": incoming,
            "plan": plan,
            "new": [self._line(row) for row in plan.new[:SHOWN]],
            "changed": plan.changed[:SHOWN],
            "gone": [(row, str(row.pk) in chosen) for row in plan.gone[:GONE_SHOWN]],
            "rejected": plan.rejected[:SHOWN],
            "shown": SHOWN,
            "form": form,
            "seen": plan.fingerprint(),
            "cancel_url": reverse("tthc:procedure_list"),
            "delete_url": reverse("tthc:catalogue_import_delete", args=[incoming.pk]),
            "again_url": reverse("tthc:catalogue_import"),
        }
        return render(self.request, "tthc/catalogue_preview.html", context, status=status)

    def _line(self, row: Any) -> dict[str, str]:
        """As the row of the catalogue will read."""
        wanted = ("name", "field", "level", "online_level")
        values = row.values | {"field": None}
        return {
            "code": row.code,
            "time": AdministrativeProcedure(**values).time_label,
            **{name: told(name, row.values.get(name, "")) for name in wanted},
        }


class CatalogueExport(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        return as_file(in_force_xlsx(datetime.date(request.year, 12, 31)), request.year)
