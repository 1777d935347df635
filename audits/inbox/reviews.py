"""Management reviews to hold, to write and to sign; conclusions to carry out."""

import datetime
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audits import permissions
from audits.enums import ReviewState
from audits.guards import is_secretary
from audits.inbox.people import AHEAD, SOONEST, STUCK
from audits.models import ManagementReview, ReviewConclusion, ReviewSection
from audits.querysets import ConclusionQuerySet, ReviewQuerySet
from qms import papers
from qms.inbox import InboxItem, Waiting, any_of, provider
from qms.models import Agency, User

REVIEWS, CONCLUSIONS = "Xem xét của lãnh đạo", "Kết luận của lãnh đạo"


@provider(ManagementReview)
def reviews(agency: Agency, user: User, rows: ReviewQuerySet) -> Waiting | None:
    """Leader: minutes to sign; secretary: everything else."""
    today = timezone.localdate()
    if (wanted := any_of(_wanted(user, today))) is None:
        return None
    written = ReviewSection.objects.filter(review=OuterRef("pk")).exclude(body="")
    found = rows.select_related("chair").annotate(written=Exists(written)).filter(wanted)
    late = Q(state=ReviewState.PLANNED, planned_on__lt=today)
    return Waiting(found.order_by("planned_on", "pk"), _review, REVIEWS, "audits:review_list", late)


def _wanted(user: User, today: datetime.date) -> list[Q]:
    held, returned = Q(state=ReviewState.HELD), ~Q(return_reason="")
    wanted = []
    if user.can(permissions.EDIT):
        wanted += [
            Q(state=ReviewState.PLANNED, planned_on__lte=today + AHEAD),
            held & (returned | Q(written=False)),
            Q(state=ReviewState.MINUTES_SIGNED),
        ]
    if user.can(permissions.APPROVE):
        wanted.append(held & Q(written=True, return_reason=""))
    return wanted


def _review(review: ManagementReview) -> InboxItem:
    match review.state:
        case ReviewState.PLANNED:
            return _made(review, "Chờ họp", "Họp xong thì ghi ngày họp.", ("hold",), review.planned_on)
        case ReviewState.MINUTES_SIGNED:
            return _made(review, "Theo dõi kết luận", "Kết luận của cuộc họp.", ("follow_up",))
    if review.return_reason:
        told = f"Lãnh đạo trả lại: {review.return_reason}"
        return _made(review, "Biên bản bị trả lại", told, ("resubmit_minutes",), css="warn")
    if not review.written:  # type: ignore[attr-defined]  # annotated above
        return _made(review, "Chờ biên bản", "Nhập nội dung, kết luận rồi trình lãnh đạo ký.")
    told = "Biên bản đã soạn, chờ anh/chị ký. Bấm tên cuộc họp để đọc bản in trước khi ký."
    item = _made(review, "Chờ ký biên bản", told, ("sign_minutes", "return_minutes"))
    return replace(item, url=papers.kind("audits.minutes").url_of(review))


def _made(
    review: ManagementReview,
    tag: str,
    sentence: str,
    steps: tuple[str, ...] = (),
    due: datetime.date | None = None,
    css: str = "info",
) -> InboxItem:
    details = [("Chủ trì", review.chair.name)] if review.chair else []
    url = review.get_absolute_url()
    return InboxItem(
        REVIEWS, str(review), url, sentence, tag, css, due, tuple(details), record=review, steps=steps
    )


@provider(ReviewConclusion)
def conclusions(agency: Agency, user: User, rows: ConclusionQuerySet) -> Waiting | None:
    """A task of signed minutes: for the person it was given to, and, once it is near, for the secretary."""
    today = timezone.localdate()
    wanted = [Q(person=user.person)] if user.person else []
    if is_secretary(user):
        wanted.append(Q(due_on__lte=today + STUCK))
    if (mine := any_of(wanted)) is None:
        return None
    found = rows.open().filter(mine, standing=False).for_list().order_by(*SOONEST)
    late = Q(due_on__lt=today)
    return Waiting(found, _conclusion, CONCLUSIONS, "audits:conclusion_list", late)


def _conclusion(row: ReviewConclusion) -> InboxItem:
    return InboxItem(
        CONCLUSIONS,
        str(row),
        row.get_absolute_url(),
        row.text,
        "Kết luận phải thực hiện",
        due=row.due_on,
        details=(("Thực hiện", row.owner), ("Cuộc họp", str(row.review))),
        record=row,
        steps=("finish",),
    )
