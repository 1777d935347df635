"""Input shapes of the reports app."""

from typing import Any

from django import forms

from qms.forms import RecordForm
from reports import syntax
from reports.models import AnnualReport, OutlineSection, ReportOutline


class BodyForm(RecordForm):
    """Fields whose text may quote figures: refused with the line when it is not allowed."""

    body_fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.body_fields:
            for sentence in syntax.problems(cleaned.get(name) or ""):
                self.add_error(name, sentence)
        return cleaned


class ReportForm(BodyForm):
    body_fields = ("subject",)

    class Meta:
        model = AnnualReport
        fields = (
            "subject",
            "parent_organ",
            "organ",
            "number",
            "notation",
            "place",
            "issued_on",
            "month",
            "addressees",
            "recipients",
            "signature_lines",
            "signer",
            "due_on",
        )


class OutlineForm(BodyForm):
    body_fields = ("subject",)

    class Meta:
        model = ReportOutline
        fields = (
            "name",
            "subject",
            "notation",
            "addressees",
            "recipients",
            "number_style",
            "decimal_mark",
            "source_note",
        )


class OutlineSectionForm(BodyForm):
    body_fields = ("heading", "body")

    class Meta:
        model = OutlineSection
        fields = ("kind", "heading", "level", "annex_number", "key", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].widget = forms.TextInput()
        levels = ("1. Khái quát", "2.1. Kết quả", "3.3.1. Khó khăn", "* Đề xuất")
        choices = [(number, f"{number}: “{sample}”") for number, sample in enumerate(levels, start=1)]
        self.fields["level"].widget = forms.Select(choices=choices)
        self.fields["key"].help_text = "Chữ thường không dấu, ví dụ muc-2-1; báo cáo nhận ra mục theo mã này."


class SectionForm(forms.Form):
    """A section of a report; `version` is what the page saw (0: it read as the outline)."""

    heading = forms.CharField(label="Tiêu đề", required=False, max_length=500)
    body = forms.CharField(label="Nội dung", required=False, strip=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
