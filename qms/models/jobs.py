"""Long work that shows its progress and survives the page being left."""

import uuid

from django.db import models

from qms.enums import JobState
from qms.scope import ScopedModel


def result_name(job: "Job", filename: str) -> str:
    return f"jobs/{job.agency_id}/{uuid.uuid4().hex}"


class Job(ScopedModel):
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    year = models.PositiveSmallIntegerField()
    started_by = models.ForeignKey("qms.User", models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result = models.FileField(upload_to=result_name, blank=True, max_length=200)
    result_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def progress(self) -> int:
        """Per cent, 0–100."""
        if self.state == JobState.DONE:
            return 100
        return 100 * self.done_steps // self.total_steps if self.total_steps else 0

    @property
    def finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)
