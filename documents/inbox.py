"""What waits for whom: revisions to review, approve, correct and issue; periodic reviews."""

from collections.abc import Iterator

from django.utils import timezone

from documents import permissions
from documents.enums import RevisionState as State
from documents.models import Revision
from qms.dates import slashed
from qms.inbox import InboxItem, provider
from qms.models import Agency, User

GROUP = "Tài liệu"


@provider
def revisions(agency: Agency, user: User) -> Iterator[InboxItem]:
    """One query: every open revision, each offered to the one whose turn it is."""
    if not (user.can(permissions.DRAFT) or user.can(permissions.REVIEW)):
        return
    for revision in Revision.objects.open().for_detail().order_by("planned_on", "pk"):
        match revision.state:
            case State.IN_REVIEW:
                yield from _to_decide(revision, user)
            case State.CHANGES_REQUESTED if _is_mine(revision, user):
                yield _item(revision, "Cần sửa lại", "warn", revision.reason, ("submit",))
            case State.APPROVED if user.can(permissions.ISSUE):
                yield from _to_issue(revision)


@provider
def periodic_reviews(agency: Agency, user: User) -> Iterator[InboxItem]:
    if not user.can(permissions.EDIT):
        return
    due = Revision.objects.effective().filter(review_due_on__lte=timezone.localdate()).for_detail()
    for revision in due.order_by("review_due_on", "pk")[:20]:
        sentence = "Đến kỳ soát xét: xác nhận còn phù hợp, hoặc soạn lần sửa đổi mới."
        yield _item(revision, "Soát xét định kỳ", "info", sentence, ("confirm",), due=revision.review_due_on)


def _is_mine(revision: Revision, user: User) -> bool:
    if revision.submitted_by_id == user.pk or user.pk in revision.writers:
        return True
    return user.person is not None and revision.author == user.person


def _to_decide(revision: Revision, user: User) -> Iterator[InboxItem]:
    person = user.person
    if person is None or _is_mine(revision, user):
        return
    waits_for_review = revision.reviewer is not None and revision.reviewed_on is None
    sentence = revision.change_summary or "Ban hành lần đầu."
    if waits_for_review:
        if revision.reviewer == person and user.can(permissions.REVIEW):
            yield _item(revision, "Chờ soát xét", "info", sentence, ("review", "request_changes"))
    elif user.can(permissions.APPROVE) and revision.approver in (None, person):
        yield _item(revision, "Chờ phê duyệt", "info", sentence, ("approve", "request_changes"))


def _to_issue(revision: Revision) -> Iterator[InboxItem]:
    if revision.planned_on and revision.planned_on > timezone.localdate():
        return
    yield _item(revision, "Chờ ban hành", "ok", "Đã phê duyệt, đến ngày hiệu lực.", ("issue",))


def _item(revision, tag, css, sentence, steps, *, due=None) -> InboxItem:
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
