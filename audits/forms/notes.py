"""Input shapes of checklists and note sheets."""

from typing import Any

from django import forms

from audits.models import AuditNote, AuditTeamMember, ChecklistLine, ChecklistTemplate
from qms.forms import RecordForm
from qms.text import storable


class ChecklistForm(RecordForm):
    class Meta:
        model = ChecklistTemplate
        fields = ("name", "in_use")


class ChecklistLineForm(RecordForm):
    class Meta:
        model = ChecklistLine
        fields = ("clause", "procedure", "topic", "indented", "position")


class PasteForm(forms.Form):
    text = forms.CharField(
        label="Các dòng kiểm tra",
        help_text="Mỗi dòng một nội dung, cột điều khoản trước dấu tab. Dán được từ bảng Excel hoặc Word; "
        "dòng bắt đầu bằng gạch đầu dòng là mục con.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class NoteForm(RecordForm):
    class Meta:
        model = AuditNote
        fields = ("auditor", "noted_on", "representative")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["auditor"]
        team.queryset = AuditTeamMember.objects.filter(audit=self.instance.audit_id).select_related("person")


class MakeForm(forms.Form):
    template = forms.ModelChoiceField(
        ChecklistTemplate.objects.none(),
        label="Danh mục kiểm tra",
        required=False,
        empty_label="Không dùng danh mục (chỉ các quy trình của buổi)",
        help_text="Mỗi phiếu nhận một bản các dòng của danh mục, thêm một dòng cho mỗi quy trình của buổi.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["template"]
        found.queryset = ChecklistTemplate.objects.filter(in_use=True).order_by("sort_key", "pk")
        self.initial.setdefault("template", found.queryset.first())


class RowForm(forms.Form):
    """One row as a browser sends it; the lengths are the service's to judge."""

    key = forms.UUIDField()
    version = forms.IntegerField(required=False, min_value=0)
    after = forms.UUIDField(required=False)
    clause = forms.CharField(required=False, strip=False)
    topic = forms.CharField(required=False, strip=False)
    note = forms.CharField(required=False, strip=False)
    remark = forms.CharField(required=False, strip=False)
    indented = forms.BooleanField(required=False)
    removed = forms.BooleanField(required=False)

    def __init__(self, data: dict[str, Any]) -> None:
        clean = {name: storable(value) if isinstance(value, str) else value for name, value in data.items()}
        super().__init__({name: value for name, value in clean.items() if value is not None})

    def values(self) -> dict[str, Any]:
        """What was sent of the row itself."""
        return {name: self.cleaned_data[name] for name in self.data if name in self.ROW}

    ROW = frozenset({"after", "clause", "topic", "note", "remark", "indented"})
