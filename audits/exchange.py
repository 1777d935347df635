"""How audits and reviews stand in a year file; last year's audits go along, for the report tells of them."""

from audits.models import AuditedUnit, Finding, InternalAudit, ManagementReview
from qms.exchange import Section, register

UNITS = Section("units", AuditedUnit, parent="audit", key=("unit", "name"), fields=("position",))
FINDINGS = Section(
    "findings",
    Finding,
    parent="audit",
    key=("number",),
    fields=(
        "unit",
        "grade",
        "criterion",
        "description",
        "opened_on",
        "due_on",
        "state",
        "closed_on",
        "outcome",
    ),
)

register(
    Section(
        "internal_audits",
        InternalAudit,
        key=("year", "round"),
        fields=(
            "state",
            "team_decision",
            "notice",
            "planned_from",
            "planned_to",
            "starts_on",
            "ends_on",
            "place",
            "scope",
            "audited_units_stated",
            "findings_recorded",
            "conclusion",
        ),
        rows=lambda agency, year: InternalAudit.objects.filter(year__in=(year - 1, year)),
        children=(UNITS, FINDINGS),
    )
)
register(
    Section(
        "management_reviews",
        ManagementReview,
        key=("year", "round"),
        fields=("state", "planned_on", "held_on", "chair", "place", "conclusions", "follow_up"),
        rows=lambda agency, year: ManagementReview.objects.filter(year=year),
    )
)
