"""Corrective-action requests to analyse, to approve, to carry out, to check."""

import datetime

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from audits import permissions
from audits.enums import CarState
from audits.guards import is_secretary
from audits.inbox.people import STUCK, audits_of, contact_unit
from audits.models import CorrectiveAction, CorrectiveActionRequest
from audits.querysets import CarQuerySet
from qms.inbox import InboxItem, Waiting, any_of, provider
from qms.models import Agency, User

GROUP = "Phiếu khắc phục"
STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    CarState.OPENED: ("Chờ phân tích nguyên nhân", ("analyse",)),
    CarState.ANALYSED: ("Chờ phê duyệt", ("approve", "return_analysis")),
    CarState.IN_PROGRESS: ("Đang thực hiện biện pháp", ("finish",)),
    CarState.DONE: ("Chờ kiểm tra", ("check_effective", "check_not_effective")),
}


@provider(CorrectiveActionRequest)
def requests(agency: Agency, user: User, rows: CarQuerySet) -> Waiting | None:
    """Shared out like the findings; the first day of a measure that is not done is the request's."""
    today = timezone.localdate()
    if (wanted := any_of(_wanted(user, agency, today))) is None:
        return None
    open_measures = CorrectiveAction.objects.filter(
        round__request=OuterRef("pk"), round__result="", done_on__isnull=True, due_on__isnull=False
    )
    first = Subquery(open_measures.order_by("due_on").values("due_on")[:1])
    found = rows.open().filter(wanted).annotate(first_due=first).for_list()
    found = found.order_by(F("first_due").asc(nulls_last=True), "opened_on", "pk")
    late = Q(first_due__lt=today)
    return Waiting(found, lambda car: _item(car, today), GROUP, "audits:car_list", late)


def _wanted(user: User, agency: Agency, today: datetime.date) -> list[Q]:
    to_answer = Q(state__in=(CarState.OPENED, CarState.IN_PROGRESS))
    wanted = []
    if user.person is not None:  # a measure of his own, whatever his role
        mine = CorrectiveAction.objects.waiting().filter(person=user.person)
        wanted.append(Q(state=CarState.IN_PROGRESS, pk__in=mine.values("round__request")))
    if user.can(permissions.APPROVE):
        wanted.append(Q(state=CarState.ANALYSED))
    if (unit := contact_unit(user, agency)) is not None:
        wanted.append(to_answer & Q(unit_id=unit))
    if is_secretary(user):
        late = Q(pk__in=CorrectiveAction.objects.late(today).values("round__request"))
        stuck = Q(state__in=(CarState.OPENED, CarState.ANALYSED), opened_on__lt=today - STUCK)
        wanted += [Q(state=CarState.DONE), late, stuck, to_answer & Q(unit__isnull=True)]
    elif user.can(permissions.CHECK):
        of_team = Q(finding__isnull=True) | Q(finding__audit__in=audits_of(user))
        wanted.append(Q(state=CarState.DONE) & of_team)
    return wanted


def _item(car: CorrectiveActionRequest, today: datetime.date) -> InboxItem:
    tag, steps = STEPS[car.state]
    turn, due = car.current_round, car.first_due  # type: ignore[attr-defined]  # annotated above
    css = "late" if due and due < today else "warn" if turn.return_reason or turn.number > 1 else "info"
    return InboxItem(
        GROUP,
        f"Phiếu khắc phục {car.number_label}/{car.year}{f' – {car.unit.name}' if car.unit else ''}",
        car.get_absolute_url(),
        car.description,
        tag,
        css,
        due=due,
        details=_details(car),
        record=car,
        steps=steps,
    )


def _details(car: CorrectiveActionRequest) -> tuple[tuple[str, str], ...]:
    turn = car.current_round
    details = [("Vòng", str(turn.number))] if turn.number > 1 else []
    if car.state == CarState.OPENED:
        details.append(("Cách làm", "bấm tên phiếu, ghi nguyên nhân và biện pháp rồi gửi"))
    if turn.return_reason:
        details.append(("Lý do trả lại", turn.return_reason))
    causes = "; ".join(text for text in (turn.cause_subjective, turn.cause_objective) if text)
    if causes:
        details.append(("Nguyên nhân", causes))
    for row in turn.actions.all() if turn.pk else ():
        day = f", hạn {row.due_on:%d/%m/%Y}" if row.due_on else ""
        done = ", đã xong" if row.done_on else ""
        details.append(("Biện pháp", f"{row.measure} ({row.owner_text}{day}{done})"))
    if turn.done_evidence:
        details.append(("Đã làm", turn.done_evidence))
    return tuple(details)
