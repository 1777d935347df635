"""Reads of survey rounds."""

from typing import Any

from django.db.models import Prefetch, Sum

from qms.scope import ScopedQuerySet
from tthc.enums import SurveyState


class SurveyRoundQuerySet(ScopedQuerySet):
    def with_counts(self) -> Any:
        """With everything `tthc.survey_matrix` reads: eight queries, however many rounds, rows and options."""
        return self.select_related("template", "basis", "report", "signer").prefetch_related(
            "template__criteria__options",
            Prefetch("rows", queryset=_related(self, "rows").select_related("field")),
            "rows__counts",
            "printed",
        )

    def closed_opinions(self, year: int) -> int | None:
        """Opinions of the year's closed rounds; None when there is none (a round closes only with opinions)."""
        closed = self.filter(year=year, state=SurveyState.CLOSED)
        found: int | None = closed.aggregate(total=Sum("rows__opinions"))["total"]
        return found

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
