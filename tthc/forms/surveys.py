"""Input shapes of surveys: a round's particulars, a form's criteria as a grid, the grid of totals."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

from qms.forms import IntegerField, RecordForm
from qms.text import fold, nfc
from tthc.forms.yearly import group
from tthc.models import SurveyRound, SurveyTemplate
from tthc.services.survey_counts import RowInput
from tthc.surveys.matrix import Group, Matrix
from tthc.surveys.samples import CriterionInput

MOST_ROWS, MOST_CRITERIA, MOST_OPTIONS = 200, 30, 10
LARGEST = 999_999_999
EMPTY_ROWS = 3


class RoundForm(RecordForm):
    class Meta:
        model = SurveyRound
        fields = (
            "name", "template", "way", "period_from", "period_to", "subject", "basis", "report",
            "addressees", "recipients", "signature", "signer",
        )  # fmt: skip
        widgets = {"subject": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "name",
            "template",
            "way",
            group(
                "Thời gian lấy ý kiến",
                "period_from",
                "period_to",
                note="Phiếu điện tử chỉ nhận ý kiến trong những ngày này.",
            ),
            "subject",
            Fieldset("Báo cáo", "basis", "report", "addressees", "recipients", "signature", "signer"),
            "version",
        )


class TemplateForm(RecordForm):
    class Meta:
        model = SurveyTemplate
        fields = ("name",)


class CriterionForm(forms.Form):
    """One line of the form's grid: a criterion, its options in one cell, how many of them mean satisfied."""

    name = forms.CharField(label="Tiêu chí", max_length=300, required=False)
    options = forms.CharField(
        label="Các mức, cách nhau bằng dấu chấm phẩy",
        max_length=800,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Rất tốt; Tốt; Chưa tốt"}),
    )
    good = IntegerField(
        label="Số mức đầu là hài lòng",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "2", "inputmode": "numeric", "class": "number"}),
    )
    uncounted = forms.CharField(
        label="Câu trả lời không tính vào bảng",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Không phải bổ sung"}),
    )
    overall = forms.BooleanField(label="Câu hỏi chung", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, labels = nfc(cleaned.get("name", "")), labels_of(cleaned.get("options", ""))
        if not (name or labels):
            return {}
        if not name:
            self.add_error("name", "Ghi tên tiêu chí.")
        if not 2 <= len(labels) <= MOST_OPTIONS:
            self.add_error("options", f"Ghi từ 2 đến {MOST_OPTIONS} mức, cách nhau bằng dấu chấm phẩy.")
        elif len({fold(label) for label in labels}) < len(labels):
            self.add_error("options", "Có hai mức trùng nhau.")
        elif any(len(label) > 120 for label in labels):
            self.add_error("options", "Mỗi mức dài tối đa 120 ký tự.")
        if (cleaned.get("good") or 0) > len(labels):
            self.add_error("good", f"Tiêu chí chỉ có {len(labels)} mức.")
        return cleaned

    def criterion(self) -> CriterionInput | None:
        """None for an empty line."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        return CriterionInput(
            nfc(given["name"]),
            labels_of(given["options"]),
            given["good"] or 0,
            nfc(given["uncounted"]),
            given["overall"],
        )


def labels_of(text: str) -> tuple[str, ...]:
    return tuple(label for part in text.split(";") if (label := nfc(part).strip()))


class CriterionFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        given = self.criteria()
        if not given:
            raise ValidationError("Mẫu phiếu cần ít nhất một tiêu chí.")
        if len({fold(row.name) for row in given}) < len(given):
            raise ValidationError("Có hai tiêu chí trùng tên.")
        if sum(row.overall for row in given) > 1:
            raise ValidationError("Mỗi mẫu phiếu chỉ có một câu hỏi hài lòng chung.")

    def criteria(self) -> list[CriterionInput]:
        return [row for form in self.forms if (row := form.criterion()) is not None]


def criteria_formset(data: Any = None, criteria: Sequence[CriterionInput] = ()) -> CriterionFormSet:
    make = forms.formset_factory(
        CriterionForm, CriterionFormSet, extra=EMPTY_ROWS, max_num=MOST_CRITERIA, validate_max=True
    )
    initial = [
        {
            "name": row.name,
            "options": "; ".join(row.options),
            "good": row.good,
            "uncounted": row.uncounted,
            "overall": row.overall,
        }
        for row in criteria
    ]
    found: Any = make(data, initial=initial, prefix="criterion")
    return found


def option_field(key: int) -> str:
    return f"option_{key}"


def number(label: str) -> IntegerField:
    return IntegerField(
        label=label,
        required=False,
        validators=[MaxValueValidator(LARGEST, "Số quá lớn; kiểm tra lại các chữ số.")],
    )


def option_fields(groups: Sequence[Group]) -> dict[str, IntegerField]:
    return {
        option_field(option.pk): number(f"{group.criterion.name}: {option.label}")
        for group in groups
        for option in group.options
    }


def counts_in(cleaned: dict[str, Any]) -> dict[int, int]:
    """What was typed in the cells of options, by the option's key; empty cells are left out."""
    return {
        int(name.removeprefix("option_")): value
        for name, value in cleaned.items()
        if name.startswith("option_") and value is not None
    }


class LineForm(forms.Form):
    """One field of the grid; the cells of options are added by `grid_formset`."""

    name = forms.CharField(
        label="Lĩnh vực",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "catalogue-fields"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = cleaned["name"] = nfc(cleaned.get("name") or "").strip()
        filled = any(value is not None for field, value in cleaned.items() if field != "name")
        if filled and not name:
            self.add_error("name", "Ghi tên lĩnh vực.")
        asked = "opinions" in self.fields and "opinions" not in self.errors
        if name and asked and cleaned.get("opinions") is None:
            self.add_error("opinions", "Nhập tổng số ý kiến.")
        return cleaned

    def row(self) -> RowInput | None:
        """None for an empty line."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        return RowInput(given["name"], given.get("opinions") or 0, counts_in(given))


class LineFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        seen: dict[str, int] = {}
        for place, form in enumerate(self.forms, 1):
            if (name := fold(form.cleaned_data.get("name", "") if not form.errors else "")) == "":
                continue
            if name in seen:
                form.add_error("name", f"Lĩnh vực này đã có ở dòng {seen[name]}.")
            seen.setdefault(name, place)

    def is_valid(self) -> bool:
        return super().is_valid() and not any(form.errors for form in self.forms)

    def rows(self) -> list[RowInput]:
        return [row for form in self.forms if (row := form.row()) is not None]


def grid_formset(
    groups: Sequence[Group], *, counted: bool, data: Any = None, matrix: Matrix | None = None
) -> LineFormSet:
    """`counted` False: names alone, for a round whose counts come from answers."""
    cells = {"opinions": number("Tổng số ý kiến"), **option_fields(groups)} if counted else {}
    form = type("GridLine", (LineForm,), cells)
    make = forms.formset_factory(form, LineFormSet, extra=EMPTY_ROWS, max_num=MOST_ROWS, validate_max=True)
    found: Any = make(data, initial=_initial(groups, matrix) if matrix else None, prefix="row")
    return found


def _initial(groups: Sequence[Group], matrix: Matrix) -> list[dict[str, Any]]:
    fields = [option_field(option.pk) for group in groups for option in group.options]
    return [
        {"name": line.name, "opinions": line.opinions, **dict(zip(fields, line.counts, strict=True))}
        for line in matrix.lines
    ]


def printed_form(groups: Sequence[Group], *, data: Any = None, matrix: Matrix | None = None) -> forms.Form:
    """The total row as a paper prints it."""
    form = type("PrintedForm", (forms.Form,), option_fields(groups))
    initial = {option_field(key): count for key, count in matrix.printed.items()} if matrix else None
    return form(data, initial=initial, prefix="printed")


class SheetForm(forms.Form):
    file = forms.FileField(label="Tệp Excel (.xlsx)")
