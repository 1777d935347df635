"""What a constraint must do: refuse the row in the form, with its sentence, and in the database."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def constraint_names(app: str) -> set[str]:
    return {
        constraint.name
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def refused_twice(row: models.Model, sentence: str) -> None:
    """By the form's validation, with this sentence, and by the database when nobody validates."""
    prepared: Any = row
    if hasattr(row, "prepare_save"):
        prepared.prepare_save()
    with pytest.raises(ValidationError) as said:
        row.validate_constraints()
    assert sentence in " ".join(said.value.messages)
    refused_by_database(row)


def refused_by_database(row: models.Model) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
