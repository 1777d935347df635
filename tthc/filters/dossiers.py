"""Filter of the list of dossiers."""

from typing import Any

from django_filters import CharFilter, ChoiceFilter, FilterSet

from documents.filters import DayFilter
from qms.http import AgencyRequest
from tthc.enums import Channel, DossierState, Level, Timing
from tthc.models import AdministrativeProcedure, Dossier
from tthc.statistics.late import open_late

OVERDUE = "overdue"
TRIGRAM = 3
"""Characters."""


class DossierFilter(FilterSet):
    request: AgencyRequest

    q = CharFilter(label="Một đoạn mã hồ sơ", method="by_code")
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
