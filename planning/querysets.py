"""Reads of planning that pages, figures and duties share."""

import datetime
from typing import Any, Self

from django.db.models import Count, Q

from qms.scope import ScopedQuerySet


class PlanQuerySet(ScopedQuerySet):
    def for_list(self, rows: str) -> Self:
        """With the văn bản and the number of rows (`tasks`, `objectives`, `risks`)."""
        return self.select_related("document").annotate(rows_count=Count(rows))

    def of_year(self, year: int) -> Any:
        """The year's plan with its văn bản, or None."""
        return self.select_related("document").filter(year=year).first()


class TaskQuerySet(ScopedQuerySet):
    def due_by(self, day: datetime.date) -> Self:
        """Not done, and due that day or before."""
        return self.filter(done_on__isnull=True, due_on__lte=day)


class ObjectiveQuerySet(ScopedQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(plan__year=year)


class CommitteeQuerySet(ScopedQuerySet):
    def in_force(self, day: datetime.date) -> Any:
        """The composition of that day with its decision, or None; the newest when two overlap."""
        valid = self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        return valid.select_related("decision").order_by("-valid_from", "-pk").first()

    def during(self, year: int) -> Self:
        """Compositions in force on any day of the year."""
        ends = Q(valid_to__isnull=True) | Q(valid_to__gte=datetime.date(year, 1, 1))
        return self.filter(ends, valid_from__lte=datetime.date(year, 12, 31))


class GuidanceQuerySet(ScopedQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year).select_related("document")


class AttendeeQuerySet(ScopedQuerySet):
    def trained_auditors(self, year: int) -> Self:
        """Those who attended a course for internal auditors by the end of that year."""
        return self.filter(course__for_auditors=True, course__year__lte=year)

    def for_list(self) -> Self:
        return self.select_related("course", "person__unit")
