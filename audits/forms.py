"""Input shapes of audits."""

from audits.models import AuditedUnit, Finding, InternalAudit, ManagementReview
from planning.forms import CitingForm


class InternalAuditForm(CitingForm):
    class Meta:
        model = InternalAudit
        fields = (
            "round",
            "team_decision",
            "notice",
            "planned_from",
            "planned_to",
            "starts_on",
            "ends_on",
            "place",
            "scope",
            "audited_units_stated",
            "conclusion",
            "findings_recorded",
        )


class AuditedUnitForm(CitingForm):
    class Meta:
        model = AuditedUnit
        fields = ("unit", "name", "position")


class FindingForm(CitingForm):
    class Meta:
        model = Finding
        fields = ("number", "unit", "grade", "criterion", "description", "opened_on", "due_on")


class ManagementReviewForm(CitingForm):
    class Meta:
        model = ManagementReview
        fields = ("round", "planned_on", "chair", "place", "conclusions")
