"""Pages of checklist templates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from audits import permissions
from audits.forms import notes as forms
from audits.models import ChecklistLine, ChecklistTemplate
from audits.services.checklists import checklist_delete, checklist_lines_add, checklist_sample
from qms.http import AgencyRequest
from qms.views.base import Action, Panel, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import RowDelete, RowEdit, rows_panel
from qms.views.tables import Column, RecordList


class ChecklistList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ChecklistTemplate
    title = "Danh mục kiểm tra"
    intro = "Những nội dung đánh giá viên xem ở mỗi bộ phận; phiếu ghi chép lấy một bản của các dòng này."
    columns = (Column("name", "Tên danh mục", sort="sort_key"), Column("in_use", "Đang dùng", sort="in_use"))
    add_url_name = "audits:checklist_add"
    add_label = "Thêm danh mục"
    empty_text = "Chưa có danh mục kiểm tra nào. Tạo danh mục mẫu theo ISO 9001:2015 rồi sửa cho hợp cơ quan."

    def get_actions(self) -> list[Action]:
        """The built-in one first, as long as there is none."""
        actions = super().get_actions()
        if actions and not ChecklistTemplate.objects.exists():
            sample = Action("Tạo danh mục mẫu", reverse("audits:checklist_sample"), "primary", method="post")
            return [sample, Action(self.add_label, actions[0].url)]
        return actions


class ChecklistDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ChecklistTemplate
    groups = (("", ("name", "in_use")),)
    edit_url_name = "audits:checklist_edit"
    delete_url_name = "audits:checklist_delete"
    attachable = False
    lines = (
        Column("topic", "Nội dung kiểm tra", lambda row: f"– {row.topic}" if row.indented else row.topic),
        Column("clause", "Điều khoản"),
        Column("procedure", "Quy trình", lambda row: row.procedure.code if row.procedure else ""),
    )

    def get_actions(self, obj: Any) -> list[Action]:
        paste = Action("Dán nhiều dòng", reverse("audits:checklist_paste", args=[obj.pk]))
        return [*super().get_actions(obj), paste]

    def get_panels(self, obj: Any) -> list[Panel]:
        add = None
        if self.may_write(obj):
            add = Action("Thêm dòng", reverse("audits:checklist_line_add", args=[obj.pk]))
        return [
            rows_panel(
                "Các dòng kiểm tra",
                self.lines,
                obj.lines.select_related("procedure"),
                url_prefix="audits:checklist_line",
                add=add,
                empty_text="Chưa có dòng nào. Thêm từng dòng, hoặc dán nhiều dòng từ Excel, Word.",
            )
        ]


class ChecklistEdit(RecordEdit):
    permission = permissions.EDIT
    model = ChecklistTemplate
    form_class = forms.ChecklistForm
    list_url_name = "audits:checklist_list"


class ChecklistDelete(RecordDelete):
    permission = permissions.EDIT
    model = ChecklistTemplate
    list_url_name = "audits:checklist_list"

    def refusal(self, obj: Any) -> str:
        return ""  # its lines go with it, sheets keep their copies

    def remove(self, obj: Any) -> None:
        checklist_delete(template=obj, actor=self.request.user)


class ChecklistLineEdit(RowEdit):
    permission = permissions.EDIT
    model = ChecklistLine
    parent_name = "template"
    form_class = forms.ChecklistLineForm


class ChecklistLineDelete(RowDelete):
    permission = permissions.EDIT
    model = ChecklistLine


class ChecklistPaste(QmsView):
    """Many lines at once, from Excel or Word."""

    permission = permissions.EDIT

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        return self._page(self._load(pk), forms.PasteForm())

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        template, form = self._load(pk), forms.PasteForm(request.POST)
        if form.is_valid():
            try:
                added = checklist_lines_add(
                    template=template, text=request.POST["text"], actor=request.user
                )  # as typed: the form strips the first line's tab
            except ValidationError as error:
                form.add_error("text", error)
            else:
                request.session["saved_draft_key"] = request.path
                messages.success(request, f"Đã thêm {added} dòng.")
                return redirect(template.get_absolute_url())
        return self._page(template, form, status=422)

    def _load(self, pk: int) -> ChecklistTemplate:
        template: ChecklistTemplate = get_object_or_404(ChecklistTemplate.objects.all(), pk=pk)
        return template

    def _page(self, template: ChecklistTemplate, form: forms.PasteForm, status: int = 200) -> HttpResponse:
        context = {
            "title": f"Dán nhiều dòng: {template}",
            "form": form,
            "draft_key": self.request.path,
            "cancel_url": template.get_absolute_url(),
            "submit_label": "Thêm các dòng",
        }
        return render(self.request, "generic/form.html", context, status=status)


class ChecklistSample(QmsView):
    """“Tạo danh mục mẫu”."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest) -> HttpResponse:
        template = checklist_sample(actor=request.user)
        messages.success(request, "Đã có danh mục mẫu. Sửa các dòng cho hợp với cơ quan.")
        return redirect(template.get_absolute_url())
