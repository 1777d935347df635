"""The way of an annual report: draft → submitted → (returned) → approved → issued → sent."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents.enums import OfficialKind
from documents.models import OfficialDocument
from qms import forms as qms_forms
from qms.models import User
from qms.records import record_save
from qms.workflow import Workflow, costly
from reports import papers, permissions, verdicts
from reports.composition import composed
from reports.enums import ReportState
from reports.models import AnnualReport
from reports.releases import release

workflow = Workflow(AnnualReport)


def _reason() -> forms.Field:
    return forms.CharField(label="Cần sửa gì", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


def _number() -> forms.Field:
    return qms_forms.IntegerField(label="Số văn bản", min_value=1, max_value=99_999)


def _issue_day() -> forms.Field:
    return qms_forms.DateField(label="Ngày ban hành")


def _send_day() -> forms.Field:
    return qms_forms.DateField(label="Ngày gửi")


def _send_to() -> forms.Field:
    return forms.CharField(label="Gửi tới", max_length=300, help_text="Cơ quan nhận, cách gửi.")


@costly
def no_errors_open(report: AnnualReport, actor: User) -> str:
    errors = verdicts.open_errors(report)
    if not errors:
        return ""
    rest = f" và {len(errors) - 1} lỗi khác" if len(errors) > 1 else ""
    return f"Còn lỗi chưa sửa: {errors[0].message}{rest}"


def approver_did_not_write(report: AnnualReport, actor: User) -> str:
    """Whatever name stands on the submission: who wrote any of it does not approve it."""
    if report.submitted_by_id == actor.pk:
        return "Người trình không được tự duyệt."
    if actor.pk in report.writers:
        return "Người soạn báo cáo không được tự duyệt."
    own = report.sections.filter(edited_by=actor).first()
    return f"Người sửa mục “{own}” của báo cáo không được tự duyệt." if own is not None else ""


@costly
def unchanged_since_submission(report: AnnualReport, actor: User) -> str:
    """Figures and outlines live on: what is approved must be what was submitted."""
    if papers.digest(composed(report)) == report.submitted_digest:
        return ""
    return "Số liệu hoặc đề cương đã đổi sau khi trình. Trả lại để trình lại."


@costly
def unchanged_since_approval(report: AnnualReport, actor: User) -> str:
    """Figures and outlines live on after the approval: what is issued must be what the leader read."""
    if papers.digest(composed(report)) == report.approved_digest:
        return ""
    return "Số liệu hoặc đề cương đã đổi sau khi lãnh đạo duyệt. Rút về dự thảo để trình lại."


@workflow.transition(
    "submit",
    label="Trình lãnh đạo",
    past="Đã trình lãnh đạo",
    source=[ReportState.DRAFT, ReportState.RETURNED],
    target=ReportState.SUBMITTED,
    permission=permissions.EDIT,
    guards=[no_errors_open],
    style="primary",
)
def submit(report: AnnualReport, *, actor: User) -> None:
    report.submitted_by, report.return_reason = actor, ""
    report.submitted_note = verdicts.summary(report)
    report.submitted_digest = papers.digest(composed(report))


@workflow.transition(
    "approve",
    label="Phê duyệt",
    past="Đã phê duyệt",
    source=[ReportState.SUBMITTED],
    target=ReportState.APPROVED,
    permission=permissions.APPROVE,
    guards=[approver_did_not_write, unchanged_since_submission, no_errors_open],
    style="ok",
)
def approve(report: AnnualReport, *, actor: User) -> None:
    report.approved_by = actor
    report.approved_digest = papers.digest(composed(report))


@workflow.transition(
    "return",
    label="Trả lại",
    past="Đã trả lại",
    source=[ReportState.SUBMITTED],
    target=ReportState.RETURNED,
    permission=permissions.APPROVE,
    fields={"reason": _reason},
)
def send_back(report: AnnualReport, *, actor: User, reason: str) -> None:
    report.return_reason = reason


@workflow.transition(
    "withdraw",
    label="Rút về dự thảo",
    past="Đã rút về dự thảo",
    source=[ReportState.SUBMITTED, ReportState.APPROVED],
    target=ReportState.DRAFT,
    permission=permissions.EDIT,
)
def withdraw(report: AnnualReport, *, actor: User) -> None:
    report.submitted_by = report.approved_by = None
    report.submitted_note = report.submitted_digest = report.approved_digest = ""


@workflow.transition(
    "issue",
    label="Ban hành",
    past="Đã ban hành",
    source=[ReportState.APPROVED],
    target=ReportState.ISSUED,
    permission=permissions.ISSUE,
    guards=[unchanged_since_approval],
    fields={"number": _number, "issued_on": _issue_day},
    style="primary",
)
def issue(report: AnnualReport, *, actor: User, number: int, issued_on: datetime.date) -> None:
    """Files are rendered inside the transaction: the lock keeps the text they are made of from changing."""
    if issued_on > timezone.localdate():
        raise ValidationError("Ngày ban hành không được sau hôm nay.")
    if issued_on.year not in (report.year, report.year + 1):
        raise ValidationError(f"Ngày ban hành thuộc năm {report.year} hoặc {report.year + 1}.")
    report.number, report.issued_on = number, issued_on
    document = _entry(report, issued_on)
    report.quoted = composed(report).quoted  # what was issued; nothing in the frozen sheet is marked as moved
    release(report)
    report.document = record_save(
        document, actor=actor
    )  # last: others wait from its history row to the commit


def _entry(report: AnnualReport, day: datetime.date) -> OfficialDocument:
    """The register of official documents keeps the number once (Điều 15 NĐ 30)."""
    found: Any = composed(report)
    document = OfficialDocument(
        kind=OfficialKind.REPORT,
        number=report.number,
        notation=report.notation,
        issued_on=day,
        issuer=found.names.full_name,
        subject=found.subject[:500],
        signer=report.signer.name if report.signer else "",
        locked=f"Văn bản này được ghi khi ban hành báo cáo năm {report.year}, không sửa, không xóa.",
    )
    document.prepare_save()
    document.full_clean()
    return document


@workflow.transition(
    "send",
    label="Ghi nhận đã gửi",
    past="Đã gửi",
    source=[ReportState.ISSUED],
    target=ReportState.SENT,
    permission=permissions.ISSUE,
    fields={"sent_on": _send_day, "sent_to": _send_to},
    style="primary",
)
def send(report: AnnualReport, *, actor: User, sent_on: datetime.date, sent_to: str) -> None:
    if report.issued_on and sent_on < report.issued_on:
        raise ValidationError("Ngày gửi không được trước ngày ban hành.")
    report.sent_on, report.sent_to = sent_on, sent_to
