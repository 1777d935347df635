"""Writes of management reviews and the rows of their minutes."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from audits.enums import AttendeeRole, ReviewState
from audits.models import ManagementReview, ReviewAttendee, ReviewConclusion, ReviewSection
from planning.models import CommitteeMember, SteeringCommittee
from qms.models import User
from qms.records import record_delete, record_save

SECTIONS = (
    ("A", "Tình hình áp dụng, vận hành, duy trì và cải tiến hệ thống quản lý chất lượng"),
    ("B", "Kết quả của cuộc đánh giá"),
    ("C", "Tố cáo, khiếu nại, phản hồi của tổ chức, công dân"),
    ("D", "Xu hướng về chất lượng dịch vụ hành chính"),
    ("E", "Hành động khắc phục, phòng ngừa và cải tiến"),
    ("G", "Những thay đổi có thể ảnh hưởng đến hệ thống quản lý chất lượng"),
)
"""The parts of the minutes as agencies write them (seed 001); each may be renamed, removed, added."""

ReviewRowT = TypeVar("ReviewRowT", ReviewAttendee, ReviewSection, ReviewConclusion)


def next_review_round(year: int) -> int:
    return (ManagementReview.objects.filter(year=year).aggregate(last=Max("round"))["last"] or 0) + 1


def _require_unsigned(pk: int | None) -> None:
    """Lock the stored review, so that its minutes are not signed meanwhile. Raises ValidationError."""
    if pk is None:
        return
    stored = ManagementReview.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if stored.change_refusal:
        raise ValidationError(stored.change_refusal)


def _changed(pk: int) -> None:
    """The minutes are another text now: who read the former one does not sign it."""
    ManagementReview.objects.filter(pk=pk).update(version=F("version") + 1)


def review_save(
    *, review: ManagementReview, actor: User, expected_version: int | None = None
) -> ManagementReview:
    """Create (with the usual parts of the minutes) or change a review whose minutes are not signed.

    Raises ValidationError or StaleRecord.
    """
    with transaction.atomic():
        _require_unsigned(review.pk)
        new = review.pk is None
        saved = record_save(review, actor=actor, expected_version=expected_version)
        if new:
            for position, (letter, heading) in enumerate(SECTIONS, 1):
                section = ReviewSection(review=saved, position=position, letter=letter, heading=heading)
                record_save(section, actor=actor)
        return saved


def attendees_fill(*, review: ManagementReview, actor: User) -> int:
    """Add the steering committee in force that day to those who attend; returns how many came in."""
    with transaction.atomic():
        _require_unsigned(review.pk)
        day = review.held_on or review.planned_on or timezone.localdate()
        committee = SteeringCommittee.objects.in_force(day)
        if committee is None:
            raise ValidationError("Chưa có Ban Chỉ đạo đang hoạt động vào ngày họp; nhập ở mục Ban Chỉ đạo.")
        present = list(review.attendees.all())
        persons, names = {row.person_id for row in present}, {row.name for row in present}
        position = max((row.position for row in present), default=0)
        added = 0
        for member in committee.members.select_related("person"):
            if member.person_id in persons if member.person_id else member.name in names:
                continue
            added += 1
            row = ReviewAttendee(
                review=review,
                person=member.person,
                name=member.name,
                title=member.title,
                position=position + added,
                role=_role(review, member),
            )
            record_save(row, actor=actor)
        _changed(review.pk)
        return added


def _role(review: ManagementReview, member: CommitteeMember) -> AttendeeRole:
    if member.person_id and member.person_id == review.chair_id:
        return AttendeeRole.CHAIR
    if member.person_id and member.person_id == review.secretary_id:
        return AttendeeRole.SECRETARY
    return AttendeeRole.MEMBER


def review_row_save(*, row: ReviewRowT, actor: User, expected_version: int | None = None) -> ReviewRowT:
    """Add or change an attendee, a section or a conclusion before the minutes are signed."""
    with transaction.atomic():
        _require_unsigned(row.review_id)
        saved = record_save(row, actor=actor, expected_version=expected_version)
        _changed(row.review_id)
        return saved


def review_row_delete(*, row: ReviewRowT, actor: User) -> None:
    with transaction.atomic():
        _require_unsigned(row.review_id)
        record_delete(row, actor=actor)
        _changed(row.review_id)


def review_delete(*, review: ManagementReview, actor: User) -> None:
    """Drop a review that is only planned. Raises ValidationError for one that was held."""
    with transaction.atomic():
        stored = ManagementReview.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
        if stored.state != ReviewState.PLANNED:
            raise ValidationError(f"{stored} đã diễn ra, không xóa được.")
        record_delete(stored, actor=actor)
