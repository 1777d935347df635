"""Writes of the audit itself and the units it visits."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from audits.enums import AuditState
from audits.models import InternalAudit
from qms.models import User
from qms.records import record_delete, record_save


def next_round(year: int) -> int:
    return (InternalAudit.objects.filter(year=year).aggregate(last=Max("round"))["last"] or 0) + 1


def lock_audit(pk: int) -> InternalAudit:
    """The stored audit, locked for the write that follows: last but for the agency, after the row that is written."""
    return InternalAudit.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def require_open(pk: int | None) -> None:
    """Lock the stored audit, so that it is not closed meanwhile. Raises ValidationError when it is."""
    if pk is not None and (refusal := lock_audit(pk).change_refusal):
        raise ValidationError(refusal)


def audit_save(*, audit: InternalAudit, actor: User, expected_version: int | None = None) -> InternalAudit:
    """Create or change an audit that is not closed. Raises ValidationError or StaleRecord."""
    with transaction.atomic():
        stored = lock_audit(audit.pk) if audit.pk is not None else None
        if stored and (refusal := stored.change_refusal or stored.signed_refusal):
            raise ValidationError(refusal)
        return record_save(audit, actor=actor, expected_version=expected_version)


def audit_delete(*, audit: InternalAudit, actor: User) -> None:
    """Drop an audit nobody has been told of. Raises ValidationError for one further on, or with rows."""
    with transaction.atomic():
        stored = lock_audit(audit.pk)
        if stored.state != AuditState.PLANNED:
            raise ValidationError(f"{stored} đã thông báo hoặc đã diễn ra, không xóa được.")
        record_delete(stored, actor=actor)
