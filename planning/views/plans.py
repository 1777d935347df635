"""Pages of the year's plan, its objectives, its risks and opportunities."""

from planning import forms, permissions
from planning.models import ObjectivePlan, PlanTask, QualityObjective, RiskOpportunity, RiskPlan, YearPlan
from planning.views.annual import PlanDetail, PlanList
from qms.views.generic import RecordDelete, RecordEdit
from qms.views.rows import RowDelete, RowEdit
from qms.views.tables import Column


class YearPlanList(PlanList):
    permission = permissions.VIEW
    model = YearPlan
    title = "Kế hoạch năm"
    intro = "Kế hoạch duy trì, cải tiến HTQLCL của từng năm và các việc trong kế hoạch."
    rows_name, rows_label = "tasks", "Số việc"
    add_url_name = "planning:plan_add"
    add_label = "Lập kế hoạch năm"
    empty_text = (
        "Chưa có kế hoạch năm nào. Lập kế hoạch của năm này trước; các việc khác trong năm dựa vào nó."
    )


class YearPlanDetail(PlanDetail):
    permission = permissions.VIEW
    model = YearPlan
    groups = (("", ("year", "document", "goals")),)
    edit_url_name = "planning:plan_edit"
    delete_url_name = "planning:plan_delete"
    rows_name, url_prefix = "tasks", "planning:task"
    row_columns = (
        Column("what", "Nội dung công việc"),
        Column("who", "Thực hiện"),
        Column("due", "Thời hạn", lambda task: task.due_on or task.due_text, css="date"),
        Column("done_on", "Hoàn thành", css="date"),
    )
    row_title = "Các việc trong kế hoạch"
    row_label = "Thêm việc"
    row_empty = "Chưa có việc nào. Thêm từng việc: làm gì, ai làm, thời hạn; việc đến hạn sẽ được nhắc."


class YearPlanEdit(RecordEdit):
    permission = permissions.EDIT
    model = YearPlan
    form_class = forms.YearPlanForm
    list_url_name = "planning:plan_list"
    add_title = "Lập kế hoạch năm"


class YearPlanDelete(RecordDelete):
    permission = permissions.EDIT
    model = YearPlan
    list_url_name = "planning:plan_list"


class TaskEdit(RowEdit):
    permission = permissions.EDIT
    model = PlanTask
    form_class = forms.PlanTaskForm
    parent_name = "plan"
    add_title = "Thêm việc vào kế hoạch"


class TaskDelete(RowDelete):
    permission = permissions.EDIT
    model = PlanTask


class ObjectivePlanList(PlanList):
    permission = permissions.VIEW
    model = ObjectivePlan
    title = "Mục tiêu chất lượng"
    intro = "Mục tiêu của cơ quan và từng đơn vị theo năm, chỉ tiêu và kết quả đạt được."
    rows_name, rows_label = "objectives", "Số mục tiêu"
    add_url_name = "planning:objectiveplan_add"
    add_label = "Lập mục tiêu năm"
    empty_text = "Chưa có mục tiêu chất lượng nào. Lập kế hoạch mục tiêu của năm, rồi thêm từng mục tiêu."


class ObjectivePlanDetail(PlanDetail):
    permission = permissions.VIEW
    model = ObjectivePlan
    groups = (("", ("year", "document")),)
    edit_url_name = "planning:objectiveplan_edit"
    delete_url_name = "planning:objectiveplan_delete"
    rows_name, url_prefix = "objectives", "planning:objective"
    row_columns = (
        Column("text", "Mục tiêu"),
        Column("unit", "Cấp", lambda row: row.unit.name if row.unit else row.get_level_display()),
        Column("measure", "Cách đo"),
        Column("target", "Chỉ tiêu"),
        Column("actual", "Kết quả"),
        Column("result", "Đánh giá"),
    )
    row_title = "Các mục tiêu"
    row_label = "Thêm mục tiêu"
    row_empty = (
        "Chưa có mục tiêu nào. Mỗi mục tiêu có cách đo và chỉ tiêu; cuối năm ghi kết quả, đạt hay không đạt."
    )


class ObjectivePlanEdit(RecordEdit):
    permission = permissions.EDIT
    model = ObjectivePlan
    form_class = forms.ObjectivePlanForm
    list_url_name = "planning:objectiveplan_list"
    add_title = "Lập kế hoạch mục tiêu chất lượng"


class ObjectivePlanDelete(RecordDelete):
    permission = permissions.EDIT
    model = ObjectivePlan
    list_url_name = "planning:objectiveplan_list"


class ObjectiveEdit(RowEdit):
    permission = permissions.EDIT
    model = QualityObjective
    form_class = forms.QualityObjectiveForm
    parent_name = "plan"
    add_title = "Thêm mục tiêu chất lượng"


class ObjectiveDelete(RowDelete):
    permission = permissions.EDIT
    model = QualityObjective


class RiskPlanList(PlanList):
    permission = permissions.VIEW
    model = RiskPlan
    title = "Rủi ro và cơ hội"
    intro = "Kế hoạch giải quyết rủi ro, cơ hội theo năm; câu kết quả đi thẳng vào báo cáo năm."
    rows_name, rows_label = "risks", "Số dòng"
    add_url_name = "planning:riskplan_add"
    add_label = "Lập kế hoạch rủi ro, cơ hội"
    empty_text = "Chưa có kế hoạch rủi ro, cơ hội nào. Lập kế hoạch của năm, rồi thêm từng rủi ro, cơ hội."


class RiskPlanDetail(PlanDetail):
    permission = permissions.VIEW
    model = RiskPlan
    groups = (("", ("year", "document")),)
    edit_url_name = "planning:riskplan_edit"
    delete_url_name = "planning:riskplan_delete"
    rows_name, url_prefix = "risks", "planning:risk"
    row_columns = (
        Column("position", "TT", css="num"),
        Column("text", "Rủi ro, cơ hội"),
        Column("kind", "Loại"),
        Column("action", "Biện pháp"),
        Column("result", "Kết quả giải quyết"),
    )
    row_title = "Rủi ro, cơ hội và kết quả giải quyết"
    row_label = "Thêm rủi ro, cơ hội"
    row_empty = "Chưa có dòng nào. Thêm từng rủi ro, cơ hội cùng biện pháp; cuối năm ghi kết quả giải quyết."


class RiskPlanEdit(RecordEdit):
    permission = permissions.EDIT
    model = RiskPlan
    form_class = forms.RiskPlanForm
    list_url_name = "planning:riskplan_list"
    add_title = "Lập kế hoạch rủi ro và cơ hội"


class RiskPlanDelete(RecordDelete):
    permission = permissions.EDIT
    model = RiskPlan
    list_url_name = "planning:riskplan_list"


class RiskEdit(RowEdit):
    permission = permissions.EDIT
    model = RiskOpportunity
    form_class = forms.RiskOpportunityForm
    parent_name = "plan"
    add_title = "Thêm rủi ro, cơ hội"


class RiskDelete(RowDelete):
    permission = permissions.EDIT
    model = RiskOpportunity
