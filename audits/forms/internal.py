"""Input shapes of the audit and its units: the plan, the notice and the results are edited apart."""

from typing import Any

from django import forms

from audits.enums import AuditState
from audits.models import AuditedUnit, InternalAudit
from audits.usual import PLAN_TEXTS, REPORT_TEXTS, notice_texts
from qms.forms import RecordForm
from qms.models import Unit
from qms.picking import PickField


def clock_field(label: str, *, required: bool = True) -> forms.TimeField:
    """Hours and minutes, picked as the browser offers them."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    sentence = "Ghi giờ và phút, ví dụ 14:00."
    return forms.TimeField(
        label=label,
        required=required,
        widget=widget,
        error_messages={"invalid": sentence, "required": sentence},
    )


class AuditForm(RecordForm):
    """Offers the usual sentences where nothing is written yet and the audit has not been told of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state != AuditState.PLANNED:
            return
        for name, text in self.usual().items():
            if name in self.fields and not getattr(self.instance, name):
                self.initial[name] = self.initial.get(name) or text

    def usual(self) -> dict[str, str]:
        return {}


class AuditPlanForm(AuditForm):
    class Meta:
        model = InternalAudit
        fields = (
            "round",
            "standard",
            "purpose",
            "scope",
            "topics",
            "planned_from",
            "planned_to",
            "place",
            "plan_document",
            "team_decision",
            "audited_units_stated",
        )

    def usual(self) -> dict[str, str]:
        return PLAN_TEXTS if self.instance.pk is None else {}


class AuditNoticeForm(AuditForm):
    class Meta:
        model = InternalAudit
        fields = (
            "notice",
            "notice_organ",
            "notice_note",
            "notice_request",
            "notice_recipients",
            "notice_signature",
            "notice_signer",
        )

    def usual(self) -> dict[str, str]:
        return {} if self.instance.notice_id else notice_texts(self.instance.standard)


class AuditReportForm(AuditForm):
    starts_at = clock_field("Bắt đầu lúc", required=False)

    class Meta:
        model = InternalAudit
        fields = (
            "starts_on",
            "starts_at",
            "ends_on",
            "findings_recorded",
            "strengths",
            "organisation",
            "findings_remark",
            "remaining",
            "recommendations",
            "report_recipients",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state != AuditState.CLOSED and not self.instance.report_recipients:
            self.initial["report_recipients"] = REPORT_TEXTS["report_recipients"]


class AuditedUnitForm(RecordForm):
    class Meta:
        model = AuditedUnit
        fields = ("unit", "name", "position")


class PickUnitsForm(forms.Form):
    """The units of the agency that the audit does not visit yet."""

    def __init__(self, *args: Any, audit: InternalAudit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = audit.audited_units.filter(unit__isnull=False).values("unit")
        left = Unit.objects.exclude(pk__in=taken).order_by("sort_key", "pk")
        errors = {"required": "Chọn ít nhất một đơn vị."}
        self.fields["rows"] = PickField(left, label="Đơn vị", error_messages=errors)


class CopyForm(forms.Form):
    """Which earlier audit the new plan is taken from."""

    source: forms.ModelChoiceField = forms.ModelChoiceField(
        InternalAudit.objects.none(),
        label="Chép từ đợt",
        error_messages={"required": "Chọn đợt đánh giá để chép."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = InternalAudit.objects.order_by("-year", "-round")
        field.empty_label = None
