"""The poster of a public round: looked at and printed from the browser, or made into a PDF."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe

from qms import jobs
from qms.http import AgencyRequest
from qms.scope import current_scope
from qms.views.base import QmsView
from tthc import permissions
from tthc.models import SurveyRound
from tthc.papers.posters import Size, poster_html, public_path


class SurveyPoster(QmsView):
    """GET: the sheet. POST size=a4|a5: a PDF, made by a job."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found = self._load(pk)
        context = {
            "title": f"Mã QR: {found}",
            "object": found,
            "poster": mark_safe(poster_html(found, self._address(found))),  # noqa: S308 - a template made it
            "public_url": public_path(found),
            "may_print": not current_scope().read_only,
            "sizes": [(size.value, size.upper()) for size in Size],
        }
        return render(request, "tthc/survey_poster.html", context)

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        if current_scope().read_only:
            raise PermissionDenied(permissions.VIEW)
        found = self._load(pk)
        if (size := request.POST.get("size", "")) not in list(Size):
            raise Http404(size)
        started = jobs.start(
            "tthc.survey_poster",
            actor=request.user,
            year=request.year,
            title=f"In mã QR {size.upper()}: {found}"[:200],
            back_url=found.get_absolute_url(),
            pk=found.pk,
            address=self._address(found),
            size=size,
        )
        return redirect("qms:job", started.pk)

    def _load(self, pk: int) -> SurveyRound:
        """Only an opened public round has an address to print."""
        return get_object_or_404(SurveyRound.objects.select_related("agency").exclude(public_key=None), pk=pk)

    def _address(self, found: SurveyRound) -> str:
        return self.request.build_absolute_uri(public_path(found))
