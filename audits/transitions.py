"""The lives of an audit, a finding and a management review (design.md, Workflow)."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from audits import permissions
from audits.enums import AuditState, FindingState, ReviewState
from audits.models import Finding, InternalAudit, ManagementReview
from qms.dates import slashed
from qms.forms import DateField
from qms.models import User
from qms.workflow import Workflow

audit_workflow = Workflow(InternalAudit)
finding_workflow = Workflow(Finding)
review_workflow = Workflow(ManagementReview)


def day_field(label: str, help_text: str = "") -> Any:
    return lambda: DateField(label=label, help_text=help_text)


def sentence_field(label: str) -> Any:
    return lambda: forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


def refuse_future(day: datetime.date, what: str) -> None:
    if day > timezone.localdate():
        raise ValidationError(f"{what} {slashed(day)} chưa tới.")


def has_team(audit: InternalAudit, actor: User) -> str:
    if audit.team_decision_id is not None:
        return ""
    return "Chưa có quyết định thành lập đoàn đánh giá; chọn quyết định ở phần Sửa."


def has_programme(audit: InternalAudit, actor: User) -> str:
    if audit.planned_from and audit.planned_to:
        return ""
    return "Chưa ghi ngày bắt đầu và kết thúc theo chương trình đánh giá."


def has_notice(audit: InternalAudit, actor: User) -> str:
    return "" if audit.notice.strip() else "Chưa ghi thông báo, chương trình đánh giá đã gửi các đơn vị."


def has_units(audit: InternalAudit, actor: User) -> str:
    return "" if audit.units_count else "Chưa có đơn vị nào trong danh sách được đánh giá."


def findings_are_recorded(audit: InternalAudit, actor: User) -> str:
    if audit.findings_recorded:
        return ""
    return "Chưa xác nhận đã ghi đủ phát hiện; nhập phát hiện rồi đánh dấu “đã ghi đủ phát hiện” ở phần Sửa."


def has_ended(audit: InternalAudit, actor: User) -> str:
    """A loaded audit may be reported without its days; it cannot be closed so."""
    return "" if audit.ends_on else "Chưa ghi ngày kết thúc đánh giá."


def findings_are_closed(audit: InternalAudit, actor: User) -> str:
    left = Finding.objects.open().filter(audit=audit).count()
    return f"Còn {left} phát hiện chưa khắc phục xong." if left else ""


@audit_workflow.transition(
    "notify",
    label="Thông báo cho các đơn vị",
    past="Đã thông báo",
    source=[AuditState.PLANNED],
    target=AuditState.NOTIFIED,
    permission=permissions.EDIT,
    guards=(has_team, has_programme, has_units, has_notice),
    style="primary",
)
def notify(audit: InternalAudit, *, actor: User) -> None:
    pass


@audit_workflow.transition(
    "start",
    label="Bắt đầu đánh giá",
    past="Đã bắt đầu",
    source=[AuditState.NOTIFIED],
    target=AuditState.IN_PROGRESS,
    permission=permissions.EDIT,
    fields={"starts_on": day_field("Ngày bắt đầu thực tế")},
    style="primary",
)
def start(audit: InternalAudit, *, actor: User, starts_on: datetime.date) -> None:
    refuse_future(starts_on, "Ngày bắt đầu")
    if audit.ends_on and audit.ends_on < starts_on:
        raise ValidationError(f"Ngày bắt đầu phải trước ngày kết thúc ({slashed(audit.ends_on)}).")
    audit.starts_on = starts_on


@audit_workflow.transition(
    "report",
    label="Lập báo cáo đánh giá",
    past="Đã lập báo cáo",
    source=[AuditState.IN_PROGRESS],
    target=AuditState.REPORTED,
    permission=permissions.EDIT,
    guards=(findings_are_recorded,),
    fields={"ends_on": day_field("Ngày kết thúc thực tế")},
    style="primary",
)
def report(audit: InternalAudit, *, actor: User, ends_on: datetime.date) -> None:
    refuse_future(ends_on, "Ngày kết thúc")
    if audit.starts_on is None or ends_on < audit.starts_on:
        began = slashed(audit.starts_on) if audit.starts_on else "chưa ghi"
        raise ValidationError(f"Ngày kết thúc phải từ ngày bắt đầu ({began}) trở đi.")
    audit.ends_on = ends_on


@audit_workflow.transition(
    "close",
    label="Kết thúc đợt đánh giá",
    past="Đã kết thúc",
    source=[AuditState.REPORTED],
    target=AuditState.CLOSED,
    permission=permissions.APPROVE,
    guards=(findings_are_recorded, has_ended, findings_are_closed),
    style="primary",
)
def close(audit: InternalAudit, *, actor: User) -> None:
    pass


def is_not_own_unit(finding: Finding, actor: User) -> str:
    """9.2.2 c: nobody verifies the work of his own unit."""
    person = actor.person
    if finding.unit_id is None or person is None or person.unit_id != finding.unit_id:
        return ""
    return "Không được tự xác nhận kết quả khắc phục của đơn vị mình."


def audit_is_open(finding: Finding, actor: User) -> str:
    if finding.audit.state != AuditState.CLOSED:
        return ""
    return f"{finding.audit} đã kết thúc; không mở lại phát hiện được."


@finding_workflow.transition(
    "resolve",
    label="Xác nhận đã khắc phục",
    past="Đã xác nhận khắc phục",
    source=[FindingState.OPEN],
    target=FindingState.CLOSED,
    permission=permissions.RECORD,
    guards=(is_not_own_unit,),
    fields={
        "closed_on": day_field("Ngày xác nhận"),
        "outcome": sentence_field("Đã khắc phục thế nào, bằng chứng gì"),
    },
    style="primary",
)
def resolve(finding: Finding, *, actor: User, closed_on: datetime.date, outcome: str) -> None:
    refuse_future(closed_on, "Ngày xác nhận")
    if finding.opened_on and closed_on < finding.opened_on:
        raise ValidationError(f"Ngày xác nhận phải từ ngày phát hiện ({slashed(finding.opened_on)}) trở đi.")
    finding.closed_on, finding.outcome = closed_on, outcome


@finding_workflow.transition(
    "reopen",
    label="Mở lại",
    past="Đã mở lại",
    source=[FindingState.CLOSED],
    target=FindingState.OPEN,
    permission=permissions.RECORD,
    guards=(audit_is_open,),
    fields={"reason": sentence_field("Vì sao mở lại")},
)
def reopen(finding: Finding, *, actor: User, reason: str) -> None:
    """The reason and the former outcome stay in the history."""
    audit = InternalAudit.objects.select_for_update(of=("self",)).get(pk=finding.audit_id)
    if audit.change_refusal:  # closed since the guard looked
        raise ValidationError(audit.change_refusal)
    finding.closed_on, finding.outcome = None, ""


def has_chair(review: ManagementReview, actor: User) -> str:
    return "" if review.chair_id else "Chưa ghi người chủ trì cuộc họp."


def has_conclusions(review: ManagementReview, actor: User) -> str:
    return "" if review.conclusions.strip() else "Chưa nhập kết luận của cuộc họp."


@review_workflow.transition(
    "hold",
    label="Ghi đã họp",
    past="Đã họp",
    source=[ReviewState.PLANNED],
    target=ReviewState.HELD,
    permission=permissions.EDIT,
    guards=(has_chair,),
    fields={"held_on": day_field("Ngày họp")},
    style="primary",
)
def hold(review: ManagementReview, *, actor: User, held_on: datetime.date) -> None:
    refuse_future(held_on, "Ngày họp")
    review.held_on = held_on


@review_workflow.transition(
    "sign_minutes",
    label="Ký biên bản",
    past="Đã ký biên bản",
    source=[ReviewState.HELD],
    target=ReviewState.MINUTES_SIGNED,
    permission=permissions.APPROVE,
    guards=(has_conclusions,),
    style="primary",
)
def sign_minutes(review: ManagementReview, *, actor: User) -> None:
    pass


@review_workflow.transition(
    "follow_up",
    label="Ghi kết quả thực hiện kết luận",
    past="Đã thực hiện kết luận",
    source=[ReviewState.MINUTES_SIGNED],
    target=ReviewState.FOLLOWED_UP,
    permission=permissions.EDIT,
    fields={"follow_up": sentence_field("Kết quả thực hiện từng kết luận")},
    style="primary",
)
def follow_up(review: ManagementReview, *, actor: User, follow_up: str) -> None:
    review.follow_up = follow_up
