"""The choice of a record in a form: told apart by its label, searched by typing when there are many.

Up to LIMIT rows it is a plain select. Above, it is a text field with suggestions: the text is what people see and
type, `<name>_pk` beside it says which row a script has put there. Without scripts the text alone is searched, and
several hits come back as a select of those.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string

from qms.models.base import Record
from qms.text import fold, nfc

LIMIT = 200
SHOWN = 20
ASKED = "chon"
"""?chon=<field>&q=<words> on a form's own address: the suggestions, under the permission that opens the form."""


def label_of(obj: models.Model) -> str:
    return obj.choice_label if isinstance(obj, Record) else str(obj)


def marked(obj: Any) -> str:
    return f"{obj.choice_label} ({obj.choice_mark})"


def labelled(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """(row, label), with a mark where two rows have the same label."""
    rows = list(rows)
    seen = Counter(row.choice_label for row in rows)
    return [(row, marked(row) if seen[row.choice_label] > 1 else row.choice_label) for row in rows]


class RecordIterator(forms.models.ModelChoiceIterator):
    """The options of a plain select."""

    field: "RecordChoiceField"

    def __iter__(self) -> Any:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for row, label in labelled(self.queryset.all()):
            yield (forms.models.ModelChoiceIteratorValue(self.field.prepare_value(row), row), label)


class RecordSelect(forms.Select):
    """A select, or the text field with suggestions; `field` is set by the field that owns it."""

    field: "RecordChoiceField"
    found: list[Any] | None = None
    """What the typed text may mean, after a refusal."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value, pk = data.get(name), data.get(f"{name}_pk")
        return value if pk is None else (value, pk)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        if self.found:
            self.choices = [("", "– chọn –"), *((row.pk, label) for row, label in labelled(self.found))]
            return super().render(name, None, attrs, renderer)
        rows = list(self.field.queryset[: LIMIT + 1])
        if len(rows) <= LIMIT:
            empty = [("", self.field.empty_label)] if self.field.empty_label is not None else []
            self.choices = [*empty, *((row.pk, label) for row, label in labelled(rows))]
            return super().render(name, value[1] if isinstance(value, tuple) else value, attrs, renderer)
        return self._render_search(name, value, attrs or {})

    def _render_search(self, name: str, value: Any, attrs: dict[str, Any]) -> Any:
        text, pk = value if isinstance(value, tuple) else ("", value)
        if not isinstance(value, tuple) and value not in (None, ""):
            row = self.field.row(value)
            text, pk = (marked(row), row.pk) if row else (str(value), "")
        attrs = self.build_attrs(self.attrs, attrs)
        attrs["class"] = attrs.get("class", "form-select").replace("form-select", "form-control")
        context = {"name": name, "text": text or "", "pk": str(pk or ""), "attrs": attrs, "asked": ASKED}
        return render_to_string("components/record_search.html", context)


class RecordChoiceField(forms.ModelChoiceField):
    """One record of the field's own queryset, whatever is typed or sent."""

    widget = RecordSelect
    iterator = RecordIterator

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self._own()

    def __deepcopy__(self, memo: Any) -> "RecordChoiceField":
        copy = super().__deepcopy__(memo)
        copy._own()
        return copy

    def _own(self) -> None:
        if isinstance(self.widget, RecordSelect):
            self.widget.field = self

    def _get_queryset(self) -> Any:
        return self._queryset

    def _set_queryset(self, queryset: Any) -> None:
        """With what the labels read, in the order of the lists."""
        if queryset is not None:
            queryset = queryset.all()
            if related := queryset.model.choice_related:
                queryset = queryset.select_related(*related)
            if not queryset.query.order_by:
                queryset = queryset.order_by(*queryset.model.choice_order)
        self._queryset = queryset
        self.widget.choices = ()  # read when it is drawn: a select, or no options at all

    queryset = property(_get_queryset, _set_queryset)

    def label_from_instance(self, obj: Any) -> str:
        return obj.choice_label

    def row(self, pk: Any) -> Any:
        try:
            return self.queryset.filter(pk=pk).first()
        except (ValueError, TypeError, OverflowError):
            return None

    def search(self, text: str, limit: int) -> list[Any]:
        """Rows that hold every word, accents aside."""
        rows = self.queryset
        for word in fold(text).split():
            hits = models.Q()
            for path in self.queryset.model.choice_search:
                hits |= models.Q(**{f"{path}__contains": word})
            rows = rows.filter(hits)
        return list(rows[:limit])

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return super().to_python(value)
        text, pk = (nfc(str(part or "")).strip() for part in value)
        if not text:
            return None
        if pk and (row := self.row(pk)) and text in (row.choice_label, marked(row)):
            return row
        return self._meant(text)

    def _meant(self, text: str) -> Any:
        """The one row the text names. Raises ValidationError, with a select to choose from when there are several."""
        hits = self.search(text, LIMIT)
        exact = [row for row in hits if fold(text) in (fold(row.choice_label), fold(marked(row)))]
        if len(exact) == 1 or len(hits) == 1:
            return (exact or hits)[0]
        if not hits:
            raise ValidationError(
                f"Không có mục nào khớp với “{text[:80]}”. Gõ lại, hoặc chọn trong danh sách gợi ý."
            )
        if isinstance(self.widget, RecordSelect):
            self.widget.found = hits
        raise ValidationError(f"Có {len(hits)} mục khớp với “{text[:80]}”. Chọn đúng một mục.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(data, tuple):
            data = data[1] if data[0] else ""
        return super().has_changed(initial, data)


def suggestions(form: forms.BaseForm, request: HttpRequest) -> JsonResponse | None:
    """The answer to ?chon=<field>&q=…, None for any other request. The caller has checked who may open the form."""
    field = form.fields.get(request.GET.get(ASKED, ""))
    if not isinstance(field, RecordChoiceField):
        return None
    rows = field.search(request.GET.get("q", "")[:200], SHOWN + 1)
    found = [{"pk": str(row.pk), "label": label} for row, label in labelled(rows[:SHOWN])]
    return JsonResponse({"found": found, "more": len(rows) > SHOWN})
