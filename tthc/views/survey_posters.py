"""The poster of a public round: looked at and printed from the browser, or made into a PDF."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe

from qms import jobs
from qms.http import AgencyRequest
from qms.notices import absolute, leads_here_only
from qms.scope import current_scope
from qms.views.base import QmsView
from tthc import permissions
from tthc.models import SurveyRound
from tthc.papers.posters import Size, poster_html, public_path

HERE_ONLY = (
    "Địa chỉ này chỉ mở được trên máy này, điện thoại của người dân không mở được. Người quản trị máy chủ đặt BASE_URL "
    "trong tệp .env (địa chỉ mà người dân mở được, ví dụ https://qms.example.gov.vn), khởi động lại phần mềm; "
    "sau đó mới in."
)


class SurveyPoster(QmsView):
    """GET: the sheet. POST size=a4|a5: a PDF, made by a job."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        found = self._load(pk)
        context = {
            "title": f"Mã QR: {found}",
            "object": found,
            "poster": mark_safe(poster_html(found, _address(found, request))),  # noqa: S308 - a template made it
            "public_url": public_path(found),
            "warnings": list(_warnings(found)),
            "may_print": not (current_scope().read_only or found.is_closed),
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
            address=_address(found, request),
            size=size,
        )
        return redirect("qms:job", started.pk)

    def _load(self, pk: int) -> SurveyRound:
        """Only an opened public round has an address to print."""
        return get_object_or_404(SurveyRound.objects.select_related("agency").exclude(public_key=None), pk=pk)


def _address(found: SurveyRound, request: AgencyRequest) -> str:
    """Where every phone finds it; until BASE_URL is set, where this browser does."""
    path = public_path(found)
    return request.build_absolute_uri(path) if leads_here_only() else absolute(path)


def _warnings(found: SurveyRound) -> Iterator[str]:
    if leads_here_only():
        yield HERE_ONLY
    if found.is_closed:
        yield "Đợt đã kết thúc: mã QR này không còn nhận phiếu."
    elif found.is_past:
        yield f"Đợt đã hết hạn ngày {found.period_to:%d/%m/%Y}: mã QR này không còn nhận phiếu."
