"""Edit a section of a report: its text with figures as chips, a live preview, never two people at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from qms.http import AgencyRequest
from qms.paper import html
from qms.views.base import QmsView
from qms.views.generic import version_seen
from reports import editing, papers, permissions, services
from reports.composition import Composition, FilledSection, composed, fill_section
from reports.enums import SectionKind
from reports.forms import SectionForm
from reports.models import AnnualReport
from reports.views.access import get_report, get_section
from reports.views.reports import section_link


def sheet_of(section: FilledSection) -> str:
    """The section as it will be printed."""
    return mark_safe(html.render_fragment(papers.section_paper(section)))  # noqa: S308 - escaped there


class SectionEdit(QmsView):
    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int, key: str) -> HttpResponse:
        report = get_report(pk)
        section = get_section(report, key)
        if not report.editable:
            messages.error(
                request, f"Báo cáo đang ở trạng thái “{report.get_state_display()}”, không sửa được."
            )
            return redirect(report.get_absolute_url())
        initial = {
            "heading": section.heading_source,
            "body": section.body_source,
            "version": services.section_version(section.own),
        }
        return self._page(report, section, SectionForm(initial=initial))

    def post(self, request: AgencyRequest, pk: int, key: str) -> HttpResponse:
        report = get_report(pk)
        section = get_section(report, key)
        form = SectionForm(chosen(request, section))
        if not form.is_valid():
            return self._page(report, section, form, status=422)
        try:
            services.section_save(
                report=report,
                source=section.source,
                heading=form.cleaned_data["heading"],
                body=form.cleaned_data["body"],
                actor=request.user,
                expected_version=form.cleaned_data["version"],
            )
        except services.StaleSection as stale:
            found = _conflict(form, section, stale)
            return self._page(report, section, form, status=409, conflict=found)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(report, section, form, status=422)
        request.session["saved_draft_key"] = request.path
        messages.success(request, f"Đã lưu mục “{section.label}”.")
        return redirect(f"{report.get_absolute_url()}#{section.anchor}")

    def _page(
        self,
        report: AnnualReport,
        section: FilledSection,
        form: SectionForm,
        *,
        status: int = 200,
        conflict: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        found = composed(report)
        heading, body = str(form["heading"].value() or ""), str(form["body"].value() or "")
        typed = fill_section(found, section.source, section.own, heading, body)
        context = {
            "report": report,
            "section": section,
            "title": section.label,
            "subtitle": f"{report} · {report.outline.name}",
            "form": form,
            "body": body,
            "editor_label": f"Nội dung mục {section.label}",
            "has_heading": section.source.kind not in (SectionKind.OPENING, SectionKind.CLOSING),
            "draft_key": self.request.path,
            "cancel_url": f"{report.get_absolute_url()}#{section.anchor}",
            "conflict": conflict,
            "sheet": sheet_of(typed),
            "problems": problems_of(typed),
            "preview_url": reverse("reports:section_preview", args=[report.pk, section.key]),
            "reset_url": reverse("reports:section_reset", args=[report.pk, section.key])
            if section.own
            else "",
            "sections": [section_link(row) for row in found.sections],
            **editor_context(found, body, section.key),
        }
        return render(self.request, "reports/section_edit.html", context, status=status)


def editor_context(found: Composition, body: str, key: str) -> dict[str, Any]:
    return {
        "figure_values": editing.figure_values(found, body, key),
        "figure_groups": editing.figure_groups(found),
    }


def problems_of(section: FilledSection) -> list[str]:
    if section.problem:
        return [section.problem]
    return [f"Chưa có số liệu {{{{ {key} }}}}." for key in dict.fromkeys(q.key for q in section.missing)]


def chosen(request: AgencyRequest, section: FilledSection) -> Any:
    """What was typed, except where the stored text was chosen after a conflict."""
    data = request.POST.copy()
    for name, stored in (("heading", section.heading_source), ("body", section.body_source)):
        if data.get(f"keep_{name}") == "theirs":
            data[name] = stored
    return data


def _conflict(
    form: SectionForm, section: FilledSection, stale: services.StaleSection
) -> list[dict[str, str]]:
    """What differs, to choose from; the form then goes on from the stored version."""
    typed: Any = form.data
    form.data = {**typed.dict(), "version": str(services.section_version(stale.current))}
    stored = stale.current or section.source
    rows = (("heading", "Tiêu đề", stored.heading), ("body", "Nội dung", stored.body))
    return [
        {
            "name": name,
            "label": label,
            "mine": form.cleaned_data[name],
            "theirs": theirs,
            "theirs_value": theirs,
        }
        for name, label, theirs in rows
        if form.cleaned_data[name].replace("\r\n", "\n").strip("\n") != theirs.strip("\n")
    ]


class SectionPreview(QmsView):
    """The section as it would be printed with what is typed now; nothing is stored."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int, key: str) -> HttpResponse:
        report = get_report(pk)
        section = get_section(report, key)
        heading = request.POST.get("heading", section.heading_source)
        body = request.POST.get("body", "").replace("\r\n", "\n")
        typed = fill_section(composed(report), section.source, section.own, heading, body)
        context = {"sheet": sheet_of(typed), "problems": problems_of(typed)}
        return render(request, "reports/_partials/section_sheet.html", context)


class SectionReset(QmsView):
    """Drop the report's own text of a section."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int, key: str) -> HttpResponse:
        report = get_report(pk)
        section = get_section(report, key)
        try:
            services.section_reset(
                report=report,
                source=section.source,
                actor=request.user,
                expected_version=version_seen(request.POST.get("version", "")),
            )
        except services.StaleSection:
            messages.error(request, "Có người vừa sửa mục này. Xem lại bản mới trước khi bỏ.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Mục “{section.label}” lại theo đề cương.")
        return redirect(section.url)
