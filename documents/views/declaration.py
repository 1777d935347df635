"""Pages of document sets and conformity declarations."""

from typing import Any

from django.urls import reverse

from documents import permissions
from documents.forms import DeclarationForm, DocumentSetForm
from documents.models import ConformityDeclaration, DocumentSet
from documents.services import declaration_save
from qms.forms import RecordForm
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList


class DocumentSetList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DocumentSet
    title = "Bộ tài liệu"
    intro = "Các quyết định ban hành bộ tài liệu hệ thống quản lý chất lượng, mới nhất ở trên."
    columns = (
        Column("decision", "Quyết định"),
        Column(
            "issued_on", "Ngày ký", lambda row: row.decision.issued_on, sort="decision__issued_on", css="date"
        ),
        Column("effective_on", "Hiệu lực từ", sort="effective_on", css="date"),
        Column("manual_amended", "Sổ tay có sửa đổi, bổ sung"),
    )
    default_sort = "-effective_on"
    add_url_name = "documents:set_add"
    add_label = "Ghi bộ tài liệu"
    empty_text = "Chưa ghi quyết định ban hành bộ tài liệu. Nhập quyết định ở mục Văn bản rồi ghi vào đây."


class DocumentSetDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DocumentSet
    groups = (("", ("decision", "effective_on", "manual_amended", "note")),)
    edit_url_name = "documents:set_edit"
    delete_url_name = "documents:set_delete"

    def get_context(self, obj: Any) -> dict[str, Any]:
        context = super().get_context(obj)
        context["actions"] = [*context["actions"], Action("Xem quyết định", obj.decision.get_absolute_url())]
        return context


class DocumentSetEdit(RecordEdit):
    permission = permissions.EDIT
    model = DocumentSet
    form_class = DocumentSetForm
    list_url_name = "documents:set_list"
    add_title = "Ghi bộ tài liệu"


class DocumentSetDelete(RecordDelete):
    permission = permissions.EDIT
    model = DocumentSet
    list_url_name = "documents:set_list"


class DeclarationList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ConformityDeclaration
    title = "Công bố"
    intro = "Công bố hệ thống phù hợp TCVN ISO 9001:2015; công bố lại khi phạm vi thay đổi."
    columns = (
        Column("decision", "Quyết định"),
        Column("declared_on", "Ngày công bố", sort="declared_on", css="date"),
        Column("redeclared", "Công bố lại"),
        Column("fields_count", "Số lĩnh vực", sort="fields_count", css="num"),
        Column("posted_on", "Niêm yết", sort="posted_on", css="date"),
        Column("notice", "Thông báo tới Sở"),
    )
    default_sort = "-declared_on"
    add_url_name = "documents:declaration_add"
    add_label = "Ghi công bố"
    empty_text = "Chưa công bố. Ghi quyết định công bố, số lĩnh vực, nơi niêm yết, thông báo tới Sở KH&CN."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("notice")

    def get_actions(self) -> list[Action]:
        return [*super().get_actions(), Action("Bộ tài liệu", reverse("documents:set_list"))]


class DeclarationDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ConformityDeclaration
    groups = (
        ("", ("decision", "declared_on", "redeclared", "fields_count", "scope")),
        ("Niêm yết, thông báo", ("posting_place", "posted_on", "website_url", "notice")),
    )
    edit_url_name = "documents:declaration_edit"
    delete_url_name = "documents:declaration_delete"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("notice")

    def get_context(self, obj: Any) -> dict[str, Any]:
        context = super().get_context(obj)
        context["actions"] = [*context["actions"], Action("Xem quyết định", obj.decision.get_absolute_url())]
        return context

    def get_panels(self, obj: Any) -> list[Panel]:
        rows = list(obj.declared_fields.all())
        return (
            [Panel("Các lĩnh vực", "documents/_partials/declared_fields.html", {"rows": rows})]
            if rows
            else []
        )


class DeclarationEdit(RecordEdit):
    permission = permissions.EDIT
    model = ConformityDeclaration
    form_class = DeclarationForm
    list_url_name = "documents:declaration_list"
    add_title = "Ghi công bố"

    def save(self, form: RecordForm, expected_version: int | None) -> ConformityDeclaration:
        return declaration_save(
            declaration=form.instance,
            field_names=form.cleaned_data["field_names"],
            actor=self.request.user,
            expected_version=expected_version,
        )


class DeclarationDelete(RecordDelete):
    permission = permissions.EDIT
    model = ConformityDeclaration
    list_url_name = "documents:declaration_list"
