"""Input shapes of planning."""

from typing import Any

from django import forms

from documents.models import OfficialDocument
from planning.models import (
    CommitteeMember,
    GuidanceDocument,
    ObjectivePlan,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    SteeringCommittee,
    TrainingCourse,
    YearPlan,
)
from qms.forms import RecordForm
from qms.models import Person, Unit


class CitingForm(RecordForm):
    """Choices of a văn bản tell its day and subject; those of a person tell the unit, for names repeat."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                tell(field)


def tell(field: Any) -> None:
    model = field.queryset.model
    if model is OfficialDocument:
        field.queryset = field.queryset.order_by("-issued_on", "-number")
        field.label_from_instance = document_label
    elif model is Person:
        field.queryset = field.queryset.select_related("unit").order_by("sort_key")
        field.label_from_instance = person_label
    elif model is Unit:
        field.queryset = field.queryset.order_by("sort_key")


def document_label(document: OfficialDocument) -> str:
    return f"{document.symbol} ngày {document.issued_on:%d/%m/%Y} – {document.subject[:90]}"


def person_label(person: Person) -> str:
    about = ", ".join(filter(None, (person.position, person.unit.name if person.unit else "")))
    return f"{person.name} ({about})" if about else person.name


class YearPlanForm(CitingForm):
    class Meta:
        model = YearPlan
        fields = ("document", "goals")


class PlanTaskForm(CitingForm):
    class Meta:
        model = PlanTask
        fields = ("what", "unit", "owner", "due_on", "due_text", "done_on", "position")


class ObjectivePlanForm(CitingForm):
    class Meta:
        model = ObjectivePlan
        fields = ("document",)


class QualityObjectiveForm(CitingForm):
    class Meta:
        model = QualityObjective
        fields = ("level", "unit", "text", "measure", "target", "actual", "result", "position")


class RiskPlanForm(CitingForm):
    class Meta:
        model = RiskPlan
        fields = ("document",)


class RiskOpportunityForm(CitingForm):
    class Meta:
        model = RiskOpportunity
        fields = ("kind", "text", "action", "result", "position")


class GuidanceDocumentForm(CitingForm):
    class Meta:
        model = GuidanceDocument
        fields = ("kind", "subject", "document", "issued_on", "quarter_stated")


class SteeringCommitteeForm(CitingForm):
    class Meta:
        model = SteeringCommittee
        fields = ("decision", "name", "valid_from", "valid_to")


class CommitteeMemberForm(CitingForm):
    class Meta:
        model = CommitteeMember
        fields = ("person", "name", "title", "role", "position")


class TrainingCourseForm(CitingForm):
    class Meta:
        model = TrainingCourse
        fields = ("title", "partner", "lecturer", "held_on", "participants", "evidence")
