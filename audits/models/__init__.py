"""How the agency checks itself."""

from audits.models.actions import ActionRound, CorrectiveAction, CorrectiveActionRequest
from audits.models.findings import Finding
from audits.models.internal import AuditedUnit, InternalAudit
from audits.models.notes import AuditNote, ChecklistLine, ChecklistTemplate, NoteLine
from audits.models.review import ManagementReview, ReviewAttendee, ReviewConclusion, ReviewSection
from audits.models.team import AuditSlot, AuditTeamMember, SlotAuditor, SlotProcedure, SlotUnit

__all__ = [
    "ActionRound",
    "AuditNote",
    "AuditSlot",
    "AuditTeamMember",
    "AuditedUnit",
    "ChecklistLine",
    "ChecklistTemplate",
    "CorrectiveAction",
    "CorrectiveActionRequest",
    "Finding",
    "InternalAudit",
    "ManagementReview",
    "NoteLine",
    "ReviewAttendee",
    "ReviewConclusion",
    "ReviewSection",
    "SlotAuditor",
    "SlotProcedure",
    "SlotUnit",
]
