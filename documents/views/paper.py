"""Papers on the screen and their files: the same tree, printed by a job."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from documents import permissions
from qms import jobs
from qms.http import AgencyRequest
from qms.models import Record
from qms.paper import html
from qms.paper.tree import Paper
from qms.scope import current_scope
from qms.views.base import QmsView

FORMATS = ("pdf", "docx")


def paper_page(request: AgencyRequest, paper: Paper, title: str, record: Record) -> HttpResponse:
    """A paper as it prints, with the buttons that make its files (none for who only reads a child agency)."""
    context = {
        "title": f"{title}: {record}",
        "paper": mark_safe(html.render_fragment(paper)),  # noqa: S308 - the renderer escapes what it is given
        "back_url": record.get_absolute_url(),
        "may_print": not current_scope().read_only,
    }
    return render(request, "documents/paper.html", context)


def start_print(request: AgencyRequest, kind: str, record: Record) -> HttpResponse:
    """Queue the PDF or DOCX (field `format`) and go to the job's page."""
    wanted = request.POST.get("format", "")
    if wanted not in FORMATS:
        raise Http404(wanted)
    if current_scope().read_only:
        raise PermissionDenied(permissions.VIEW)
    job = jobs.start(
        f"{kind}_{wanted}",
        actor=request.user,
        year=request.year,
        title=f"In {record}"[:200],
        pk=record.pk,
        back_url=record.get_absolute_url(),
    )
    return redirect("qms:job", job.pk)


class PaperCss(QmsView):
    """The stylesheet of papers shown on the screen: the measures of NĐ 30 from the same source as the PDF."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        url = static("vendor/tinos/Tinos-Regular.ttf").rsplit("/", 1)[0]
        response = HttpResponse(html.screen_css(url), content_type="text/css; charset=utf-8")
        response["Cache-Control"] = "private, max-age=3600"
        return response
