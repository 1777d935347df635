"""What the agency sets out to do in a year."""

from planning.models.base import AnnualPlan, PlanRow
from planning.models.committee import CommitteeMember, SteeringCommittee
from planning.models.plans import (
    ObjectivePlan,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    YearPlan,
)
from planning.models.support import GuidanceDocument, TrainingAttendee, TrainingCourse

__all__ = [
    "AnnualPlan",
    "CommitteeMember",
    "GuidanceDocument",
    "ObjectivePlan",
    "PlanRow",
    "PlanTask",
    "QualityObjective",
    "RiskOpportunity",
    "RiskPlan",
    "SteeringCommittee",
    "TrainingAttendee",
    "TrainingCourse",
    "YearPlan",
]
