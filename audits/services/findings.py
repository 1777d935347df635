"""Writes of findings; numbers are made while the audit is locked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audits.enums import CriterionType
from audits.guards import EARLIEST, team_refusal
from audits.models import AuditTeamMember, Finding, InternalAudit, NoteLine
from audits.services.internal import lock_audit
from audits.services.numbers import next_number_of
from qms.models import User
from qms.records import record_delete, record_save, sent_before

SAID = (
    "audit_id",
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
    return next_number_of(Finding, audit=audit)


def findings_refusal(audit: InternalAudit) -> str:
    """Why findings may not be written into this audit now; empty when they may."""
    if audit.takes_findings:
        return audit.signed_refusal
    if audit.is_held:
        return f"{audit} đã kết thúc, không thêm hay sửa phát hiện được nữa."
    return f"{audit} chưa bắt đầu; bắt đầu đánh giá trước khi ghi phát hiện."


def finding_refusal(finding: Finding, actor: User) -> str:
    """Why this person may not write the finding now, or change or take back a stored one; empty when he may."""
    stored = finding.change_refusal if finding.pk else ""
    return stored or findings_refusal(finding.audit) or team_refusal(finding.audit, actor)


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
        _refuse_moving(finding)
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
            if (sent := sent_before(finding, SAID, actor)) is not None:
                return sent
            finding.number, finding.opened_by = next_number(audit), actor
        return record_save(finding, actor=actor, expected_version=expected_version)


def _refuse_moving(finding: Finding) -> None:
    """A request rests on the grade and the unit it was opened for. Raises ValidationError."""
    stored = Finding.objects.filter(pk=finding.pk).first() if finding.pk else None
    if stored is None or (stored.grade, stored.unit_id) == (finding.grade, finding.unit_id):
        return
    if stored.cars.exists():
        raise ValidationError("Phát hiện đã có phiếu khắc phục; đơn vị và mức độ giữ nguyên.")


def finding_delete(*, finding: Finding, actor: User) -> None:
    """Take back a finding entered by mistake. Raises ValidationError when it is answered or the audit is closed."""
    with transaction.atomic():
        _refuse(finding, actor)
        record_delete(finding, actor=actor)


def _refuse(finding: Finding, actor: User) -> InternalAudit:
    """The audit stays locked for the write, so that it cannot be closed in between; so does a stored finding."""
    rows = Finding.objects.select_related("audit").select_for_update(of=("self",), no_key=True)
    stored = rows.filter(pk=finding.pk).first()  # first, as the steps of a finding do
    audit = lock_audit(finding.audit_id)
    row = stored or Finding()
    row.audit = audit  # as it is now, under the lock
    if refusal := finding_refusal(row, actor):
        raise ValidationError(refusal)
    return audit
