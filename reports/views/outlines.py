"""Outlines: list, page with its sections, copy, change, and its sections one by one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from qms import figures
from qms.forms import RecordForm
from qms.http import AgencyRequest
from qms.text import fold
from qms.views.base import Action, Panel, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from reports import editing, outline_services, permissions
from reports.composition import compose
from reports.forms import OutlineForm, OutlineSectionForm
from reports.models import AnnualReport, OutlineSection, ReportOutline
from reports.textfilters import FILTERS
from reports.views.sections import editor_context


class OutlineList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ReportOutline
    title = "Đề cương báo cáo"
    intro = "Mỗi đề cương là các mục có thứ tự, chỗ nào có số thì số liệu của năm tự điền vào."
    columns = (
        Column("name", "Tên", sort="sort_key"),
        Column("subject", "Trích yếu"),
        Column("notation", "Ký hiệu"),
        Column("source_note", "Nguồn"),
    )
    add_url_name = "reports:outline_add"
    add_label = "Thêm đề cương"
    empty_text = "Chưa có đề cương nào. Thêm một đề cương theo văn bản hướng dẫn, hoặc nạp từ tệp năm."


class OutlineDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ReportOutline
    groups = (
        (
            "",
            (
                "subject",
                "notation",
                "addressees",
                "recipients",
                "number_style",
                "decimal_mark",
                "source_note",
            ),
        ),
    )
    edit_url_name = "reports:outline_edit"
    delete_url_name = "reports:outline_delete"
    template = "reports/outline_detail.html"
    attachable = False

    def get_panels(self, obj: Any) -> list[Panel]:
        sections = list(obj.sections.all())
        found = figures.collect(self.request.agency, self.request.year)
        texts = [text for section in sections for text in (section.heading, section.body)]
        context = {
            "outline": obj,
            "sections": sections,
            "may_edit": self.may_write(obj),
            "unknown": editing.unknown_keys(found, texts),
        }
        return [Panel("Các mục", "reports/_partials/outline_sections.html", context)]

    def get_actions(self, obj: Any) -> list[Action]:
        copy = Action("Sao chép", reverse("reports:outline_copy", args=[obj.pk]), method="post")
        return [copy, *super().get_actions(obj)]


class OutlineEdit(RecordEdit):
    permission = permissions.EDIT
    model = ReportOutline
    form_class = OutlineForm
    list_url_name = "reports:outline_list"
    add_title = "Thêm đề cương"


class OutlineDelete(RecordDelete):
    permission = permissions.EDIT
    model = ReportOutline
    list_url_name = "reports:outline_list"


class OutlineCopy(QmsView):
    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        outline = get_object_or_404(ReportOutline.objects.all(), pk=pk)
        copy = outline_services.outline_copy(outline=outline, actor=request.user)
        messages.success(request, f"Đã sao chép thành “{copy}”. Đổi tên và sửa các mục của bản này.")
        return redirect(copy.get_absolute_url())


class OutlineSectionEdit(RecordEdit):
    """A section of an outline, with the same editor; values shown are those of the year one stands in."""

    permission = permissions.EDIT
    model = OutlineSection
    form_class = OutlineSectionForm
    list_url_name = "reports:outline_list"
    add_title = "Thêm mục"

    def new_object(self, parent: int | None) -> OutlineSection:
        outline = get_object_or_404(ReportOutline.objects.all(), pk=parent)
        number = outline.sections.count() + 1
        return OutlineSection(outline=outline, key=f"muc-{number}", position=number)

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        section: Any = form.instance
        section.key = slugify(fold(section.key))
        return outline_services.outline_section_save(
            section,
            actor=self.request.user,
            expected_version=expected_version,
        )

    def success_url(self, obj: Any) -> str:
        return f"{obj.outline.get_absolute_url()}#muc-{obj.key}"

    def page(self, obj: Any, form: RecordForm, *, status: int = 200, conflict: Any = None) -> HttpResponse:
        body = str(form["body"].value() or "")
        request = self.request
        report = AnnualReport(outline=obj.outline, year=request.year, agency=request.agency, subject="")
        found = compose(report)  # not stored: it only shows the placeholders with the year's figures
        context = {
            "object": obj,
            "outline": obj.outline,
            "title": f"Sửa mục: {obj.label}" if obj.pk else self.add_title,
            "subtitle": str(obj.outline),
            "form": form,
            "body": body,
            "editor_label": "Nội dung mục",
            "draft_key": request.path,
            "cancel_url": obj.outline.get_absolute_url(),
            "conflict": conflict,
            "filters": [(name, words) for name, (_, words) in FILTERS.items()],
            **editor_context(found, body, obj.key),
        }
        return render(request, "reports/outline_section_edit.html", context, status=status)


class OutlineSectionDelete(RecordDelete):
    permission = permissions.EDIT
    model = OutlineSection
    list_url_name = "reports:outline_list"

    def remove(self, obj: Any) -> None:
        outline_services.outline_section_delete(obj, actor=self.request.user)

    def success_url(self, obj: Any) -> str:
        return obj.outline.get_absolute_url()


class OutlineSectionMove(QmsView, abstract=True):
    permission = permissions.EDIT
    step: ClassVar[int]

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        section = get_object_or_404(OutlineSection.objects.select_related("outline"), pk=pk)
        try:
            outline_services.outline_section_move(section, actor=request.user, step=self.step)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"{section.outline.get_absolute_url()}#muc-{section.key}")


class OutlineSectionUp(OutlineSectionMove):
    permission = permissions.EDIT
    step = -1


class OutlineSectionDown(OutlineSectionMove):
    permission = permissions.EDIT
    step = 1
