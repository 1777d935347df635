"""Input shapes of corrective-action requests, their rounds and measures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audits.enums import CarOrigin
from audits.models import ActionRound, CorrectiveAction, CorrectiveActionRequest
from documents.enums import DocumentKind
from qms.forms import DateField, RecordForm

WHYS = 5
LONGEST_WHY = 700


class WhysWidget(forms.MultiWidget):
    """Five lines, each asking why of the one above."""

    def __init__(self, attrs: Any = None) -> None:
        lines = [
            forms.TextInput(
                attrs={"aria-label": f"Vì sao, lần {n}", "placeholder": f"{n}. Vì sao?", "class": "mb-1"}
            )
            for n in range(1, WHYS + 1)
        ]
        super().__init__(lines, attrs)

    def decompress(self, value: str | None) -> list[str]:
        lines = (value or "").splitlines()
        rest = " ".join(lines[WHYS - 1 :])  # a loaded text may have more lines than the form
        return [*lines[: WHYS - 1], *([rest] if rest else [])]


class WhysField(forms.MultiValueField):
    """Stored one line an answer; empty lines are left out."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False) for _ in range(WHYS)]
        super().__init__(fields, widget=WhysWidget(), require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        lines = [" ".join(line.split()) for line in data_list or [] if line]
        if any(len(line) > LONGEST_WHY for line in lines):
            raise ValidationError(
                f"Mỗi lần “vì sao” ghi gọn trong {LONGEST_WHY} ký tự; phần dài ghi ở mục nguyên nhân."
            )
        return "\n".join(lines)


class CarForm(RecordForm):
    class Meta:
        model = CorrectiveActionRequest
        fields = (
            "origin",
            "origin_label",
            "unit",
            "description",
            "details",
            "opened_on",
            "form_revision",
            "stated_number",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_on"].required = False
        self.fields["opened_on"].help_text = "Để trống thì lấy ngày hôm nay."
        self.fields["description"].label = "Điều không phù hợp"
        revisions: Any = self.fields["form_revision"]
        revisions.queryset = revisions.queryset.filter(
            document__kind=DocumentKind.FORM, effective_on__isnull=False
        )
        if self.instance.finding_id is not None:  # what the finding says is not said again
            for name in ("origin", "origin_label", "unit"):
                del self.fields[name]
        else:
            origin: Any = self.fields["origin"]
            origin.choices = [pair for pair in CarOrigin.choices if pair[0] != CarOrigin.FINDING]

    def clean_opened_on(self) -> Any:
        return self.cleaned_data["opened_on"] or self.instance.opened_on


class RoundForm(RecordForm):
    whys = WhysField(
        label="Hỏi “vì sao” năm lần",
        help_text="Mỗi lần hỏi vì sao của câu trả lời trước; câu cuối thường là nguyên nhân gốc.",
    )

    class Meta:
        model = ActionRound
        fields = ("whys", "cause_subjective", "cause_objective", "correction")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause_subjective"].help_text = "Do con người, cách làm của đơn vị."
        self.fields["cause_objective"].help_text = "Do văn bản, phần mềm, điều kiện bên ngoài."
        self.fields["correction"].help_text = "Việc làm ngay để sửa trường hợp đã xảy ra."


class ActionForm(RecordForm):
    class Meta:
        model = CorrectiveAction
        fields = ("measure", "person", "responsible", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True
        self.fields["responsible"].label = "Hoặc tập thể, chức danh"


class ActionDoneForm(forms.Form):
    done_on = DateField(label="Đã xong ngày")
