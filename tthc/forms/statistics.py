"""Input shapes of the reporting period and of late dossiers."""

from types import MappingProxyType

from django import forms

from qms.forms import RecordForm
from tthc.models import LateDossier, ReportingPeriod


class PeriodForm(RecordForm):
    class Meta:
        model = ReportingPeriod
        fields = ("period_from", "period_to")
        help_texts = {"period_from": "Ví dụ 10/12/2023 khi báo cáo năm chốt số đến 09/12/2024."}  # noqa: RUF012


class LateForm(RecordForm):
    constraint_fields = MappingProxyType(
        {"late_letter_dated": "letter_on", "late_promise_after": "promised_on"}
    )

    class Meta:
        model = LateDossier
        fields = ("reason", "letter", "letter_on", "promised_on")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "letter": "Ví dụ 15/UBND-VP. Để trống khi chưa có văn bản xin lỗi (Mẫu 04, Thông tư 03/2025/TT-VPCP).",
        }
