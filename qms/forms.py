"""Form fields and forms that read what Vietnamese officials type, and keep the version that was read."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelFormMetaclass

from qms.choices import RecordChoiceField, label_of
from qms.dates import parse_day
from qms.models.base import Record
from qms.numbers import parse_integer
from qms.text import nfc

DASHES = BLANK_CHOICE_DASH[0][1]


class IntegerField(forms.IntegerField):
    """“4.529”, “4 529” and “4529” mean the same; a negative count is refused with a sentence."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "number"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_integer(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class DateField(forms.DateField):
    """dd/mm/yyyy; a day that does not exist is refused with a sentence."""

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"},
    )

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            return parse_day(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


def form_field(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: ours for counts and dates, roomy boxes for long text."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        return db_field.formfield(form_class=DateField, **{**kwargs, "widget": DateField.widget})
    if isinstance(
        db_field,
        models.PositiveIntegerField | models.PositiveSmallIntegerField | models.PositiveBigIntegerField,
    ):
        if not db_field.choices:
            return db_field.formfield(form_class=IntegerField, **{**kwargs, "widget": IntegerField.widget})
    if isinstance(db_field, models.ForeignKey) and issubclass(target(db_field), Record):
        return db_field.formfield(form_class=RecordChoiceField, **kwargs)
    if isinstance(db_field, models.URLField):
        return db_field.formfield(**{"assume_scheme": "https", **kwargs})
    if isinstance(db_field, models.TextField):
        return db_field.formfield(**{"widget": forms.Textarea(attrs={"rows": 4}), **kwargs})
    return db_field.formfield(**kwargs)


def target(db_field: models.ForeignKey) -> type[models.Model]:
    model: Any = db_field.related_model
    return model


class RecordFormMetaclass(ModelFormMetaclass):
    """Gives every Meta our form fields, so that no form forgets them."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        if (meta := attrs.get("Meta")) is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(form_field)
        return super().__new__(mcs, name, bases, attrs)


class RecordForm(forms.ModelForm, metaclass=RecordFormMetaclass):
    """A record's form; `version` is what the person saw when the form was opened."""

    constraint_fields: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Constraint of the model → the field at which its refusal is told."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = "–"
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs.pop("maxlength", None)  # a browser would cut pasted text without a word
            elif isinstance(field, forms.TypedChoiceField):
                choices: Any = field.choices
                field.choices = [(value, "–" if label == DASHES else label) for value, label in choices]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = nfc(value)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Keep what the address gives (agency, year) in, so that uniqueness is told at the form."""
        return super()._get_validation_exclusions() - {"agency", "year"}  # type: ignore[misc]  # not in the stubs

    def _update_errors(self, errors: ValidationError) -> None:
        """A constraint's refusal goes to its field."""
        places = {
            constraint.violation_error_message: field
            for constraint in self._meta.model._meta.constraints
            if (field := self.constraint_fields.get(constraint.name)) in self.fields
        }
        told: dict[str, list[ValidationError]] = {}
        for name, found in errors.update_error_dict({}).items():
            for error in found:
                place = places.get(error.message, name) if name == NON_FIELD_ERRORS else name
                told.setdefault(place, []).append(error)
        super()._update_errors(ValidationError(told))  # type: ignore[misc]  # not in the stubs

    def shown(self, name: str, value: Any) -> str:
        """A cleaned or stored value as text, for the choice between two versions."""
        field = self.fields[name]
        if isinstance(value, models.Model):
            return label_of(value)
        if isinstance(field, forms.ChoiceField) and value not in (None, ""):
            choices: Any = field.choices
            return str(dict(choices).get(value, value))
        if isinstance(value, datetime.date):
            return f"{value:%d/%m/%Y}"
        return "" if value is None else str(value)


def record_form(
    model: type[models.Model], *fields: str, widgets: dict[str, Any] | None = None
) -> type[RecordForm]:
    """A RecordForm of these fields, for models that need no more than that."""
    meta = type("Meta", (), {"model": model, "fields": fields, "widgets": widgets or {}})
    return type(f"{model.__name__}Form", (RecordForm,), {"Meta": meta})
