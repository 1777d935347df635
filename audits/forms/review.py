"""Input shapes of management reviews."""

from django import forms

from audits.models import ManagementReview, ReviewAttendee, ReviewConclusion, ReviewSection
from planning.forms import CitingForm


class ManagementReviewForm(CitingForm):
    class Meta:
        model = ManagementReview
        fields = (
            "round",
            "planned_on",
            "held_on",
            "starts_at",
            "ends_at",
            "place",
            "chair",
            "chair_title",
            "secretary",
            "opening",
        )
        widgets = {  # noqa: RUF012
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }


class ReviewAttendeeForm(CitingForm):
    class Meta:
        model = ReviewAttendee
        fields = ("person", "name", "title", "role", "position")


class ReviewSectionForm(CitingForm):
    class Meta:
        model = ReviewSection
        fields = ("letter", "heading", "body", "position")
        widgets = {"body": forms.Textarea(attrs={"rows": 18, "data-insert-target": True})}  # noqa: RUF012


class ReviewConclusionForm(CitingForm):
    class Meta:
        model = ReviewConclusion
        fields = ("text", "owner", "person", "due_on", "standing", "checker", "position")
