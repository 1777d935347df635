"""How audits, requests and reviews stand in a year file; last year's go along, for the report tells of them.

Accounts that did a step are not in it, nor the inputs kept at a review: a file holds what the papers say.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from audits.models import (
    ActionRound,
    AuditedUnit,
    AuditNote,
    AuditSlot,
    AuditTeamMember,
    ChecklistLine,
    ChecklistTemplate,
    CorrectiveAction,
    CorrectiveActionRequest,
    Finding,
    InternalAudit,
    ManagementReview,
    NoteLine,
    ReviewAttendee,
    ReviewConclusion,
    ReviewSection,
    SlotAuditor,
    SlotProcedure,
    SlotUnit,
)
from qms.exchange import Section, register
from qms.models import Agency, Record


def with_last_year(model: type[Record]) -> Callable[[Agency, int], QuerySet]:
    def rows(agency: Agency, year: int) -> QuerySet:
        return model.objects.filter(year__in=(year - 1, year))

    return rows


def unit_reference(row: AuditedUnit) -> str:
    """“01/2021 Phòng Tư pháp”: the same unit is a row of every audit that visits it."""
    return f"{row.audit.round_label} {row.display_name}"


def member_reference(row: AuditTeamMember) -> str:
    """“01/2021 truong-cong-tuan”, by the person's key: two people may have one name."""
    return f"{row.audit.round_label} {row.person.key}"


def finding_reference(row: Finding) -> str:
    """“01/2021 số 02”."""
    return f"{row.audit.round_label} số {row.number_label}"


def line_reference(row: NoteLine) -> str:
    return str(row.key)


UNITS = Section(
    "units", AuditedUnit, parent="audit", key=("unit", "name"), fields=("position",), reference=unit_reference
)
TEAM = Section(
    "team",
    AuditTeamMember,
    parent="audit",
    key=("person",),
    fields=("position", "title", "stated_name", "role"),
    reference=member_reference,
)
NOTE_LINES = Section(
    "lines",
    NoteLine,
    parent="sheet",
    key=("key",),
    fields=("position", "clause", "procedure", "topic", "indented", "note", "remark"),
    reference=line_reference,
)
NOTES = Section(
    "notes",
    AuditNote,
    parent="slot",
    key=("unit",),
    fields=("auditor", "noted_on", "representative"),
    children=(NOTE_LINES,),
    shared=("audit",),
)
SLOTS = Section(
    "slots",
    AuditSlot,
    parent="audit",
    key=("day", "starts_at", "position"),
    fields=("ends_at", "topics"),
    children=(
        Section("units", SlotUnit, parent="slot", key=("unit",), fields=("position",)),
        Section("auditors", SlotAuditor, parent="slot", key=("member",), fields=("position",)),
        Section("procedures", SlotProcedure, parent="slot", key=("document",), fields=("position",)),
        NOTES,
    ),
    repeats=True,
)
FINDINGS = Section(
    "findings",
    Finding,
    parent="audit",
    key=("number",),
    fields=(
        "stated_number",
        "unit",
        "grade",
        "criterion_type",
        "procedure",
        "section",
        "clause",
        "law",
        "description",
        "evidence",
        "note_line",
        "auditor",
        "opened_on",
        "due_on",
        "state",
        "cause",
        "action",
        "doer",
        "approver",
        "approved_on",
        "done_on",
        "done_evidence",
        "result",
        "checker",
        "checked_on",
        "outcome",
        "closed_on",
    ),
    reference=finding_reference,
)
ROUNDS = Section(
    "rounds",
    ActionRound,
    parent="request",
    key=("number",),
    fields=(
        "position",
        "opened_on",
        "whys",
        "cause_subjective",
        "cause_objective",
        "correction",
        "representative",
        "analysed_on",
        "approver",
        "approved_on",
        "done_on",
        "done_evidence",
        "result",
        "checker",
        "checked_on",
        "check_remark",
    ),
    children=(
        Section(
            "actions",
            CorrectiveAction,
            parent="round",
            key=("position",),
            fields=("measure", "person", "responsible", "due_on", "done_on"),
            repeats=True,
        ),
    ),
)

register(
    Section(
        "checklists",
        ChecklistTemplate,
        key=("name",),
        fields=("in_use",),
        rows=lambda agency, year: ChecklistTemplate.objects.all(),
        children=(
            Section(
                "lines",
                ChecklistLine,
                parent="template",
                key=("position",),
                fields=("clause", "procedure", "topic", "indented"),
                repeats=True,
            ),
        ),
    )
)
register(
    Section(
        "internal_audits",
        InternalAudit,
        key=("year", "round"),
        fields=(
            "state",
            "standard",
            "purpose",
            "scope",
            "topics",
            "plan_document",
            "team_decision",
            "planned_from",
            "planned_to",
            "place",
            "notice",
            "notice_organ",
            "notice_note",
            "notice_request",
            "notice_recipients",
            "notice_signature",
            "notice_signer",
            "starts_on",
            "starts_at",
            "ends_on",
            "audited_units_stated",
            "findings_recorded",
            "strengths",
            "organisation",
            "findings_remark",
            "remaining",
            "recommendations",
            "report_recipients",
            "reported_on",
        ),
        rows=with_last_year(InternalAudit),
        children=(UNITS, TEAM, SLOTS, FINDINGS),
    )
)
register(
    Section(
        "corrective_action_requests",
        CorrectiveActionRequest,
        key=("year", "number"),
        fields=(
            "stated_number",
            "state",
            "origin",
            "finding",
            "origin_label",
            "form_revision",
            "unit",
            "description",
            "details",
            "opener",
            "opened_on",
            "closed_on",
        ),
        rows=with_last_year(CorrectiveActionRequest),
        children=(ROUNDS,),
    )
)
register(
    Section(
        "management_reviews",
        ManagementReview,
        key=("year", "round"),
        fields=(
            "state",
            "planned_on",
            "held_on",
            "starts_at",
            "ends_at",
            "place",
            "chair",
            "chair_title",
            "secretary",
            "opening",
            "signed_on",
        ),
        rows=with_last_year(ManagementReview),
        children=(
            Section(
                "attendees",
                ReviewAttendee,
                parent="review",
                key=("person", "name"),
                fields=("position", "title", "role"),
            ),
            Section(
                "sections",
                ReviewSection,
                parent="review",
                key=("letter",),
                fields=("position", "heading", "body"),
            ),
            Section(
                "conclusions",
                ReviewConclusion,
                parent="review",
                key=("position",),
                fields=(
                    "text",
                    "owner",
                    "person",
                    "due_on",
                    "standing",
                    "checker",
                    "result",
                    "done_on",
                    "state",
                ),
                repeats=True,
            ),
        ),
    )
)
