"""The way of an export: hand it in, match its columns, look, have it imported, read what became of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms import permissions as base_permissions
from qms.http import AgencyRequest
from qms.models import Job
from qms.views.base import QmsView
from qms.views.files import file_response, told_job
from qms.views.generic import version_seen
from qms.views.tables import XLSX, Column, RecordList, shown
from tthc import permissions
from tthc.forms.imports import NEW, MappingForm, UploadForm
from tthc.imports import standing
from tthc.imports.standing import Stage
from tthc.models import DossierImport, DossierSource
from tthc.querysets.imports import imported_before
from tthc.services import imports
from tthc.transitions.imports import is_as_seen


def find(pk: int) -> DossierImport:
    return get_object_or_404(DossierImport.objects.select_related("source", "job"), pk=pk)


IMPORT_COLUMNS = (
    Column("file_name", "Tệp"),
    Column("source", "Nguồn"),
    Column("created_at", "Lúc", sort="created_at", css="date"),
    Column("state", "Trạng thái"),
    Column("rows", "Số dòng", css="num"),
    Column("added", "Hồ sơ mới", css="num"),
    Column("changed", "Cập nhật", css="num"),
    Column("rejected", "Không nhận", css="num"),
)


class ImportList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DossierImport
    title = "Các lần nhập hồ sơ"
    intro = "Tệp xuất từ phần mềm Một cửa. Nhập lại tệp cũ không làm trùng hồ sơ; tệp mới hơn cập nhật hồ sơ đã có."
    default_sort = "-created_at"
    columns = IMPORT_COLUMNS
    add_url_name = "tthc:import_add"
    add_label = "Nhập hồ sơ"
    empty_text = "Chưa nhập tệp nào. Xuất danh sách hồ sơ của kỳ từ phần mềm Một cửa rồi nhập vào đây."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("source")


class ImportAdd(QmsView):
    permission = permissions.EDIT

    def get(self, request: AgencyRequest) -> HttpResponse:
        return self._page(UploadForm(initial={"source": request.GET.get("source", "")}))

    def post(self, request: AgencyRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, 422)
        try:
            record = self._take(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(form, 422)
        return redirect(record.get_absolute_url())

    def _take(self, typed: dict[str, Any]) -> DossierImport:
        user = self.request.user
        with transaction.atomic():
            if typed["source"] == NEW:
                source = imports.source_named(typed["name"], typed["level"], actor=user)
            else:
                source = get_object_or_404(DossierSource.objects.all(), pk=typed["source"])
            record = imports.import_upload(
                source=source, file=typed["file"], name=typed["file"].name, year=self.request.year, actor=user
            )
            imports.read_start(record, actor=user)
        return record

    def _page(self, form: UploadForm, status: int = 200) -> HttpResponse:
        context = {"title": "Nhập hồ sơ", "form": form, "cancel_url": reverse("tthc:import_list")}
        return render(self.request, "tthc/import_upload.html", context, status=status)


class ImportDetail(QmsView):
    permission = permissions.VIEW
    write_permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        record = find(pk)
        stage = standing.stage_of(record)
        may_write = request.user.can(permissions.EDIT, record)
        if stage == Stage.MAP and may_write:
            return redirect("tthc:import_map", pk)
        history = reverse("qms:history_of", args=[record._meta.label_lower, pk])
        context = {
            "title": record.file_name,
            "subtitle": f"Lần nhập hồ sơ từ nguồn {record.source}, {record.source.get_level_display().lower()}",
            "record": record,
            "stage": stage,
            "tag": {"label": standing.label(record, stage), "css": standing.CSS.get(stage, "info")},
            "sentence": standing.sentence(record) if stage == Stage.BROKEN else "",
            "job": progress_of(record) if stage == Stage.WORKING else None,
            "moved": is_as_seen(record, request.user) if stage == Stage.PREVIEW else "",
            "same": imported_before(record) if stage == Stage.PREVIEW else None,
            "may_write": may_write,
            "history_url": history if request.user.can(base_permissions.VIEW_HISTORY) else "",
        }
        return render(request, "tthc/import_detail.html", context)


def progress_of(record: DossierImport) -> dict[str, Any]:
    assert record.job is not None  # noqa: S101 - a working import has one
    return told_job(record.job) | {
        "poll_url": reverse("tthc:import_progress", args=[record.pk]),
        "back_url": "",
    }


class ImportProgress(QmsView):
    """What htmx asks each second; when the work is over the page is loaded anew."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        record = find(pk)
        if standing.stage_of(record) != Stage.WORKING:
            if not request.htmx:
                return redirect(record.get_absolute_url())
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "generic/_partials/job.html", {"job": progress_of(record)})


class ImportMap(QmsView):
    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        record = find(pk)
        return self._page(record, MappingForm(record)) if record.scan else redirect(record.get_absolute_url())

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        record = find(pk)
        if not record.scan:
            return redirect(record.get_absolute_url())
        form = MappingForm(record, request.POST)
        if not form.is_valid():
            return self._page(record, form, 422)
        try:
            with transaction.atomic():
                mapped = imports.mapping_save(record, form.chosen, form.words(), actor=request.user)
                imports.read_start(mapped, actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(record, form, 422)
        return redirect(record.get_absolute_url())

    def _page(self, record: DossierImport, form: MappingForm, status: int = 200) -> HttpResponse:
        personal, others = form.left_out()
        context = {
            "title": "Ghép cột",
            "subtitle": f"{record.file_name} · trang {record.scan['sheet']} · {shown(record.scan['rows'])} dòng",
            "record": record,
            "form": form,
            "column_rows": form.column_rows(),
            "word_rows": form.word_rows(),
            "personal": personal,
            "others": others,
            "cancel_url": reverse("tthc:import_list"),
        }
        return render(self.request, "tthc/import_map.html", context, status=status)


class ImportRun(QmsView):
    """version: of the import whose preview was seen; without one nothing was."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        sent = request.POST
        work = partial(
            imports.import_start,
            expected_version=version_seen(sent.get("version", "")),
            all_or_nothing="all_or_nothing" in sent,
            add_procedures="add_procedures" in sent,
        )
        return start(request, pk, work)


class ImportAgain(QmsView):
    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        return start(request, pk, imports.work_again)


def start(request: AgencyRequest, pk: int, work: Callable[..., Job]) -> HttpResponse:
    record = find(pk)
    try:
        work(record, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(record.get_absolute_url())


class ImportRejected(QmsView):
    """The rows not taken, with the file's own columns: for who may correct them."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponseBase:
        record = find(pk)
        if not record.rejected_file:
            raise Http404("Tệp dòng không nhận không còn.")
        name = f"{record.file_name.rsplit('.', 1)[0]}-khong-nhan.xlsx"
        return file_response(record.rejected_file.open("rb"), name, XLSX)


class ImportDelete(QmsView):
    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int, error: str = "") -> HttpResponse:
        record = find(pk)
        done = "Lần nhập đã xong không xóa được: hồ sơ đã ghi thuộc về nó."
        context = {
            "object": record,
            "title": f"Bỏ lần nhập {record}?",
            "cancel_url": record.get_absolute_url(),
            "refusal": done if standing.stage_of(record) == Stage.DONE else "",
            "error": error,
        }
        return render(request, "generic/delete.html", context, status=422 if error else 200)

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        record = find(pk)
        try:
            imports.import_drop(record, actor=request.user)
        except ValidationError as error:
            return self.get(request, pk, error=" ".join(error.messages))
        messages.success(request, f"Đã bỏ lần nhập {record.file_name}; tệp đã xóa khỏi máy chủ.")
        return redirect("tthc:import_list")
