"""A revision: draft → in_review → (changes_requested) → approved → effective → superseded / withdrawn."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents import permissions
from documents.enums import EDITABLE_STATES
from documents.enums import RevisionState as State
from documents.guards import (
    approver_is_not_author,
    is_a_person,
    is_complete,
    is_named_reviewer,
    is_not_reviewed,
    is_own_unit,
    is_reviewed,
    reviewer_is_not_author,
)
from documents.models import ControlledDocument, Revision
from qms.dates import add_months, slashed
from qms.forms import DateField
from qms.models import User
from qms.workflow import Workflow

workflow = Workflow(Revision)


def reason_field(label: str) -> Any:
    def make() -> forms.Field:
        return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    return make


def day_field(label: str, help_text: str) -> Any:
    return lambda: DateField(label=label, required=False, help_text=help_text)


@workflow.transition(
    "submit",
    label="Trình soát xét, phê duyệt",
    past="Đã trình",
    source=EDITABLE_STATES,
    target=State.IN_REVIEW,
    permission=permissions.DRAFT,
    guards=(is_own_unit, is_complete),
    style="primary",
)
def submit(revision: Revision, *, actor: User) -> None:
    revision.submitted_by = actor
    revision.reviewed_on = None
    revision.reason = ""


@workflow.transition(
    "recall",
    label="Rút lại để sửa",
    past="Đã rút lại",
    source=[State.IN_REVIEW],
    target=State.DRAFT,
    permission=permissions.DRAFT,
    guards=(is_own_unit,),
)
def recall(revision: Revision, *, actor: User) -> None:
    revision.reviewed_on = None


@workflow.transition(
    "review",
    label="Đã soát xét, đồng ý",
    past="Đã soát xét",
    source=[State.IN_REVIEW],
    target=State.IN_REVIEW,
    permission=permissions.REVIEW,
    guards=(is_a_person, reviewer_is_not_author, is_named_reviewer, is_not_reviewed),
)
def review(revision: Revision, *, actor: User) -> None:
    revision.reviewer = actor.person
    revision.reviewed_on = timezone.localdate()


@workflow.transition(
    "request_changes",
    label="Yêu cầu sửa lại",
    past="Đã yêu cầu sửa lại",
    source=[State.IN_REVIEW],
    target=State.CHANGES_REQUESTED,
    permission=permissions.REVIEW,
    guards=(reviewer_is_not_author,),
    fields={"reason": reason_field("Cần sửa gì")},
)
def request_changes(revision: Revision, *, actor: User, reason: str) -> None:
    revision.reason = reason
    revision.reviewed_on = None


@workflow.transition(
    "approve",
    label="Phê duyệt",
    past="Đã phê duyệt",
    source=[State.IN_REVIEW],
    target=State.APPROVED,
    permission=permissions.APPROVE,
    guards=(is_a_person, approver_is_not_author, is_reviewed, is_complete),
    style="primary",
)
def approve(revision: Revision, *, actor: User) -> None:
    revision.approver = actor.person
    revision.approved_on = timezone.localdate()


@workflow.transition(
    "issue",
    label="Ban hành, cho hiệu lực",
    past="Đã ban hành",
    source=[State.APPROVED],
    target=State.EFFECTIVE,
    permission=permissions.ISSUE,
    fields={"effective_on": day_field("Hiệu lực từ ngày", "Để trống: theo ngày dự kiến, hoặc hôm nay.")},
    style="primary",
)
def issue(revision: Revision, *, actor: User, effective_on: datetime.date | None = None) -> None:
    """Put in force; the revision in force until then ends the day before, in the same transaction."""
    today = timezone.localdate()
    day = effective_on or revision.planned_on or today
    if day > today:
        raise ValidationError(f"Ngày hiệu lực {slashed(day)} chưa tới; ban hành vào ngày đó hoặc đổi ngày.")
    if revision.approved_on is not None and day < revision.approved_on:
        approved = slashed(revision.approved_on)
        raise ValidationError(f"Ngày hiệu lực phải từ ngày phê duyệt ({approved}) trở đi.")
    previous = Revision.objects.effective().filter(document_id=revision.document_id).first()
    if previous is not None:
        if previous.effective_on is not None and day <= previous.effective_on:
            began = slashed(previous.effective_on)
            raise ValidationError(f"Ngày hiệu lực phải sau ngày hiệu lực của lần trước ({began}).")
        supersede.run(previous, actor=actor, ended_on=day - datetime.timedelta(days=1))
    revision.effective_on = day
    revision.review_due_on = review_due(revision.document, day)


@workflow.transition(
    "supersede",
    offered=False,  # runs inside `issue` alone
    label="Thay thế",
    past="Đã được thay thế",
    source=[State.EFFECTIVE],
    target=State.SUPERSEDED,
    permission=permissions.ISSUE,
)
def supersede(revision: Revision, *, actor: User, ended_on: datetime.date) -> None:
    revision.ended_on = ended_on


@workflow.transition(
    "confirm",
    label="Xác nhận còn phù hợp",
    past="Đã xác nhận còn phù hợp",
    source=[State.EFFECTIVE],
    target=State.EFFECTIVE,
    permission=permissions.REVIEW,
)
def confirm(revision: Revision, *, actor: User) -> None:
    """The periodic review found nothing to change: the next one counts from today."""
    revision.review_due_on = review_due(revision.document, timezone.localdate())


@workflow.transition(
    "withdraw",
    label="Thu hồi",
    past="Đã thu hồi",
    source=[State.APPROVED, State.EFFECTIVE],
    target=State.WITHDRAWN,
    permission=permissions.ISSUE,
    fields={
        "reason": reason_field("Lý do thu hồi"),
        "ended_on": day_field("Hiệu lực đến hết ngày", "Để trống: hôm nay."),
    },
)
def withdraw(revision: Revision, *, actor: User, reason: str, ended_on: datetime.date | None = None) -> None:
    today = timezone.localdate()
    day = ended_on or today
    if day > today:
        raise ValidationError(f"Ngày {slashed(day)} chưa tới; thu hồi vào ngày đó.")
    if revision.effective_on is not None and day < revision.effective_on:
        raise ValidationError(
            f"Ngày cuối có hiệu lực phải từ ngày hiệu lực ({slashed(revision.effective_on)}) trở đi."
        )
    revision.reason = reason
    revision.ended_on = day


def review_due(document: ControlledDocument, since: datetime.date) -> datetime.date | None:
    """The day of the next periodic review; the month's last day when the month is shorter."""
    if not document.review_months:
        return None
    return add_months(since, document.review_months)
