"""The dossiers themselves: a million rows, so only indexed columns order them; nobody edits them here."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qms import jobs
from qms.http import AgencyRequest
from qms.scope import current_scope
from qms.views.base import Action
from qms.views.generic import RecordDetail
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.dossier_files import COLUMNS, KIND, told_whole
from tthc.filters.dossiers import OVERDUE, DossierFilter
from tthc.models import Dossier
from tthc.statistics.periods import judged_sentence


class DossierRowList(RecordList):
    """POST: every row of the list as it stands, into a file that a job makes."""

    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model: ClassVar[Any] = Dossier
    title = "Hồ sơ TTHC"
    filterset_class = DossierFilter
    default_sort = "-received_on"
    columns = (
        Column("code", "Mã hồ sơ", css="nowrap"),
        Column("procedure", "Thủ tục", value=lambda row: row.procedure.name if row.procedure else ""),
        Column("received_on", "Tiếp nhận", sort="received_on", css="date"),
        Column("due_on", "Hẹn trả", css="date"),
        Column("finished_on", "Kết thúc", css="date"),
        Column("state", "Trạng thái"),
        Column("timing", "Thời hạn", css="nowrap"),
    )
    export_columns = COLUMNS
    exports_all = True
    add_url_name = "tthc:import_add"
    add_label = "Nhập hồ sơ"
    empty_text = "Chưa có hồ sơ nào khớp. Hồ sơ vào đây từ tệp xuất của phần mềm Một cửa."

    @property
    def intro(self) -> str:  # type: ignore[override]
        told = "Nhập từ tệp của phần mềm Một cửa, không có tên, địa chỉ, số điện thoại của người nộp."
        if self.request.GET.get("timing") != OVERDUE:
            return told
        return f"{told} {judged_sentence(self.request.today)}".rstrip()

    def get_queryset(self) -> Any:
        return told_whole(super().get_queryset())

    def post(self, request: AgencyRequest) -> HttpResponse:
        if current_scope().read_only:  # who only reads a child agency starts nothing in it
            raise PermissionDenied(self.permission)
        started = jobs.start(
            KIND,
            actor=request.user,
            year=request.year,
            back_url=self._url(),
            query=request.GET.urlencode(),
            order="".join(reversed(self._sort())),
            today=request.today.isoformat(),
        )
        return redirect("qms:job", started.pk)

    def get_actions(self) -> list[Action]:
        return [*super().get_actions(), Action("Các lần nhập", reverse("tthc:import_list"))]


class DossierRowDetail(RecordDetail):
    permission = permissions.VIEW
    model: ClassVar[Any] = Dossier
    attachable = False
    groups = (
        ("", ("code", "procedure", "level", "state", "channel")),
        ("Thời hạn", ("received_on", "due_on", "finished_on", "timing")),
        ("Nơi tiếp nhận, giải quyết", ("receiving_unit", "resolving_unit")),
        ("Số hóa", ("components", "result_digitised")),
        ("Nguồn", ("source", "last_import")),
    )

    def get_queryset(self) -> Any:
        return Dossier.objects.select_related(
            "procedure", "receiving_unit", "resolving_unit", "source", "last_import__source"
        )

    def _history_url(self, obj: Any) -> str:
        return ""  # its history is that of its imports
