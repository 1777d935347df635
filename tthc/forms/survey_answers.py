"""The form a citizen answers: one choice a question, no text."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from tthc.models import SurveyRow
from tthc.services.survey_answers import Choice
from tthc.surveys.matrix import Group

MISSING = "Xin chọn một câu trả lời."
NOT_COUNTED = "0"


def question(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": MISSING, "invalid_choice": MISSING},
    )


def spelled(label: str) -> str:
    """A citizen need not know the office's abbreviation."""
    return re.sub(r"\bTTHC\b", "thủ tục hành chính", label)


class AnswerForm(forms.Form):
    """Built for one round by `answer_form`."""

    def choice(self) -> Choice:
        given: dict[str, Any] = self.cleaned_data
        options = [int(value) for name, value in given.items() if name.startswith("criterion_")]
        return Choice(int(given["row"]), tuple(key for key in options if key))


def answer_form(groups: Sequence[Group], rows: Sequence[SurveyRow], data: Any = None) -> AnswerForm:
    """A round with a single field does not ask for it."""
    fields: dict[str, forms.Field] = {}
    if len(rows) > 1:
        fields["row"] = question("Lĩnh vực Ông/Bà làm thủ tục", [(str(row.pk), str(row)) for row in rows])
    else:
        fields["row"] = forms.ChoiceField(
            choices=[(str(row.pk), "") for row in rows], widget=forms.HiddenInput
        )
    for group in groups:
        choices = [(str(option.pk), option.label) for option in group.options]
        if group.criterion.partial:
            choices.append((NOT_COUNTED, group.criterion.uncounted))
        fields[f"criterion_{group.criterion.pk}"] = question(spelled(group.criterion.name), choices)
    made: Any = type("RoundAnswerForm", (AnswerForm,), fields)
    initial = {"row": str(rows[0].pk)} if len(rows) == 1 else None
    found: AnswerForm = made(data, initial=initial)
    return found
