"""Reads of audits that pages, figures, checks, papers and duties share."""

import datetime
from typing import Any, Self

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from audits.enums import (
    HELD_STATES,
    NONCONFORMITIES,
    TO_ANSWER,
    CarState,
    ConclusionState,
    FindingState,
    ReviewState,
)
from documents.querysets import cited
from qms.scope import ScopedQuerySet


def _team(path: str) -> tuple[Prefetch, str]:
    """The team's persons with their names as at a day: papers tell two of one name apart; two queries."""
    from audits.models import AuditTeamMember

    return (
        Prefetch(path, AuditTeamMember.objects.select_related("person__unit")),
        f"{path}__person__former_names",
    )


def _measures(path: str) -> Prefetch:
    from audits.models import CorrectiveAction

    return Prefetch(path, CorrectiveAction.objects.select_related("person__unit"))


def _rows_of(rows: Any) -> Coalesce:
    """How many of these rows an audit has; joined, 60 units × 200 findings would be 12,000 rows to count."""
    counted = rows.filter(audit=OuterRef("pk")).order_by().values("audit").annotate(rows=Count("pk"))
    return Coalesce(Subquery(counted.values("rows")), 0)


class AuditQuerySet(ScopedQuerySet):
    def with_counts(self) -> Self:
        """With the number of rows of audited units, findings and open findings; one query."""
        from audits.models import AuditedUnit, Finding

        return self.select_related("team_decision", "notice").annotate(
            unit_rows=_rows_of(AuditedUnit.objects.all()),
            finding_rows=_rows_of(Finding.objects.all()),
            open_findings=_rows_of(Finding.objects.open()),
        )

    def of_year(self, year: int) -> Self:
        return self.with_counts().filter(year=year).order_by("round")

    def for_figures(self) -> Self:
        """With the decision on the team and the number of units: what figures tell of an audit."""
        told = ("agency", "year", "round", "state", "starts_on", "ends_on", "scope", "audited_units_stated")
        rows = self.select_related("team_decision").only(*told, "findings_recorded", *cited("team_decision"))
        return rows.annotate(unit_rows=Count("audited_units")).order_by("year", "round")

    def with_plan(self) -> Self:
        """With units and team, as `schedule.remarks` reads them; two queries more."""
        from audits.models import AuditedUnit, AuditTeamMember

        units = AuditedUnit.objects.select_related("unit").order_by("position", "pk")
        team = AuditTeamMember.objects.select_related("person__unit").order_by("position", "pk")
        return self.prefetch_related(Prefetch("audited_units", units), Prefetch("team", team))

    def held(self) -> Self:
        """Begun: in progress, reported or closed."""
        return self.filter(state__in=HELD_STATES)

    def for_plan_papers(self) -> Self:
        """With all that the notice and the programme print."""
        from audits.models import AuditedUnit

        return self.select_related(
            "agency", "plan_document", "team_decision", "notice", "notice_signer__unit"
        ).prefetch_related(
            "notice_signer__former_names",
            Prefetch("audited_units", AuditedUnit.objects.select_related("unit")),
            "audited_units__unit__former_names",
            *_team("team"),
        )

    def for_papers(self) -> Self:
        """With all that the report and the summary print besides."""
        from audits.models import Finding

        findings = Finding.objects.select_related("unit", "procedure")
        return self.for_plan_papers().prefetch_related(
            Prefetch("findings", findings), "findings__unit__former_names"
        )


class SlotQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        """With units, auditors and procedures; four queries however many slots."""
        from audits.models import SlotProcedure

        procedures = SlotProcedure.objects.select_related("document")
        return self.with_people().prefetch_related(Prefetch("procedures", procedures))

    def with_people(self) -> Self:
        """With units and auditors alone: what conflicts and remarks read; three queries."""
        from audits.models import SlotAuditor, SlotUnit

        units = SlotUnit.objects.select_related("unit__unit")
        auditors = SlotAuditor.objects.select_related("member__person__unit")
        return self.select_related("audit").prefetch_related(
            Prefetch("units", units), Prefetch("auditors", auditors)
        )

    def for_programme(self) -> Self:
        """With the keys of units and members, whose rows the audit itself has loaded, and the procedures."""
        from audits.models import SlotProcedure

        procedures = SlotProcedure.objects.select_related("document")
        return self.prefetch_related("units", "auditors", Prefetch("procedures", procedures))


class NoteQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        """With the number of lines and of lines that say something."""
        written = ~Q(lines__note="") | ~Q(lines__remark="")
        return self.select_related("audit", "slot", "unit__unit", "auditor__person").annotate(
            line_rows=Count("lines", distinct=True),
            written_rows=Count("lines", distinct=True, filter=written),
        )

    def for_papers(self) -> Self:
        return self.select_related(
            "agency", "audit", "slot", "unit__unit", "auditor__person__unit"
        ).prefetch_related(
            "lines__procedure",
            "unit__unit__former_names",
            "auditor__person__former_names",
            *_team("audit__team"),
        )

    def of_year(self, year: int) -> Self:
        return self.filter(audit__year=year)


