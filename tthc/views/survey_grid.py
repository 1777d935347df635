"""The grid of a round's totals: typed, pasted, or read from an Excel sheet into the same grid before it is saved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms.http import AgencyRequest
from qms.papers import file_stem
from qms.records import StaleRecord
from qms.views.base import QmsView
from qms.views.generic import version_seen
from qms.views.tables import XLSX
from tthc import permissions
from tthc.forms.surveys import SheetForm, counts_in, grid_formset, printed_form
from tthc.models import Field, SurveyRound
from tthc.services.survey_counts import cells_of, cells_typed, changed, entry_refusal, grid_save
from tthc.surveys import sheet as survey_sheet
from tthc.surveys.matrix import groups_of, matrix_of

STALE = "Có người vừa lưu trước anh/chị. Số anh/chị gõ vẫn còn dưới đây; lưu lần nữa sẽ thay số đang lưu."


def load(pk: int) -> SurveyRound:
    return get_object_or_404(SurveyRound.objects.with_counts(), pk=pk)


class GridPage(QmsView, abstract=True):
    def show(
        self, found: SurveyRound, formset: Any, printed: Any, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        page = reverse("tthc:survey_grid", args=[found.pk])
        context = {
            "title": f"{'Các lĩnh vực' if found.is_public else 'Nhập số liệu'}: {found}",
            "object": found,
            "groups": groups_of(found.template),
            "formset": formset,
            "printed": printed,
            "counted": not found.is_public,
            "fields": Field.objects.order_by("sort_key"),
            "refusal": entry_refusal(found),
            "version": found.version,
            "action": page,
            "draft_key": page,
            "cancel_url": found.get_absolute_url(),
        }
        return render(self.request, "tthc/survey_grid.html", context | more, status=status)


class SurveyGrid(GridPage):
    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found = load(pk)
        matrix = matrix_of(found)
        formset = grid_formset(matrix.groups, counted=not found.is_public, matrix=matrix)
        return self.show(found, formset, printed_form(matrix.groups, matrix=matrix))

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found = load(pk)
        groups = groups_of(found.template)
        formset = grid_formset(groups, counted=not found.is_public, data=request.POST)
        printed = printed_form(groups, data=request.POST)
        if not (formset.is_valid() & printed.is_valid()):
            return self.show(found, formset, printed, status=422)
        try:
            saved = grid_save(
                found=found,
                rows=formset.rows(),
                printed=printed_counts(printed),
                actor=request.user,
                expected_version=version_seen(request.POST.get("version", "")),
            )
        except StaleRecord as stale:
            typed = cells_typed(groups, formset.rows(), printed_counts(printed))
            differing = changed(cells_of(matrix_of(stale.current)), typed)  # type: ignore[arg-type]  # grid_save gives a round
            return self.show(load(pk), formset, printed, status=409, stale=STALE, differing=differing)
        except ValidationError as error:
            return self.show(load(pk), formset, printed, status=422, problem=" ".join(error.messages))
        request.session["saved_draft_key"] = request.path
        messages.success(request, f"Đã lưu số liệu: {saved}.")
        return redirect(saved.get_absolute_url())


def printed_counts(form: Any) -> dict[int, int]:
    return counts_in(form.cleaned_data)


class SurveyGridImport(GridPage):
    """POST fills the grid from a sheet; nothing is stored before the person has seen it and saved."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        return self._ask(load(pk), SheetForm())

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found, form = load(pk), SheetForm(request.POST, request.FILES)
        if refusal := entry_refusal(found):
            form.add_error(None, refusal)
        if not form.is_valid():
            return self._ask(found, form, status=422)
        groups = groups_of(found.template)
        try:
            sheet = survey_sheet.read(form.cleaned_data["file"].read(), groups)
        except ValidationError as error:
            form.add_error("file", error)
            return self._ask(found, form, status=422)
        formset = grid_formset(groups, counted=not found.is_public, data=formset_data(sheet))
        printed = printed_form(groups, data={f"printed-{name}": text for name, text in sheet.printed.items()})
        valid = formset.is_valid() & printed.is_valid()
        notes = [f"Đã đọc {len(sheet.rows)} dòng từ tệp, chưa lưu. Xem lại rồi bấm Lưu.", *sheet.notes]
        return self.show(found, formset, printed, status=200 if valid else 422, notes=notes)

    def _ask(self, found: SurveyRound, form: SheetForm, status: int = 200) -> HttpResponse:
        context = {
            "title": f"Nạp số liệu từ Excel: {found}",
            "subtitle": "Bảng có cột “Lĩnh vực” và các cột như mẫu phiếu; bảng tải từ trang của đợt nạp lại được ngay.",
            "form": form,
            "submit_label": "Đọc tệp",
            "cancel_url": found.get_absolute_url(),
        }
        return render(self.request, "generic/form.html", context, status=status)


def formset_data(sheet: survey_sheet.Found) -> dict[str, str]:
    """What the grid would have sent, typed by hand."""
    data = {"row-TOTAL_FORMS": str(len(sheet.rows)), "row-INITIAL_FORMS": "0"}
    for place, row in enumerate(sheet.rows):
        data |= {f"row-{place}-{name}": text for name, text in row.items()}
    return data


class SurveySheet(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found = load(pk)
        response = HttpResponse(survey_sheet.write(str(found), matrix_of(found)), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{file_stem(f"khao-sat-{found}")}.xlsx"'
        return response
