"""Attachments and the files that jobs made: they leave only through these views."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms import jobs, permissions, progress_beside
from qms.attachments import attachment_add, attachment_remove
from qms.confidential import may_read
from qms.http import AgencyRequest
from qms.models import Attachment, Job, Record, User
from qms.views.base import QmsView
from qms.views.pages import find_readable, may_edit


def file_response(file: object, name: str, media_type: str) -> FileResponse:
    """A download that a browser neither runs nor guesses at."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def find_attachment(pk: int, user: User) -> tuple[Attachment, Record]:
    """A file of the entered agency and its record; 404 for one whose record is gone, or not his to read."""
    attachment: Attachment = get_object_or_404(Attachment.objects.all(), pk=pk)
    record = attachment.record
    if not isinstance(record, Record) or not may_read(user, record):
        raise Http404(pk)
    return attachment, record


class AttachmentFile(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> FileResponse:
        attachment, _ = find_attachment(pk, request.user)
        return file_response(attachment.file.open("rb"), attachment.name, attachment.media_type)


class AttachmentAdd(QmsView):
    permission = permissions.VIEW

    def post(self, request: AgencyRequest, label: str, pk: int) -> HttpResponse:
        record = find_readable(label, pk, request.user)
        if refusal := may_edit(request.user, record):
            messages.error(request, refusal)
            return redirect(record.get_absolute_url())
        uploads = request.FILES.getlist("file")
        if not uploads:
            messages.error(request, "Chưa chọn tệp nào.")
        for upload in uploads:
            try:
                attachment_add(record, upload, actor=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, f"Đã đính kèm {upload.name}.")
        return redirect(record.get_absolute_url())


class AttachmentRemove(QmsView):
    permission = permissions.VIEW

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        attachment, record = find_attachment(pk, request.user)
        if refusal := may_edit(request.user, record):
            messages.error(request, refusal)
            return redirect(record.get_absolute_url())
        try:
            attachment_remove(attachment, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã gỡ {attachment.name}.")
        return redirect(record.get_absolute_url())


def told_job(job: Job) -> dict[str, Any]:
    """What generic/_partials/job.html shows."""
    progress_beside.freshen(job)
    return {
        "title": job.title,
        "state": job.get_state_display(),
        "finished": job.finished,
        "failed": job.state == "failed",
        "progress": job.progress,
        "message": job.message,
        "poll_url": reverse("qms:job", args=[job.pk]),
        "download_url": reverse("qms:job_file", args=[job.pk]) if job.result else "",
        "back_url": job.params.get("back_url") or reverse("qms:year"),
    }


class JobPage(QmsView):
    """Progress of one's own job; htmx asks for the partial each second."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        jobs.abandon_stale()  # without a broker nobody else looks for the dead
        job = get_object_or_404(Job.objects.filter(started_by=request.user), pk=pk)
        context = {"title": job.title, "job": told_job(job)}
        template = "generic/_partials/job.html" if request.htmx else "generic/job.html"
        return render(request, template, context)


class JobFile(QmsView):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> FileResponse:
        job = get_object_or_404(Job.objects.filter(started_by=request.user).exclude(result=""), pk=pk)
        return file_response(job.result.open("rb"), job.result_name, job.media_type)
