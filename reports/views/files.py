"""The report as a file: a draft is made by a job, an issued one is served as it was frozen."""

from io import BytesIO
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from qms import jobs
from qms.http import AgencyRequest
from qms.views.base import QmsView
from qms.views.files import file_response
from reports import papers, permissions
from reports.enums import ReleaseFormat
from reports.releases import MEDIA_TYPES, content_of, released
from reports.views.access import get_report


class ReportFile(QmsView, abstract=True):
    """GET: the frozen file, for everyone who may view. POST: make the draft's file in the background."""

    permission = permissions.VIEW
    format: ClassVar[ReleaseFormat]

    def get(self, request: AgencyRequest, pk: int) -> HttpResponseBase:
        report = get_report(pk)
        if not report.frozen:
            return redirect(report.get_absolute_url())
        content, name = released(report, self.format), papers.file_name(report, self.format)
        return file_response(BytesIO(content), name, MEDIA_TYPES[self.format])

    def post(self, request: AgencyRequest, pk: int) -> HttpResponseBase:
        report = get_report(pk)
        if report.frozen:
            return self.get(request, pk)
        if not request.user.can(permissions.PRINT, report):
            raise PermissionDenied(permissions.PRINT)
        job = jobs.start(
            f"reports.{self.format}",
            actor=request.user,
            year=report.year,
            title=f"{report}, bản {self.format.label}",
            report=report.pk,
            back_url=report.get_absolute_url(),
        )
        return redirect("qms:job", job.pk)


class ReportPdf(ReportFile):
    permission = permissions.VIEW
    format = ReleaseFormat.PDF


class ReportDocx(ReportFile):
    permission = permissions.VIEW
    format = ReleaseFormat.DOCX


class ReportPrint(QmsView):
    """The paper alone, for the browser's print."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        report = get_report(pk)
        sheet = content_of(report, ReleaseFormat.PREVIEW).decode()
        context = {"report": report, "title": str(report), "paper": mark_safe(sheet)}  # noqa: S308 - escaped by qms.paper.html
        return render(request, "reports/report_print.html", context)
