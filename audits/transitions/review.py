"""The leader's review: planned → held → minutes signed → conclusions followed up; and each conclusion's task (9.3)."""

import datetime

from django.utils import timezone

from audits import permissions
from audits.enums import ConclusionState, ReviewState
from audits.guards import (
    day_field,
    has_written,
    is_person,
    is_secretary,
    refuse_before,
    refuse_future,
    text_field,
)
from audits.models import ManagementReview, ReviewConclusion
from audits.review_inputs import review_inputs
from qms.models import User
from qms.workflow import Workflow, costly

review_workflow = Workflow(ManagementReview)
conclusion_workflow = Workflow(ReviewConclusion)


def has_chair(review: ManagementReview, actor: User) -> str:
    return "" if review.chair_id else "Chưa ghi người chủ trì cuộc họp."


@costly
def has_attendees(review: ManagementReview, actor: User) -> str:
    return "" if review.attendees.exists() else "Chưa ghi thành phần dự họp."


@costly
def has_conclusions(review: ManagementReview, actor: User) -> str:
    return "" if review.conclusions.exists() else "Chưa nhập kết luận của cuộc họp."


@costly
def has_minutes(review: ManagementReview, actor: User) -> str:
    empty = [row.letter for row in review.sections.all() if not row.body.strip()]
    if not review.sections.exists():
        return "Biên bản chưa có nội dung."
    return f"Mục {', '.join(empty)} của biên bản còn trống." if empty else ""


def has_secretary(review: ManagementReview, actor: User) -> str:
    return "" if review.secretary_id else "Chưa ghi thư ký cuộc họp."


def is_not_its_secretary(review: ManagementReview, actor: User) -> str:
    if is_person(actor, review.secretary_id):
        return "Thư ký ghi biên bản không ký thay chủ trì."
    return ""


@costly
def is_not_its_writer(review: ManagementReview, actor: User) -> str:
    if has_written(actor, *review.sections.all(), *review.conclusions.all()):
        return "Người ghi biên bản không tự ký."
    return ""


def was_returned(review: ManagementReview, actor: User) -> str:
    return "" if review.return_reason else "Biên bản đang chờ lãnh đạo ký."


def is_not_returned(review: ManagementReview, actor: User) -> str:
    return "Biên bản đã trả lại; thư ký sửa rồi trình lại mới ký được." if review.return_reason else ""


@costly
def tasks_are_done(review: ManagementReview, actor: User) -> str:
    left = review.conclusions.filter(state=ConclusionState.OPEN, standing=False).count()
    return f"Còn {left} kết luận có hạn chưa thực hiện xong." if left else ""


@review_workflow.transition(
    "hold",
    label="Ghi đã họp",
    past="Đã họp",
    source=[ReviewState.PLANNED],
    target=ReviewState.HELD,
    permission=permissions.EDIT,
    guards=(has_chair, has_attendees),
    fields={"held_on": day_field("Ngày họp")},
    style="primary",
)
def hold(review: ManagementReview, *, actor: User, held_on: datetime.date) -> None:
    """What was put before the meeting is kept as it was that day."""
    refuse_future(held_on, "Ngày họp")
    review.held_on = held_on
    review.inputs = review_inputs(review)


@review_workflow.transition(
    "sign_minutes",
    label="Ký biên bản",
    past="Đã ký biên bản",
    source=[ReviewState.HELD],
    target=ReviewState.MINUTES_SIGNED,
    permission=permissions.APPROVE,
    guards=(
        is_not_returned,
        has_secretary,
        has_minutes,
        has_conclusions,
        is_not_its_secretary,
        is_not_its_writer,
    ),
    style="ok",
)
def sign_minutes(review: ManagementReview, *, actor: User) -> None:
    review.signed_by, review.signed_on = actor, timezone.localdate()


@review_workflow.transition(
    "return_minutes",
    label="Trả lại thư ký",
    past="Đã trả lại",
    source=[ReviewState.HELD],
    target=ReviewState.HELD,
    permission=permissions.APPROVE,
    guards=(is_not_returned, has_minutes),
    fields={"reason": text_field("Cần sửa gì")},
)
def return_minutes(review: ManagementReview, *, actor: User, reason: str) -> None:
    """The secretary reads the sentence, changes the minutes and lays them before the leader again."""
    review.return_reason = reason


@review_workflow.transition(
    "resubmit_minutes",
    label="Trình lại biên bản",
    past="Đã trình lại biên bản",
    source=[ReviewState.HELD],
    target=ReviewState.HELD,
    permission=permissions.EDIT,
    guards=(was_returned, has_minutes),
    style="primary",
)
def resubmit_minutes(review: ManagementReview, *, actor: User) -> None:
    review.return_reason = ""


@review_workflow.transition(
    "follow_up",
    label="Xác nhận đã thực hiện kết luận",
    past="Đã thực hiện kết luận",
    source=[ReviewState.MINUTES_SIGNED],
    target=ReviewState.FOLLOWED_UP,
    permission=permissions.EDIT,
    guards=(tasks_are_done,),
    style="primary",
)
def follow_up(review: ManagementReview, *, actor: User) -> None:
    pass


def minutes_are_signed(task: ReviewConclusion, actor: User) -> str:
    return "" if task.review.change_refusal else "Biên bản chưa ký, kết luận chưa thành việc phải làm."


def is_its_owner(task: ReviewConclusion, actor: User) -> str:
    if is_secretary(actor) or is_person(actor, task.person_id):
        return ""
    return "Chỉ người được giao việc và thư ký ghi kết quả."


def review_is_followed(task: ReviewConclusion, actor: User) -> str:
    if task.review.state == ReviewState.FOLLOWED_UP:
        return "Cuộc họp đã được xác nhận thực hiện xong kết luận."
    return ""


@conclusion_workflow.transition(
    "finish",
    label="Ghi đã thực hiện",
    past="Đã thực hiện",
    source=[ConclusionState.OPEN],
    target=ConclusionState.DONE,
    permission=permissions.ANSWER,
    guards=(minutes_are_signed, is_its_owner),
    fields={
        "done_on": day_field("Ngày thực hiện xong", today=True),
        "result": text_field("Kết quả thực hiện"),
    },
    style="primary",
)
def finish(task: ReviewConclusion, *, actor: User, done_on: datetime.date, result: str) -> None:
    refuse_future(done_on, "Ngày thực hiện")
    refuse_before(done_on, task.review.held_on, "done_on", "Ngày thực hiện", "ngày họp")
    task.done_on, task.result, task.done_by = done_on, result, actor


@conclusion_workflow.transition(
    "reopen",
    label="Mở lại",
    past="Đã mở lại",
    source=[ConclusionState.DONE],
    target=ConclusionState.OPEN,
    permission=permissions.EDIT,
    guards=(review_is_followed,),
    fields={"reason": text_field("Vì sao mở lại")},
)
def reopen(task: ReviewConclusion, *, actor: User, reason: str) -> None:
    """The reason and the former result stay in the history."""
    task.done_on, task.done_by = None, None
