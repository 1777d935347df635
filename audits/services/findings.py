"""Writes of findings; numbers are made while the audit is locked."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audits.enums import CriterionType
from audits.guards import EARLIEST, team_refusal
from audits.models import AuditTeamMember, Finding, InternalAudit, NoteLine
from audits.services.internal import lock_audit
from qms.models import User
from qms.records import record_delete, record_save

TWICE = datetime.timedelta(minutes=10)
SAID = (
    "unit_id",
    "grade",
    "criterion_type",
    "clause",
    "procedure_id",
    "section",
    "law",
    "description",
    "evidence",
    "note_line_id",
    "auditor_id",
    "opened_on",
)


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
    return finding.change_refusal or findings_refusal(finding.audit)


def member_of(audit: InternalAudit, actor: User) -> AuditTeamMember | None:
    """The actor as a member of the audit's team."""
    return audit.team.filter(person=actor.person).first() if actor.person else None


def finding_from(line: NoteLine) -> Finding:
    """An unsaved finding that says what the note row says, to be changed by who raises it."""
    texts = (line.topic, line.note, line.remark)
    return Finding(
        audit=line.sheet.audit,
        note_line=line,
        unit=line.sheet.unit.unit,
        criterion_type=CriterionType.PROCEDURE if line.procedure_id else CriterionType.CLAUSE,
        clause="" if line.procedure_id else line.clause,
        procedure=line.procedure,
        section=f"Mục {line.clause}" if line.procedure_id and line.clause else "",
        description="\n".join(text for text in texts[1:] if text.strip()) or line.topic,
        opened_on=line.sheet.noted_on or line.sheet.slot.day,
    )


def finding_save(*, finding: Finding, actor: User, expected_version: int | None = None) -> Finding:
    """Create (next number of the round) or change a finding of an audit under way.

    The same words sent twice by one person within minutes are one finding: the first is returned.
    Raises ValidationError or StaleRecord.
    """
    with transaction.atomic():
        audit = _refuse(finding, actor)
        if finding.opened_on is None:
            finding.opened_on = timezone.localdate()
        if not EARLIEST <= finding.opened_on <= timezone.localdate():
            raise ValidationError({"opened_on": "Ngày phát hiện phải từ năm 2000 và không sau hôm nay."})
        if finding.auditor is None:
            finding.auditor = member_of(audit, actor)
        if finding.auditor is not None and finding.auditor.audit_id != audit.pk:
            raise ValidationError({"auditor": "Chọn người trong đoàn của đợt đánh giá này."})
        if finding.pk is None:
            finding.prepare_save()  # the stored words are normalised
            if (sent := _sent_before(finding, actor)) is not None:
                return sent
            finding.number, finding.opened_by = next_number(audit), actor
        return record_save(finding, actor=actor, expected_version=expected_version)


def _sent_before(finding: Finding, actor: User) -> Finding | None:
    said = {name: getattr(finding, name) for name in SAID}
    since = timezone.now() - TWICE
    rows = Finding.objects.filter(audit_id=finding.audit_id, opened_by=actor, created_at__gt=since, **said)
    return rows.order_by("pk").first()


def finding_delete(*, finding: Finding, actor: User) -> None:
    """Take back a finding entered by mistake. Raises ValidationError when it is answered or the audit is closed."""
    with transaction.atomic():
        _refuse(finding, actor)
        record_delete(finding, actor=actor)


def _refuse(finding: Finding, actor: User) -> InternalAudit:
    """The audit stays locked for the write, so that it cannot be closed in between; so does a stored finding."""
    rows = Finding.objects.select_related("audit").select_for_update(of=("self",))
    stored = rows.filter(pk=finding.pk).first()  # first, as the steps of a finding do
    audit = lock_audit(finding.audit_id)
    refusal = change_refusal(stored) if stored else findings_refusal(audit)
    if refusal := refusal or team_refusal(audit, actor):
        raise ValidationError(refusal)
    return audit