class NoteLineQuerySet(ScopedQuerySet):
    def unanswered(self) -> Self:
        """Whose note or remark says “chưa thực hiện” while no finding was raised from the row (check R11)."""
        told = Q()
        for words in (
            "chưa thực hiện",
            "CHƯA THỰC HIỆN",
            "chua thuc hien",
        ):  # SQLite folds only ASCII letters
            told |= Q(remark__icontains=words) | Q(note__icontains=words)
        return self.filter(told, findings__isnull=True)


class FindingQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("audit", "unit", "procedure", "auditor__person")

    def for_figures(self) -> Self:
        """With unit and procedure: what tables of findings print."""
        criterion = ("criterion_type", "clause", "procedure__code", "section", "law")
        told = ("audit", "number", "unit__name", "grade", "description", "state", "closed_on", "outcome")
        return self.select_related("unit", "procedure").only(*told, *criterion).order_by("number")

    def for_papers(self) -> Self:
        people = ("doer", "approver", "checker", "auditor__person")
        return (
            self.for_list()
            .select_related("agency", *(f"{name}__unit" for name in people))
            .prefetch_related(
                "unit__former_names", *(f"{name}__former_names" for name in people), *_team("audit__team")
            )
        )

    def for_page(self) -> Self:
        """With all that the page of a finding and the guards of its steps read."""
        people = ("doer", "approver", "checker", "answered_by", "done_by")
        return self.for_list().select_related("note_line__sheet", *people).prefetch_related("cars")

    def of_year(self, year: int) -> Self:
        """Findings of the audits of a year."""
        return self.for_list().filter(audit__year=year).order_by("audit__round", "number")

    def open(self) -> Self:
        """That ask for an answer and are not closed."""
        return self.filter(grade__in=TO_ANSWER).exclude(state=FindingState.CLOSED)

    def nonconformities(self) -> Self:
        return self.filter(grade__in=NONCONFORMITIES)

    def overdue(self, day: datetime.date) -> Self:
        """Past their day and not yet reported as done."""
        waiting = (FindingState.OPEN, FindingState.ANSWERED, FindingState.APPROVED)
        return self.open().filter(due_on__lt=day, state__in=waiting)


class CarQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        """With rounds and measures; three queries however many requests."""
        return self.select_related("unit", "finding__audit", "opener").prefetch_related(
            "rounds", _measures("rounds__actions")
        )

    def for_papers(self) -> Self:
        from audits.models import ActionRound

        people = ("representative", "approver", "checker")
        rounds = ActionRound.objects.select_related(*(f"{name}__unit" for name in people)).prefetch_related(
            *(f"{name}__former_names" for name in people),
            _measures("actions"),
            "actions__person__former_names",
        )
        return self.select_related(
            "agency", "unit", "finding__audit", "opener__unit", "form_revision__document"
        ).prefetch_related(
            Prefetch("rounds", rounds),
            "unit__former_names",
            "opener__former_names",
            *_team("finding__audit__team"),
        )

    def for_page(self) -> Self:
        """With all that the page of a request and the guards of its steps read."""
        from audits.models import ActionRound

        rounds = ActionRound.objects.select_related(
            "representative", "approver", "checker", "analysed_by", "approved_by", "done_by", "checked_by"
        ).prefetch_related(_measures("actions"))
        return self.select_related(
            "agency", "unit", "finding__audit", "opener", "form_revision__document"
        ).prefetch_related(Prefetch("rounds", rounds))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year).order_by("number")

    def open(self) -> Self:
        return self.exclude(state=CarState.CLOSED)

    def overdue(self, day: datetime.date) -> Self:
        """With a measure of the round under way that is past its day and not done."""
        late = Q(rounds__result="", rounds__actions__done_on__isnull=True, rounds__actions__due_on__lt=day)
        return self.open().filter(late).distinct()


class ActionQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        """Measures of a round under way that are not done."""
        under_way = self.filter(done_on__isnull=True, round__result="")
        return under_way.exclude(round__request__state__in=(CarState.DONE, CarState.CLOSED))

    def late(self, day: datetime.date) -> Self:
        return self.waiting().filter(due_on__lt=day)


class ReviewQuerySet(ScopedQuerySet):
    def held(self) -> Self:
        return self.exclude(state=ReviewState.PLANNED).filter(held_on__isnull=False)

    def latest_held(self, year: int) -> Any:
        return self.held().filter(year=year).order_by("-held_on", "-round").first()

    def before(self, review: Any) -> Self:
        """Earlier reviews with signed or held minutes, the latest first."""
        earlier = Q(year__lt=review.year) | Q(year=review.year, round__lt=review.round)
        return self.held().filter(earlier).order_by("-year", "-round").prefetch_related("conclusions")

    def for_papers(self) -> Self:
        from audits.models import ReviewAttendee

        return self.select_related("agency", "chair__unit", "secretary__unit").prefetch_related(
            "chair__former_names",
            "secretary__former_names",
            Prefetch("attendees", ReviewAttendee.objects.select_related("person__unit")),
            "attendees__person__former_names",
            "sections",
            "conclusions",
        )


class ConclusionQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        """Tasks of signed minutes that are not done."""
        return self.filter(state=ConclusionState.OPEN, review__signed_on__isnull=False)

    def late(self, day: datetime.date) -> Self:
        return self.open().filter(due_on__lt=day)

    def for_list(self) -> Self:
        return self.select_related("review", "person")
