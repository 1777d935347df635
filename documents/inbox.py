"""What waits for whom: revisions to review, approve, correct and issue; periodic reviews."""

import datetime

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from documents import permissions
from documents.enums import RevisionState as State
from documents.models import Revision
from documents.querysets import RevisionQuerySet
from qms.dates import slashed
from qms.inbox import InboxItem, Waiting, any_of, provider
from qms.models import Agency, User

GROUP = "Tài liệu"


@provider(Revision)
def revisions(agency: Agency, user: User, rows: RevisionQuerySet) -> Waiting | None:
    """Every open revision is offered to the one whose turn it is."""
    if not (user.can(permissions.DRAFT) or user.can(permissions.REVIEW)):
        return None
    today = timezone.localdate()
    wanted = any_of(_wanted(user, today))
    found = rows.alias(writer_list=Cast("writers", TextField())).open().filter(wanted).for_detail()
    late = Q(planned_on__lt=today)
    return Waiting(found.order_by("planned_on", "pk"), _open, GROUP, "documents:controlled_list", late)


@provider(Revision)
def periodic_reviews(agency: Agency, user: User, rows: RevisionQuerySet) -> Waiting | None:
    if not user.can(permissions.EDIT):
        return None
    today = timezone.localdate()
    due = rows.effective().filter(review_due_on__lte=today).for_detail().order_by("review_due_on", "pk")
    late = Q(review_due_on__lt=today)
    return Waiting(due, _periodic, GROUP, "documents:controlled_list", late)


def _wanted(user: User, today: datetime.date) -> list[Q]:
    person, mine = user.person, _is_mine(user)
    in_review = Q(state=State.IN_REVIEW) & ~mine
    unreviewed = Q(reviewer__isnull=False, reviewed_on__isnull=True)
    wanted = [Q(state=State.CHANGES_REQUESTED) & mine]
    if person is not None and user.can(permissions.REVIEW):
        wanted.append(in_review & unreviewed & Q(reviewer=person))
    if person is not None and user.can(permissions.APPROVE):
        his = Q(approver__isnull=True) | Q(approver=person)
        wanted.append(in_review & ~unreviewed & his)
    if user.can(permissions.ISSUE):
        due = Q(planned_on__isnull=True) | Q(planned_on__lte=today)
        wanted.append(Q(state=State.APPROVED) & due)
    return wanted


def _is_mine(user: User) -> Q:
    """Who submitted, wrote or signs it as its author; SQLite cannot look into a JSON list, its text can be read."""
    mine = Q(submitted_by=user) | Q(writer_list__regex=rf"[\[ ,]{user.pk}[,\]]")
    return mine | Q(author=user.person) if user.person is not None else mine


def _open(revision: Revision) -> InboxItem:
    match revision.state:
        case State.CHANGES_REQUESTED:
            return _item(revision, "Cần sửa lại", "warn", revision.reason, ("submit",))
        case State.APPROVED:
            return _item(revision, "Chờ ban hành", "ok", "Đã phê duyệt, đến ngày hiệu lực.", ("issue",))
    sentence = revision.change_summary or "Ban hành lần đầu."
    if revision.reviewer is not None and revision.reviewed_on is None:
        return _item(revision, "Chờ soát xét", "info", sentence, ("review", "request_changes"))
    return _item(revision, "Chờ phê duyệt", "info", sentence, ("approve", "request_changes"))


def _periodic(revision: Revision) -> InboxItem:
    sentence = "Đến kỳ soát xét: xác nhận còn phù hợp, hoặc soạn lần sửa đổi mới."
    due = revision.review_due_on
    return _item(revision, "Soát xét định kỳ", "info", sentence, ("confirm",), due=due)


def _item(
    revision: Revision,
    tag: str,
    css: str,
    sentence: str,
    steps: tuple[str, ...],
    *,
    due: datetime.date | None = None,
) -> InboxItem:
    details = [("Loại", revision.document.get_kind_display())]
    if revision.author:
        details.append(("Soạn thảo", revision.author.name))
    if revision.planned_on:
        details.append(("Dự kiến hiệu lực", slashed(revision.planned_on)))
    return InboxItem(
        GROUP,
        str(revision),
        revision.get_absolute_url(),
        sentence,
        tag,
        css,
        due=due or (revision.planned_on if revision.state != State.EFFECTIVE else None),
        details=tuple(details),
        record=revision,
        steps=steps,
    )
