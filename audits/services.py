"""Writes of audits that look at more than one row."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audits.enums import AuditState, FindingState, ReviewState
from audits.models import AuditedUnit, Finding, InternalAudit, ManagementReview
from qms.dates import slashed
from qms.models import User
from qms.records import record_delete, record_save


def next_number(audit: InternalAudit) -> int:
    return (Finding.objects.filter(audit=audit).aggregate(last=Max("number"))["last"] or 0) + 1


def findings_refusal(audit: InternalAudit) -> str:
    """Why findings may not be written into this audit now; empty when they may."""
    if audit.takes_findings:
        return ""
    if audit.is_held:
        return f"{audit} đã kết thúc, không thêm hay sửa phát hiện được nữa."
    return f"{audit} chưa bắt đầu; bắt đầu đánh giá trước khi ghi phát hiện."


def change_refusal(finding: Finding) -> str:
    """Why a stored finding may not be changed or taken back now."""
    if finding.state == FindingState.CLOSED:
        return "Phát hiện đã xác nhận khắc phục; mở lại trước khi sửa."
    return findings_refusal(finding.audit)


def finding_save(*, finding: Finding, actor: User, expected_version: int | None = None) -> Finding:
    """Create or change a finding of an audit under way. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        _refuse(finding)
        if finding.due_on and finding.opened_on and finding.due_on < finding.opened_on:
            opened = slashed(finding.opened_on)
            raise ValidationError({"due_on": f"Hạn khắc phục phải từ ngày phát hiện ({opened}) trở đi."})
        return record_save(finding, actor=actor, expected_version=expected_version)


def finding_delete(*, finding: Finding, actor: User) -> None:
    """Take back a finding entered by mistake. Raises ValidationError when it or its audit is closed."""
    with transaction.atomic():
        _refuse(finding)
        record_delete(finding, actor=actor)


def _refuse(finding: Finding) -> None:
    """The audit stays locked for the write, so that it cannot be closed in between."""
    audit = InternalAudit.objects.select_for_update(of=("self",)).get(pk=finding.audit_id)
    stored = Finding.objects.select_related("audit").filter(pk=finding.pk).first()
    if refusal := change_refusal(stored) if stored else findings_refusal(audit):
        raise ValidationError(refusal)


def _require_open(pk: int | None) -> None:
    """Lock the stored audit, so that it is not closed meanwhile. Raises ValidationError when it is."""
    if pk is None:
        return
    audit = InternalAudit.objects.select_for_update(of=("self",)).get(pk=pk)
    if audit.change_refusal:
        raise ValidationError(audit.change_refusal)


def audit_save(*, audit: InternalAudit, actor: User, expected_version: int | None = None) -> InternalAudit:
    """Create or change an audit that is not closed. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        _require_open(audit.pk)
        return record_save(audit, actor=actor, expected_version=expected_version)


def audited_unit_save(
    *, audited_unit: AuditedUnit, actor: User, expected_version: int | None = None
) -> AuditedUnit:
    """Add or change a unit of an audit that is not closed. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        _require_open(audited_unit.audit_id)
        return record_save(audited_unit, actor=actor, expected_version=expected_version)


def audited_unit_delete(*, audited_unit: AuditedUnit, actor: User) -> None:
    """Take a unit off the list of an audit that is not closed. Raises ValidationError."""
    with transaction.atomic():
        _require_open(audited_unit.audit_id)
        record_delete(audited_unit, actor=actor)


def audit_delete(*, audit: InternalAudit, actor: User) -> None:
    """Drop an audit nobody has been told of. Raises ValidationError for one further on, or with rows."""
    with transaction.atomic():
        stored = InternalAudit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
        if stored.state != AuditState.PLANNED:
            raise ValidationError(f"{stored} đã thông báo hoặc đã diễn ra, không xóa được.")
        record_delete(stored, actor=actor)


def review_refusal(review: ManagementReview) -> str:
    """Why what the minutes say may not be changed now."""
    return review.change_refusal


def review_save(
    *, review: ManagementReview, actor: User, expected_version: int | None = None
) -> ManagementReview:
    """Create or change a review whose minutes are not signed. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        stored = ManagementReview.objects.select_for_update(of=("self",)).filter(pk=review.pk).first()
        if stored is not None and (refusal := review_refusal(stored)):
            raise ValidationError(refusal)
        return record_save(review, actor=actor, expected_version=expected_version)


def review_delete(*, review: ManagementReview, actor: User) -> None:
    """Drop a review that is only planned. Raises ValidationError for one that was held."""
    with transaction.atomic():
        stored = ManagementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
        if stored.state != ReviewState.PLANNED:
            raise ValidationError(f"{stored} đã diễn ra, không xóa được.")
        record_delete(stored, actor=actor)
