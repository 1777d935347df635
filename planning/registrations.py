"""What the planning app puts into the menu, the search box and the list of years."""

from planning import permissions
from planning.models import (
    GuidanceDocument,
    ObjectivePlan,
    PlanTask,
    QualityObjective,
    RiskOpportunity,
    RiskPlan,
    SteeringCommittee,
    TrainingCourse,
    YearPlan,
)
from qms import menu, search, years

years.register(YearPlan)

menu.register("Hoạch định", "Ban Chỉ đạo", "planning:committee_list", permissions.VIEW, 10)
menu.register("Hoạch định", "Kế hoạch năm", "planning:plan_list", permissions.VIEW, 20)
menu.register("Hoạch định", "Mục tiêu chất lượng", "planning:objectiveplan_list", permissions.VIEW, 30)
menu.register("Hoạch định", "Rủi ro và cơ hội", "planning:riskplan_list", permissions.VIEW, 40)
menu.register("Hoạch định", "Văn bản chỉ đạo", "planning:guidance_list", permissions.VIEW, 50)
menu.register("Kiểm tra", "Đánh giá viên", "planning:auditor_list", permissions.VIEW, 25)
menu.register("Thực hiện", "Đào tạo", "planning:training_list", permissions.VIEW, 60)

for model, title in (
    (SteeringCommittee, "Ban Chỉ đạo"),
    (YearPlan, "Kế hoạch năm"),
    (PlanTask, "Việc trong kế hoạch"),
    (ObjectivePlan, "Kế hoạch mục tiêu"),
    (QualityObjective, "Mục tiêu chất lượng"),
    (RiskPlan, "Kế hoạch rủi ro, cơ hội"),
    (RiskOpportunity, "Rủi ro và cơ hội"),
    (GuidanceDocument, "Văn bản chỉ đạo"),
    (TrainingCourse, "Tập huấn"),
):
    search.register(model, title, permissions.VIEW)
