"""Pages of the steering committee."""

from typing import Any

from django.urls import reverse

from planning import forms, permissions
from planning.models import CommitteeMember, SteeringCommittee
from qms.dates import slashed
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import RowDelete, RowEdit, rows_panel
from qms.views.tables import Column, RecordList


class CommitteeList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SteeringCommittee
    title = "Ban Chỉ đạo"
    intro = "Mỗi lần thành lập, kiện toàn là một thành phần mới theo quyết định, có ngày bắt đầu và kết thúc."
    columns = (
        Column("name", "Tên", sort="sort_key"),
        Column("decision", "Quyết định", lambda row: row.decision.symbol),
        Column("valid_from", "Từ ngày", sort="valid_from", css="date"),
        Column("valid_to", "Đến ngày", lambda row: row.valid_to or "đang hoạt động", css="date"),
    )
    default_sort = "-valid_from"
    add_url_name = "planning:committee_add"
    add_label = "Nhập quyết định kiện toàn"
    empty_text = "Chưa có Ban Chỉ đạo nào. Nhập quyết định thành lập, rồi thêm từng thành viên."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("decision")


class CommitteeDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SteeringCommittee
    groups = (("", ("name", "decision", "valid_from", "valid_to")),)
    edit_url_name = "planning:committee_edit"
    delete_url_name = "planning:committee_delete"
    members = (
        Column("name", "Họ và tên", lambda row: row.display_name),
        Column("title", "Chức vụ, đơn vị", lambda row: row.display_title),
        Column("role", "Vai trò"),
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("decision")

    def get_panels(self, obj: Any) -> list[Panel]:
        add = None
        if self.may_write(obj):
            add = Action("Thêm thành viên", reverse("planning:member_add", args=[obj.pk]))
        return [
            rows_panel(
                "Thành viên",
                self.members,
                obj.members.select_related("person__unit")
                .prefetch_related("person__former_names")
                .order_by("position", "pk"),
                url_prefix="planning:member",
                add=add,
                empty_text="Chưa có thành viên nào. Thêm theo thứ tự trong quyết định.",
            )
        ]

    def _value(self, obj: Any, name: str) -> str:
        if name == "decision":
            return f"{obj.decision.symbol} ngày {slashed(obj.decision.issued_on)} – {obj.decision.subject}"
        return super()._value(obj, name) or ("đang hoạt động" if name == "valid_to" else "")


class CommitteeEdit(RecordEdit):
    permission = permissions.EDIT
    model = SteeringCommittee
    form_class = forms.SteeringCommitteeForm
    list_url_name = "planning:committee_list"
    add_title = "Nhập Ban Chỉ đạo theo quyết định"


class CommitteeDelete(RecordDelete):
    permission = permissions.EDIT
    model = SteeringCommittee
    list_url_name = "planning:committee_list"


class MemberEdit(RowEdit):
    permission = permissions.EDIT
    model = CommitteeMember
    form_class = forms.CommitteeMemberForm
    parent_name = "committee"
    add_title = "Thêm thành viên Ban Chỉ đạo"


class MemberDelete(RowDelete):
    permission = permissions.EDIT
    model = CommitteeMember
