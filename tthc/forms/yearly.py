"""Input shapes of the tthc app: numbers in groups beside each other, with what the stored ones add up to."""

from typing import Any

from crispy_forms.layout import HTML, Column, Field, Fieldset, Layout, Row

from qms.forms import RecordForm
from qms.numbers import grouped
from tthc.models import (
    CommuneCoverage,
    DigitisationStatistics,
    DossierStatistics,
    ProcedureChangeProposal,
    ProcedureCount,
    SurveySummary,
)


def group(legend: str, *names: str, note: str = "") -> Fieldset:
    """Fields of one sum beside each other, each under its own label."""
    columns = [Column(Field(name), css_class="col-sm-6 col-lg-4") for name in names]
    parts = [HTML(f'<p class="form-text">{note}</p>')] if note else []
    return Fieldset(legend, *parts, Row(*columns, css_class="align-items-end"))


HOW_TO_TYPE = "Nhập 4529, 4.529 hay 4 529 đều được. Để trống số mà nguồn không ghi; trống khác 0."

OF_WHOM = "Để trống cả hai khi số liệu là của toàn cấp; báo cáo năm lấy bản đó."


class DossierStatisticsForm(RecordForm):
    class Meta:
        model = DossierStatistics
        fields = (
            "level", "field", "unit", "period_from", "period_to", "source",
            "carried_over", "inherited", "received", "online", "in_person", "by_post",
            "resolved", "early", "on_time", "early_on_time", "late",
            "pending_in_time", "pending_overdue", "returned", "paused", "cancelled",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notes = self._stored_sums()
        self.helper.layout = Layout(
            HTML(f'<p class="form-text">{HOW_TO_TYPE}</p>'),
            group("Kỳ thống kê", "level", "period_from", "period_to"),
            group("Phạm vi", "field", "unit", note=OF_WHOM),
            Field("source"),
            group(
                "Tiếp nhận",
                "carried_over",
                "inherited",
                "received",
                "online",
                "in_person",
                "by_post",
                note=notes[0],
            ),
            group("Đã giải quyết", "resolved", "early", "on_time", "early_on_time", "late", note=notes[1]),
            group(
                "Chưa giải quyết",
                "pending_in_time",
                "pending_overdue",
                "returned",
                "paused",
                "cancelled",
                note=notes[2],
            ),
            "version",
        )

    def _stored_sums(self) -> tuple[str, str, str]:
        """What the stored numbers add up to, under each group; nothing for a new record."""
        row = self.instance
        if not row.pk:
            return "", "", ""
        channels = (row.online or 0) + (row.in_person or 0) + (row.by_post or 0)
        settled = (row.early_on_time or 0) + (row.late or 0)
        residual = "khớp" if row.residual == 0 else f"chênh {grouped(row.residual)} hồ sơ"
        return (
            f"Đang lưu: tổng {grouped(row.total)}; các cách nhận {grouped(channels)} / {grouped(row.received)}.",
            f"Đang lưu: trước, đúng và quá hạn cộng lại {grouped(settled)} / {grouped(row.resolved)}.",
            f"Đang lưu: các trạng thái cộng lại {grouped(row.accounted)} / {grouped(row.total)}: {residual}.",
        )


class DigitisationForm(RecordForm):
    class Meta:
        model = DigitisationStatistics
        fields = (
            "level", "received", "no_components", "some_components", "full_components", "reused_components",
            "resolved", "result_digitised", "result_not_digitised",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("level"),
            group(
                "Số hóa thành phần hồ sơ",
                "received",
                "no_components",
                "some_components",
                "full_components",
                "reused_components",
                note="Tiếp nhận = chưa số hóa + có số hóa; số hóa đầy đủ nằm trong có số hóa.",
            ),
            group("Số hóa kết quả giải quyết", "resolved", "result_digitised", "result_not_digitised"),
            "version",
        )


class SurveyForm(RecordForm):
    class Meta:
        model = SurveySummary
        fields = ("channel", "legal_basis", "received", "resolved", "forms", "good", "dissatisfied")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("channel"),
            Field("legal_basis"),
            group("Hồ sơ", "received", "resolved"),
            group("Phiếu đánh giá", "forms", "good", "dissatisfied"),
            "version",
        )


class ProcedureCountForm(RecordForm):
    class Meta:
        model = ProcedureCount
        fields = ("in_authority", "in_system", "as_of", "source")


class ProposalForm(RecordForm):
    class Meta:
        model = ProcedureChangeProposal
        fields = ("kind", "count")
        help_texts = {"count": "Ghi 0 nếu rà soát rồi mà không đề nghị gì."}  # noqa: RUF012


class CoverageForm(RecordForm):
    class Meta:
        model = CommuneCoverage
        fields = ("as_of", "applying", "total")
