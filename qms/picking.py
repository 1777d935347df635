"""Several records chosen at once: a list of check boxes that scrolls and is narrowed by typing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.template.loader import render_to_string

from qms.choices import labelled

FILTERED = 8
"""From so many rows on there is a box to narrow the list."""


class CheckList(forms.SelectMultiple):
    """Check boxes; what is chosen stands first, in its order, then what is suggested: key → why."""

    label = ""
    suggest_label = "Chọn các mục gợi ý"
    suggested: Mapping[int, str] = MappingProxyType({})

    class Media:
        js = ("js/check-list.js",)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        chosen = [str(one) for one in value or ()]
        options = [(str(pk), label) for pk, label in self.choices]
        place = {pk: at for at, pk in enumerate(chosen)}
        why = {str(key): reason for key, reason in self.suggested.items()}
        options.sort(key=lambda option: (place.get(option[0], len(place)), option[0] not in why))
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "label": self.label,
            "options": [
                {"value": pk, "label": label, "checked": pk in place, "reason": why.get(pk, "")}
                for pk, label in options
            ],
            "suggest_label": self.suggest_label if any(pk in why for pk, _ in options) else "",
            "filtered": len(options) >= FILTERED,
        }
        return render_to_string("components/check_list.html", context)


class PickIterator(forms.models.ModelChoiceIterator):
    """With a mark where two rows have the same label."""

    field: "PickField"

    def __iter__(self) -> Any:
        if self.field.told is not None:
            yield from ((row.pk, self.field.told(row)) for row in self.queryset)
        else:
            yield from ((row.pk, label) for row, label in labelled(self.queryset))


class PickField(forms.ModelMultipleChoiceField):
    """Rows of the field's own queryset, as a list in the order they were sent. told: how a row is offered."""

    widget = CheckList
    iterator = PickIterator

    def __init__(self, queryset: Any, *, told: Any = None, **kwargs: Any) -> None:
        self.told = told
        super().__init__(queryset, **kwargs)
        self.error_messages["invalid_choice"] = (
            "Có mục không thuộc danh sách này; tải lại trang rồi chọn lại."
        )
        self.error_messages["invalid_pk_value"] = self.error_messages["invalid_choice"]
        self.widget.label = str(self.label or "")

    def clean(self, value: Any) -> Any:
        rows = super().clean(value)
        order = {str(pk): at for at, pk in enumerate(value or ())}
        return sorted(rows, key=lambda row: order[str(row.pk)])
