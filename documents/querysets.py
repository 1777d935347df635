"""Reads of documents that pages, figures and duties share."""

import datetime
import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from documents.enums import NATIONAL_KINDS, OPEN_STATES, DocumentKind, RevisionState, UpdateState
from qms.dates import add_months
from qms.scope import ScopedQuerySet
from qms.text import fold

if TYPE_CHECKING:
    from documents.models import Revision


CITED = ("number", "notation", "issued_on")
"""What a figure quotes of a văn bản: symbol and day."""


def cited(path: str) -> tuple[str, ...]:
    """CITED of the văn bản at `path`, for only() and values()."""
    return tuple(f"{path}__{name}" for name in CITED)


class RevisionQuerySet(ScopedQuerySet["Revision"]):
    def for_detail(self) -> Self:
        return self.select_related("document__unit", "author", "reviewer", "approver")

    def for_papers(self) -> Self:
        """With the names and offices of its people as at a day."""
        people = ("author", "reviewer", "approver")
        return (
            self.for_detail()
            .select_related(*(f"{name}__unit" for name in people))
            .prefetch_related(*(f"{name}__former_names" for name in people))
        )

    def effective(self) -> Self:
        return self.filter(state=RevisionState.EFFECTIVE)

    def open(self) -> Self:
        """Begun and not yet in force: draft … approved."""
        return self.filter(state__in=OPEN_STATES)

    def in_effect(self, on: datetime.date) -> Self:
        """In force that day, whatever became of it later; its last day counts."""
        return self.filter(effective_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def form_titled(self, title: str, on: datetime.date) -> Any:
        """The form with these words in its title as it was in force that day, the newest; None when there is none."""
        forms = self.filter(document__kind=DocumentKind.FORM, document__search_text__contains=fold(title))
        return forms.in_effect(on).select_related("document").order_by("-effective_on", "-pk").first()


class ControlledDocumentQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        """With the effective revision's number and date and the open revision's state; one query."""
        mine = self._revisions().filter(document=OuterRef("pk"))
        effective, begun = mine.effective(), mine.open()
        return self.select_related("unit").annotate(
            current_number=Subquery(effective.values("number")),
            current_effective_on=Subquery(effective.values("effective_on")),
            current_review_due_on=Subquery(effective.values("review_due_on")),
            open_number=Subquery(begun.values("number")),
            open_state=Subquery(begun.values("state")),
        )

    def in_effect(self, on: datetime.date) -> Self:
        return self.filter(Exists(self._revisions().in_effect(on).filter(document=OuterRef("pk"))))

    def known_by(self, day: datetime.date) -> Self:
        """Documents a year file that ends that day holds: begun by then, or not dated yet."""
        dated = self._revisions().annotate(begun_on=Coalesce(F("effective_on"), F("planned_on")))
        late = dated.filter(document=OuterRef("pk"), begun_on__gt=day)
        early = dated.filter(document=OuterRef("pk")).filter(Q(begun_on__isnull=True) | Q(begun_on__lte=day))
        return self.filter(Exists(early) | ~Exists(late))

    def _revisions(self) -> RevisionQuerySet:
        from documents.models import Revision  # the models import this file

        return Revision.objects.all()


class DocumentSetQuerySet(ScopedQuerySet):
    def latest_on(self, day: datetime.date):
        """The set in force that day."""
        rows = self.filter(effective_on__lte=day)
        return rows.order_by("-effective_on", "-pk").first()


class DeclarationQuerySet(ScopedQuerySet):
    def latest_on(self, day: datetime.date):
        """The declaration that holds that day."""
        rows = self.filter(declared_on__lte=day)
        return rows.order_by("-declared_on", "-pk").first()


class UpdateQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("law", "document__unit", "revision__document")

    def with_revision(self) -> Self:
        """may_use_revision: whether a revision in force is not older than the law."""
        from documents.models import Revision  # the models import this file

        mine = Revision.objects.effective().filter(document=OuterRef("document"))
        return self.annotate(
            may_use_revision=Exists(mine.filter(effective_on__gte=OuterRef("law__issued_on")))
        )

    def of_year(self, year: int) -> Self:
        """Due in the year: what the year answers for, whenever the legal document was issued."""
        return self.filter(due_on__year=year)

    def of_year_or_open(self, year: int) -> Self:
        """With what the year's legal documents began and what earlier years left undone."""
        mine = Q(due_on__year=year) | Q(law__effective_on__year=year)
        return self.filter(mine | Q(due_on__year__lt=year, state=UpdateState.OPEN))

    def open(self) -> Self:
        return self.filter(state=UpdateState.OPEN)

    def overdue(self, on: datetime.date) -> Self:
        return self.open().filter(due_on__lt=on)

    def past(self, on: datetime.date) -> Self:
        """Overdue that day, or done after their day."""
        return self.filter(_overdue(on) | _late())

    def counted(self, on: datetime.date) -> dict[str, int]:
        """Of each state how many; overdue (of the open ones), late (of the done ones), total; one query."""
        state = {value: Count("pk", filter=Q(state=value)) for value in UpdateState.values}
        return self.aggregate(
            **state,
            overdue=Count("pk", filter=_overdue(on)),
            late=Count("pk", filter=_late()),
            total=Count("pk"),
        )


def _overdue(on: datetime.date, at: str = "") -> Q:
    """at: the path to the task, as in updates__; "" on the task itself."""
    return Q((f"{at}state", UpdateState.OPEN), (f"{at}due_on__lt", on))


def _late(at: str = "") -> Q:
    return Q((f"{at}state", UpdateState.DONE), (f"{at}done_on__gt", F(f"{at}due_on")))


class OfficialQuerySet(ScopedQuerySet):
    def owing(self, year: int, months: int) -> Self:
        """A row a task of the year (begun or due in it), one a national law without any whose `months` touch it."""
        tasks = Q(updates__due_on__year=year) | Q(updates__isnull=False, effective_on__year=year)
        days = (add_months(datetime.date(year, 1, 1), -months), datetime.date(year, 12, 31))
        return self.filter(tasks | Q(UNASSIGNED, effective_on__range=days))

    def owed(self, on: datetime.date) -> dict[str, Any]:
        """Of `owing()`, one query: total, settled, overdue, late, unassigned; days since, due, unassigned_since."""
        is_open = Q(updates__state=UpdateState.OPEN)
        return self.aggregate(
            total=Count("updates"),
            settled=Count("updates", filter=~is_open),
            overdue=Count("updates", filter=_overdue(on, "updates__")),
            late=Count("updates", filter=_late("updates__")),
            unassigned=Count("pk", filter=UNASSIGNED),
            since=Min("effective_on"),
            due=Min("updates__due_on", filter=is_open),
            unassigned_since=Min("effective_on", filter=UNASSIGNED),
        )

    def cited_in(self, text: str) -> Self:
        """Those whose symbols the text names: “61/2018/NĐ-CP”, “1684/QĐ-UBND”."""
        named = [_named(*found) for found in SYMBOL.findall(text)]
        return self.filter(reduce(or_, named)) if named else self.none()


UNASSIGNED = Q(updates__isnull=True, kind__in=NATIONAL_KINDS)
SYMBOL = re.compile(r"(\d{1,5})/(?:(\d{4})/)?([A-ZĐ][\w-]*)")


def _named(number: str, year: str, notation: str) -> Q:
    """People enter the year with the notation, or leave it to the day of issue."""
    if not year:
        return Q(number=int(number), notation=notation)
    entered = Q(notation=f"{year}/{notation}") | Q(notation=notation, issued_year=int(year))
    return Q(entered, number=int(number))
