"""Reads of survey rounds."""

from typing import Any

from django.db.models import Prefetch

from qms.scope import ScopedQuerySet


class SurveyRoundQuerySet(ScopedQuerySet):
    def with_counts(self) -> Any:
        """With everything `tthc.survey_matrix` reads: eight queries, however many rounds, rows and options."""
        return self.select_related("template", "basis", "report", "signer").prefetch_related(
            "template__criteria__options",
            Prefetch("rows", queryset=_related(self, "rows").select_related("field")),
            "rows__counts",
            "printed",
        )

    def with_form(self) -> Any:
        """With what the public page asks: criteria, options and fields, without counts; five queries."""
        return self.select_related("template").prefetch_related(
            "template__criteria__options",
            Prefetch("rows", queryset=_related(self, "rows").select_related("field")),
        )


def _related(rounds: ScopedQuerySet, name: str) -> Any:
    """The scoped rows behind a reverse relation, without importing the models that use this queryset."""
    related: Any = rounds.model._meta.get_field(name).related_model
    return related.objects.all()
