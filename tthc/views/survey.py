"""Pages of satisfaction."""

from qms.views.base import Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList
from tthc import checks, permissions, presentations
from tthc.forms import SurveyForm
from tthc.models import SurveySummary
from tthc.views.dossiers import findings_panel


class SurveyList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SurveySummary
    title = "Sự hài lòng"
    intro = "Tổng hợp phiếu đánh giá của người dân, tổ chức trong năm (TCVN ISO 9001:2015, 9.1.2)."
    of_year = True
    columns = (
        Column("title", "Tổng hợp", sort="sort_key"),
        Column("channel", "Cách lấy ý kiến"),
        Column("forms", "Phiếu thu được", sort="forms", css="num"),
        Column("good", "Rất tốt và tốt", sort="good", css="num"),
        Column("dissatisfied", "Không hài lòng", sort="dissatisfied", css="num"),
    )
    add_url_name = "tthc:survey_add"
    add_label = "Nhập tổng hợp"
    empty_text = "Chưa có tổng hợp mức độ hài lòng của năm này. Lấy số từ phần mềm đánh giá hoặc phiếu giấy."


class SurveyDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = SurveySummary
    groups = (("", ("channel", "legal_basis")),)
    edit_url_name = "tthc:survey_edit"
    delete_url_name = "tthc:survey_delete"

    def get_queryset(self):
        return super().get_queryset().select_related("legal_basis")

    def get_panels(self, obj: SurveySummary) -> list[Panel]:
        results = list(checks.survey_sums(obj))
        lines = {"lines": presentations.survey_lines(obj)}
        panels = [findings_panel(results)] if results else []
        return [*panels, Panel("Số liệu, tỷ lệ", "tthc/_partials/numbers.html", lines)]


class SurveyEdit(RecordEdit):
    permission = permissions.EDIT
    model = SurveySummary
    form_class = SurveyForm
    list_url_name = "tthc:survey_list"
    add_title = "Nhập tổng hợp mức độ hài lòng"


class SurveyDelete(RecordDelete):
    permission = permissions.EDIT
    model = SurveySummary
    list_url_name = "tthc:survey_list"
