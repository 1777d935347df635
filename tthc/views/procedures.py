"""Pages of the number of procedures, of proposed changes and of the communes that apply the system."""

from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.forms.yearly import CoverageForm, ProcedureCountForm, ProposalForm
from tthc.models import CommuneCoverage, ProcedureChangeProposal, ProcedureCount


class CountList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ProcedureCount
    title = "Số thủ tục hành chính"
    of_year = True
    columns = (
        Column("title", "Số liệu", sort="sort_key"),
        Column("in_authority", "Số TTHC", css="num"),
        Column("as_of", "Tính đến ngày", css="date"),
        Column("source", "Văn bản công bố"),
    )
    add_url_name = "tthc:procedure_count_add"
    add_label = "Nhập số thủ tục"
    empty_text = "Chưa có số thủ tục hành chính thuộc thẩm quyền của năm này."

    def get_queryset(self):
        return super().get_queryset().select_related("source")


class CountDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ProcedureCount
    groups = (("", ("in_authority", "in_system", "as_of", "source")),)
    edit_url_name = "tthc:procedure_count_edit"
    delete_url_name = "tthc:procedure_count_delete"

    def get_queryset(self):
        return super().get_queryset().select_related("source")


class CountEdit(RecordEdit):
    permission = permissions.EDIT
    model = ProcedureCount
    form_class = ProcedureCountForm
    list_url_name = "tthc:procedure_overview"
    add_title = "Nhập số thủ tục hành chính"


class CountDelete(RecordDelete):
    permission = permissions.EDIT
    model = ProcedureCount
    list_url_name = "tthc:procedure_overview"


class ProposalList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ProcedureChangeProposal
    title = "Đề nghị thay đổi thủ tục hành chính"
    intro = "Kết quả rà soát của các phòng chuyên môn trong năm; ghi 0 khi không có đề nghị."
    of_year = True
    columns = (Column("kind", "Loại đề nghị", sort="sort_key"), Column("count", "Số TTHC", css="num"))
    add_url_name = "tthc:proposal_add"
    add_label = "Nhập đề nghị"
    empty_text = "Chưa ghi kết quả rà soát của năm này. Rà soát mà không đề nghị gì thì ghi 0."


class ProposalDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ProcedureChangeProposal
    groups = (("", ("kind", "count")),)
    edit_url_name = "tthc:proposal_edit"
    delete_url_name = "tthc:proposal_delete"


class ProposalEdit(RecordEdit):
    permission = permissions.EDIT
    model = ProcedureChangeProposal
    form_class = ProposalForm
    list_url_name = "tthc:procedure_overview"
    add_title = "Nhập đề nghị thay đổi thủ tục"


class ProposalDelete(RecordDelete):
    permission = permissions.EDIT
    model = ProcedureChangeProposal
    list_url_name = "tthc:procedure_overview"


class CoverageList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = CommuneCoverage
    title = "Cấp xã áp dụng HTQLCL"
    intro = "Báo cáo năm dùng ngày gần nhất."
    of_year = True
    default_sort = "-as_of"
    columns = (
        Column("as_of", "Tính đến ngày", sort="as_of", css="date"),
        Column("applying", "Đang áp dụng", css="num"),
        Column("total", "Tổng số", css="num"),
    )
    add_url_name = "tthc:coverage_add"
    add_label = "Nhập số xã áp dụng"
    empty_text = "Chưa có số xã, thị trấn áp dụng HTQLCL của năm này."


class CoverageDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = CommuneCoverage
    groups = (("", ("as_of", "applying", "total")),)
    edit_url_name = "tthc:coverage_edit"
    delete_url_name = "tthc:coverage_delete"


class CoverageEdit(RecordEdit):
    permission = permissions.EDIT
    model = CommuneCoverage
    form_class = CoverageForm
    list_url_name = "tthc:procedure_overview"
    add_title = "Nhập số xã, thị trấn áp dụng HTQLCL"


class CoverageDelete(RecordDelete):
    permission = permissions.EDIT
    model = CommuneCoverage
    list_url_name = "tthc:procedure_overview"
