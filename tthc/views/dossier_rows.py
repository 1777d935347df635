"""The dossiers themselves: a million rows, so only indexed columns order them; nobody edits them here."""

from typing import Any, ClassVar

from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, FilterSet

from documents.filters import DayFilter
from qms.http import AgencyRequest
from qms.views.base import Action
from qms.views.generic import RecordDetail
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.enums import Channel, DossierState, Level, Timing
from tthc.models import AdministrativeProcedure, Dossier
from tthc.statistics.late import open_late
from tthc.statistics.periods import judged_sentence

OVERDUE = "overdue"
TRIGRAM = 3
"""Characters."""


class DossierFilter(FilterSet):
    request: AgencyRequest

    q = CharFilter(label="Mã hồ sơ, hoặc một đoạn của mã", method="by_code")
    state = ChoiceFilter(label="Trạng thái", choices=DossierState.choices, empty_label="Tất cả")
    timing = ChoiceFilter(
        label="Thời hạn",
        choices=[*Timing.choices, (OVERDUE, "Đang giải quyết, quá hạn")],
        empty_label="Tất cả",
        method="by_timing",
    )
    procedure = CharFilter(label="Mã TTHC", method="by_procedure")
    channel = ChoiceFilter(label="Cách nộp", choices=Channel.choices, empty_label="Tất cả")
    level = ChoiceFilter(label="Cấp", choices=Level.choices, empty_label="Tất cả")
    tu = DayFilter(label="Tiếp nhận từ ngày", field_name="received_on", lookup_expr="gte")
    den = DayFilter(label="đến ngày", field_name="received_on", lookup_expr="lte")

    class Meta:
        model = Dossier
        fields = ()

    def by_code(self, queryset: Any, name: str, value: str) -> Any:
        """Inside the code, which its trigram index finds; a word too short for that, at its beginning."""
        part = value.strip().upper()
        inside = len(part) >= TRIGRAM
        return queryset.filter(**{f"code__{'contains' if inside else 'startswith'}": part})

    def by_timing(self, queryset: Any, name: str, value: str) -> Any:
        if value == OVERDUE:
            return queryset.filter(open_late(self.request.today))
        return queryset.filter(timing=value)

    def by_procedure(self, queryset: Any, name: str, value: str) -> Any:
        wanted = AdministrativeProcedure.objects.filter(code=value.strip()[:8])
        return queryset.filter(procedure__in=wanted.values("pk"))


class DossierRowList(RecordList):
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
        return super().get_queryset().select_related("procedure")

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
