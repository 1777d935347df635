"""Reads of audits that pages, figures, checks and duties share."""

import datetime
from typing import Any, Self

from django.db.models import Count, Q

from audits.enums import HELD_STATES, FindingState, ReviewState
from qms.scope import ScopedQuerySet


class AuditQuerySet(ScopedQuerySet):
    def with_counts(self) -> Self:
        """With the number of rows of audited units, findings and open findings; one query."""
        return self.select_related("team_decision").annotate(
            unit_rows=Count("audited_units", distinct=True),
            finding_rows=Count("findings", distinct=True),
            open_findings=Count("findings", distinct=True, filter=Q(findings__state=FindingState.OPEN)),
        )

    def of_year(self, year: int) -> Self:
        return self.with_counts().filter(year=year).order_by("round")

    def held(self) -> Self:
        """Begun: in progress, reported or closed."""
        return self.filter(state__in=HELD_STATES)


class FindingQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("audit", "unit")

    def of_year(self, year: int) -> Self:
        """Findings of the audits of a year."""
        return self.for_list().filter(audit__year=year).order_by("audit__round", "number")

    def open(self) -> Self:
        return self.filter(state=FindingState.OPEN)


class ReviewQuerySet(ScopedQuerySet):
    def held(self) -> Self:
        return self.exclude(state=ReviewState.PLANNED).filter(held_on__isnull=False)

    def latest_held(self, year: int) -> Any:
        return self.held().filter(year=year).order_by("-held_on", "-round").first()

    def open_by(self, day: datetime.date) -> Self:
        """Not held yet and planned for that day or before."""
        return self.filter(state=ReviewState.PLANNED, planned_on__lte=day)
