"""Pages of the legal time limits of complaints: editable data with its legal basis."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qms.http import AgencyRequest
from qms.views.base import Action, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.forms.complaints import ComplaintRuleForm
from tthc.models import ComplaintRule
from tthc.services.complaints import rules_ensure


class RuleList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ComplaintRule
    title = "Thời hạn giải quyết"
    intro = (
        "Thời hạn theo loại đơn và căn cứ pháp luật. Mẫu ban đầu chưa được đối chiếu với văn bản đang hiệu lực: "
        "đọc lại văn bản, sửa nếu cần rồi ghi ngày đối chiếu."
    )
    columns = (
        Column("kind", "Loại", sort="sort_key"),
        Column("name", "Trường hợp", sort="name"),
        Column("limit", "Thời hạn"),
        Column("extension_days", "Gia hạn thêm (ngày)", css="num"),
        Column("legal_basis", "Căn cứ"),
        Column("standing", "Đối chiếu văn bản"),
    )
    add_url_name = "tthc:complaint_rule_add"
    add_label = "Thêm thời hạn"
    empty_text = "Chưa có thời hạn nào. Nạp mẫu theo Luật Khiếu nại, Luật Tố cáo rồi đối chiếu với văn bản."

    def get_actions(self) -> list[Action]:
        if not self.request.user.can(permissions.EDIT):
            return []
        sample = Action(
            "Nạp mẫu còn thiếu", reverse("tthc:complaint_rule_sample"), "secondary", method="post"
        )
        return [*super().get_actions(), sample]


class RuleDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ComplaintRule
    groups = (
        ("", ("kind", "name", "days", "day_unit", "counted_from")),
        ("Thụ lý, gia hạn", ("intake_days", "intake_unit", "extension_days")),
        ("Căn cứ", ("legal_basis", "checked_on")),
    )
    edit_url_name = "tthc:complaint_rule_edit"
    delete_url_name = "tthc:complaint_rule_delete"
    attachable = False


class RuleEdit(RecordEdit):
    permission = permissions.EDIT
    model = ComplaintRule
    form_class = ComplaintRuleForm
    list_url_name = "tthc:complaint_rule_list"
    add_title = "Thêm thời hạn giải quyết"


class RuleDelete(RecordDelete):
    permission = permissions.EDIT
    model = ComplaintRule
    list_url_name = "tthc:complaint_rule_list"


class RuleSample(QmsView):
    permission = permissions.EDIT

    def post(self, request: AgencyRequest) -> HttpResponse:
        if count := rules_ensure(actor=request.user):
            messages.success(request, f"Đã nạp {count} thời hạn mẫu. Đối chiếu với văn bản đang hiệu lực.")
        else:
            messages.info(request, "Các thời hạn mẫu đã có đủ; không thêm gì.")
        return redirect("tthc:complaint_rule_list")
