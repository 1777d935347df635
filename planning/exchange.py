"""How planning stands in a year file."""

from django.db.models import QuerySet

from planning.models import (
    CommitteeMember,
    GuidanceDocument,
    ObjectivePlan,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    SteeringCommittee,
    TrainingAttendee,
    TrainingCourse,
    YearPlan,
)
from qms.exchange import Section, register
from qms.models import Agency, Record


def of_year(model: type[Record]):
    """A section's rows: those of the file's year."""

    def rows(agency: Agency, year: int) -> QuerySet:
        return model.objects.filter(year=year)

    return rows


TASKS = Section(
    "tasks",
    PlanTask,
    parent="plan",
    key=("what",),
    fields=("position", "unit", "owner", "due_on", "due_text", "done_on"),
)
OBJECTIVES = Section(
    "objectives",
    QualityObjective,
    parent="plan",
    key=("level", "unit", "text"),
    fields=("position", "measure", "target", "actual", "result"),
)
RISKS = Section(
    "risks",
    RiskOpportunity,
    parent="plan",
    key=("position",),
    fields=("kind", "text", "action", "result"),
)
MEMBERS = Section(
    "members",
    CommitteeMember,
    parent="committee",
    key=("person", "name"),
    fields=("position", "title", "role"),
)
ATTENDEES = Section(
    "attendees",
    TrainingAttendee,
    parent="course",
    key=("person",),
    fields=("position", "certificate"),
)

register(
    Section(
        "steering_committees",
        SteeringCommittee,
        key=("decision",),
        fields=("name", "valid_from", "valid_to"),
        rows=lambda agency, year: SteeringCommittee.objects.during(year),
        children=(MEMBERS,),
    )
)
register(
    Section(
        "year_plans",
        YearPlan,
        key=("year",),
        fields=("document", "goals"),
        rows=of_year(YearPlan),
        children=(TASKS,),
    )
)
register(
    Section(
        "objective_plans",
        ObjectivePlan,
        key=("year",),
        fields=("document",),
        rows=of_year(ObjectivePlan),
        children=(OBJECTIVES,),
    )
)
register(
    Section(
        "risk_plans",
        RiskPlan,
        key=("year",),
        fields=("document",),
        rows=of_year(RiskPlan),
        children=(RISKS,),
    )
)
register(
    Section(
        "guidance_documents",
        GuidanceDocument,
        key=("year", "kind", "subject"),
        fields=("document", "issued_on", "quarter_stated"),
        rows=of_year(GuidanceDocument),
    )
)
register(
    Section(
        "training_courses",
        TrainingCourse,
        key=("year", "title"),
        fields=("partner", "lecturer", "held_on", "participants", "for_auditors", "evidence"),
        rows=of_year(TrainingCourse),
        children=(ATTENDEES,),
    )
)
