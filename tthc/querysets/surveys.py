"""Reads of survey rounds."""

import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q

from qms.scope import ScopedQuerySet
from tthc.enums import SurveyState, SurveyWay


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

    def past(self, today: datetime.date) -> Any:
        """Public rounds that are open although their last day is over."""
        return self.filter(way=SurveyWay.PUBLIC, state=SurveyState.OPEN, period_to__lt=today)

    def with_answers(self, today: datetime.date) -> Any:
        """With answers_all and answers_today, the public answers taken."""
        of_today = Q(answers__answered_at__date=today)
        return self.annotate(answers_all=Count("answers"), answers_today=Count("answers", filter=of_today))


def _related(rounds: ScopedQuerySet, name: str) -> Any:
    """The scoped rows behind a reverse relation, without importing the models that use this queryset."""
    related: Any = rounds.model._meta.get_field(name).related_model
    return related.objects.all()
