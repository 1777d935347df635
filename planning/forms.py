"""Input shapes of planning."""

from typing import Any

from django import forms

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
from qms.forms import RecordForm
from qms.models import Person
from qms.picking import PickField

CitingForm = RecordForm  # audits.forms still asks for it by this name


class YearPlanForm(RecordForm):
    class Meta:
        model = YearPlan
        fields = ("document", "goals")


class PlanTaskForm(RecordForm):
    class Meta:
        model = PlanTask
        fields = ("what", "unit", "owner", "due_on", "due_text", "done_on", "position")


class ObjectivePlanForm(RecordForm):
    class Meta:
        model = ObjectivePlan
        fields = ("document",)


class QualityObjectiveForm(RecordForm):
    class Meta:
        model = QualityObjective
        fields = ("level", "unit", "text", "measure", "target", "actual", "result", "position")


class RiskPlanForm(RecordForm):
    class Meta:
        model = RiskPlan
        fields = ("document",)


class RiskOpportunityForm(RecordForm):
    class Meta:
        model = RiskOpportunity
        fields = ("kind", "text", "action", "result", "position")


class GuidanceDocumentForm(RecordForm):
    class Meta:
        model = GuidanceDocument
        fields = ("kind", "subject", "document", "issued_on", "quarter_stated")


class SteeringCommitteeForm(RecordForm):
    class Meta:
        model = SteeringCommittee
        fields = ("decision", "name", "valid_from", "valid_to")


class CommitteeMemberForm(RecordForm):
    class Meta:
        model = CommitteeMember
        fields = ("person", "name", "title", "role", "position")


class TrainingCourseForm(RecordForm):
    class Meta:
        model = TrainingCourse
        fields = ("title", "partner", "lecturer", "held_on", "participants", "for_auditors", "evidence")


class TrainingAttendeeForm(RecordForm):
    class Meta:
        model = TrainingAttendee
        fields = ("person", "certificate", "position")


class PickAttendeesForm(forms.Form):
    """The officials who are not on the course's list yet; one certificate text may serve all of them."""

    certificate = forms.CharField(
        label="Chứng nhận chung",
        required=False,
        max_length=200,
        help_text="Ghi khi mọi người có cùng quyết định, ngày cấp; để trống thì ghi ở từng người.",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, *args: Any, course: TrainingCourse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = Person.objects.exclude(pk__in=course.attendees.values("person")).select_related("unit")
        errors = {"required": "Chọn ít nhất một người."}
        self.fields["rows"] = PickField(
            left.order_by("sort_key", "pk"), label="Người dự", error_messages=errors
        )
