"""Input shapes of findings."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join

from audits.clauses import CLAUSES
from audits.enums import CriterionType
from audits.models import Finding, InternalAudit
from documents.enums import PROCEDURES
from qms.forms import RecordForm

SHOWN_FOR = {
    "clause": CriterionType.CLAUSE,
    "procedure": CriterionType.PROCEDURE,
    "section": CriterionType.PROCEDURE,
    "law": CriterionType.LAW,
}


class ClauseInput(forms.TextInput):
    """A text field that offers the standard's clauses with their titles; anything may be typed."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        attrs = {**(attrs or {}), "list": f"{name}-clauses", "autocomplete": "off"}
        options = format_html_join(
            "", '<option value="{}">{}</option>', ((n, f"{n} {t}") for n, t in CLAUSES)
        )
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, f"{name}-clauses", options)


class FindingForm(RecordForm):
    class Meta:
        model = Finding
        fields = (
            "unit",
            "grade",
            "criterion_type",
            "clause",
            "procedure",
            "section",
            "law",
            "description",
            "evidence",
            "auditor",
            "opened_on",
            "stated_number",
        )
        widgets = {"clause": ClauseInput()}  # noqa: RUF012 - Django's own shape

    class Media:
        js = ("js/shown-for.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion_type"].widget.attrs["data-shows"] = ""
        for name, kind in SHOWN_FOR.items():
            self.fields[name].widget.attrs["data-shown-for"] = kind.value
        self.fields["clause"].help_text = "Gõ số hoặc tên điều khoản để chọn, ví dụ 7.5.3."
        self.fields["description"].label = "Điều đã thấy"
        self.fields["opened_on"].help_text = "Để trống thì lấy ngày hôm nay."
        self.fields["evidence"].label = "Bằng chứng khách quan"
        self._narrow()

    def _narrow(self) -> None:
        audit: InternalAudit = self.instance.audit
        procedure: Any = self.fields["procedure"]
        procedure.queryset = procedure.queryset.filter(kind__in=PROCEDURES)
        unit: Any = self.fields["unit"]
        visited = [row.unit_id for row in audit.audited_units.all() if row.unit_id]
        if visited:
            unit.queryset = unit.queryset.filter(pk__in={*visited, self.instance.unit_id} - {None})
            unit.help_text = "Các đơn vị trong danh sách được đánh giá của đợt này."
        if auditor := self.fields.get("auditor"):
            auditor.queryset = audit.team.select_related("person")  # type: ignore[attr-defined]
            auditor.help_text = "Để trống nếu chính anh/chị là người phát hiện."

    def without(self, *names: str) -> "FindingForm":
        """The form without the fields that this user has no say in."""
        for name in names:
            self.fields.pop(name, None)
        return self
