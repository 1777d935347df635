"""Pages of the audit's team."""

from typing import Any

from audits import permissions
from audits.forms import team as forms
from audits.models import AuditTeamMember, InternalAudit
from audits.services.team import audit_row_delete, member_save, members_add
from qms.views.picks import PickRows
from qms.views.rows import RowDelete, RowEdit


class MemberEdit(RowEdit):
    permission = permissions.EDIT
    model = AuditTeamMember
    form_class = forms.MemberForm
    parent_name = "audit"
    add_title = "Thêm thành viên đoàn đánh giá"

    def save(self, form: Any, expected_version: int | None) -> Any:
        return member_save(member=form.instance, actor=self.request.user, expected_version=expected_version)


class MemberPick(PickRows):
    permission = permissions.EDIT
    model = InternalAudit
    title = "Thêm nhiều người vào đoàn đánh giá"
    done = "{} người vào đoàn; chọn trưởng đoàn ở từng người"

    def make_form(self, owner: Any, data: Any = None) -> Any:
        return forms.PickPeopleForm(data, audit=owner)

    def add(self, owner: Any, form: Any) -> int:
        return members_add(audit=owner, persons=form.cleaned_data["rows"], actor=self.request.user)


class MemberDelete(RowDelete):
    permission = permissions.EDIT
    model = AuditTeamMember

    def remove(self, obj: AuditTeamMember) -> None:
        audit_row_delete(row=obj, actor=self.request.user)
