"""Papers on the screen and as files: one page for every kind, one for every dossier."""

from io import BytesIO
from itertools import groupby
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe

from qms import jobs, papers, permissions
from qms.http import AgencyRequest
from qms.paper import html
from qms.paper.output import Format
from qms.papers import PaperKind
from qms.scope import current_scope
from qms.views.base import QmsView
from qms.views.files import file_response

FORMATS = {"pdf": "PDF", "docx": "Word"}
BUNDLE_FORMATS = {"pdf": "PDF", "zip": "ZIP các tệp Word"}


class PaperSheet(QmsView, abstract=True):
    """GET: the sheet as it prints; `?tep=pdf` a released one's stored file. POST: a file, made by a job."""

    permission = permissions.VIEW

    def show(self, kind: PaperKind, record: Any = None) -> HttpResponseBase:
        stored = kind.stored(record, Format.PREVIEW)
        if (wanted := self.request.GET.get("tep")) and stored is not None:
            return self._stored_file(kind, record, _known(wanted))
        piece = papers.piece(kind, record)
        context = {
            "title": piece.label,
            "paper": mark_safe(piece.content(Format.PREVIEW).decode()),  # noqa: S308 - qms.paper.html escapes
            "back_url": _back_url(record),
            "objections": kind.objections(record) if stored is None else [],
            "stored": stored is not None,
            "may_print": not current_scope().read_only and kind.may_print(self.request.user, record),
            "formats": FORMATS,
        }
        return render(self.request, "qms/paper.html", context)

    def start(self, kind: PaperKind, record: Any = None) -> HttpResponseBase:
        wanted = _known(self.request.POST.get("format", ""))
        if kind.stored(record, Format.PREVIEW) is not None:
            return self._stored_file(kind, record, wanted)
        if not kind.may_print(self.request.user, record):
            raise PermissionDenied(kind.print_permission)
        which = {"blank": True} if record is None else {"pk": record.pk}
        title = f"In {kind.title_of(record)}"
        return _start(
            self.request, "papers.print", title, _back_url(record), paper=kind.name, format=wanted, **which
        )

    def _stored_file(self, kind: PaperKind, record: Any, wanted: str) -> HttpResponseBase:
        format = Format(wanted)
        content = kind.stored(record, format) or b""
        return file_response(
            BytesIO(content), f"{kind.file_stem(record)}.{format.extension}", format.media_type
        )

    def find(self, name: str, pk: int | None = None) -> tuple[PaperKind, Any]:
        """The kind and the record (None for the blank form). 404 for what there is not, 403 without its permission."""
        try:
            kind = papers.kind(name)
            record = None if pk is None else kind.load(pk)
        except (KeyError, ObjectDoesNotExist) as error:
            raise Http404(name) from error
        if kind.blank is None if record is None else not kind.is_of(record):
            raise Http404(name)
        if not self.request.user.can(kind.permission, record):
            raise PermissionDenied(kind.permission)
        return kind, record


class PaperPage(PaperSheet):
    permission = permissions.VIEW

    def get(self, request: AgencyRequest, kind: str, pk: int) -> HttpResponseBase:
        return self.show(*self.find(kind, pk))

    def post(self, request: AgencyRequest, kind: str, pk: int) -> HttpResponseBase:
        return self.start(*self.find(kind, pk))


class PaperBlank(PaperSheet):
    """The empty form, for filling by hand."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, kind: str) -> HttpResponseBase:
        return self.show(*self.find(kind))

    def post(self, request: AgencyRequest, kind: str) -> HttpResponseBase:
        return self.start(*self.find(kind))


class BundlePage(QmsView):
    """A record's dossier: what lies in it; all of it as one PDF or as a ZIP of Word files."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, name: str, pk: int) -> HttpResponse:
        bundle, record = self._find(name, pk)
        return _bundle_page(
            request, bundle.title_of(record), papers.listed(bundle, record), record.get_absolute_url()
        )

    def post(self, request: AgencyRequest, name: str, pk: int) -> HttpResponseBase:
        bundle, record = self._find(name, pk)
        format = _known(request.POST.get("format", ""), BUNDLE_FORMATS)
        title = f"In {bundle.title_of(record)}"
        return _start(
            request, "papers.bundle", title, bundle.url_of(record), bundle=name, pk=pk, format=format
        )

    def _find(self, name: str, pk: int) -> tuple[papers.Bundle, Any]:
        try:
            bundle = papers.find_bundle(name)
            record = bundle.load(pk)
        except (KeyError, ObjectDoesNotExist) as error:
            raise Http404(name) from error
        if not self.request.user.can(bundle.permission, record):
            raise PermissionDenied(bundle.permission)
        return bundle, record


class YearBundle(QmsView):
    """The year's dossier: every paper of the year that says it belongs there."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        title = papers.year_title(request.year)
        return _bundle_page(request, title, papers.of_year(request.year), reverse("qms:year"))

    def post(self, request: AgencyRequest) -> HttpResponseBase:
        format = _known(request.POST.get("format", ""), BUNDLE_FORMATS)
        title = f"In {papers.year_title(request.year)}"
        back = reverse("qms:year_bundle")
        return _start(request, "papers.bundle", title, back, format=format, for_year=request.year)


class PaperCss(QmsView):
    """The stylesheet of papers shown on the screen: the measures of NĐ 30 from the same source as the PDF."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        url = static("vendor/tinos/Tinos-Regular.ttf").rsplit("/", 1)[0]
        response = HttpResponse(html.screen_css(url), content_type="text/css; charset=utf-8")
        response["Cache-Control"] = "private, max-age=3600"
        return response


def _bundle_page(request: AgencyRequest, title: str, members: papers.Members, back_url: str) -> HttpResponse:
    """In the order they are printed, a box a run of one kind; only what this user may print."""
    found = papers.printable(members, request.user)
    groups = [
        {
            "label": kind.label,
            "rows": [{"label": str(record), "url": kind.url_of(record)} for _, record in run],
        }
        for kind, run in groupby(found, key=lambda member: member[0])
    ]
    context = {
        "title": title,
        "groups": groups,
        "count": len(found),
        "back_url": back_url,
        "may_print": not current_scope().read_only,
        "formats": BUNDLE_FORMATS,
    }
    return render(request, "qms/bundle.html", context)


def _start(request: AgencyRequest, job: str, title: str, back_url: str, **params: Any) -> HttpResponse:
    if current_scope().read_only:  # who only reads a child agency starts nothing in it
        raise PermissionDenied(permissions.VIEW)
    started = jobs.start(
        job, actor=request.user, year=request.year, title=title[:200], back_url=back_url, **params
    )
    return redirect("qms:job", started.pk)


def _known(wanted: str, formats: dict[str, str] = FORMATS) -> str:
    if wanted not in formats:
        raise Http404(wanted)
    return wanted


def _back_url(record: Any) -> str:
    return record.get_absolute_url() if record is not None else reverse("qms:year")
