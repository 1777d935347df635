"""The year's plan, its quality objectives, its risks and opportunities."""

from django.db import models
from django.db.models import Q

from planning.enums import ObjectiveLevel, ObjectiveResult, RiskKind
from planning.models.base import AnnualPlan, PlanRow, once_a_year
from planning.querysets import ObjectiveQuerySet, PlanQuerySet, TaskQuerySet
from qms.models import Unit
from qms.scope import ScopedManager

PlanManager = ScopedManager.from_queryset(PlanQuerySet)


class YearPlan(AnnualPlan):
    url_name = "planning:plan_detail"
    search_fields = ("title", "goals")
    name = "Kế hoạch duy trì, cải tiến HTQLCL"

    goals = models.TextField("mục đích, yêu cầu", blank=True)

    objects = PlanManager()

    class Meta(AnnualPlan.Meta):
        verbose_name = "kế hoạch năm"
        verbose_name_plural = "kế hoạch năm"
        constraints = (once_a_year("yearplan", "Năm này đã có kế hoạch; mở kế hoạch đã có để sửa."),)


class PlanTask(PlanRow):
    search_fields = ("what", "owner")

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="tasks", verbose_name="kế hoạch")
    what = models.CharField("nội dung công việc", max_length=500)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị chủ trì"
    )
    owner = models.CharField("người, nơi thực hiện", max_length=200, blank=True)
    due_on = models.DateField("thời hạn", null=True, blank=True)
    due_text = models.CharField(
        "thời hạn ghi bằng chữ",
        max_length=80,
        blank=True,
        help_text="Khi không có ngày: Thường xuyên, Quý II …",
    )
    done_on = models.DateField("hoàn thành ngày", null=True, blank=True)

    objects = ScopedManager.from_queryset(TaskQuerySet)()

    class Meta(PlanRow.Meta):
        verbose_name = "việc trong kế hoạch"
        verbose_name_plural = "việc trong kế hoạch"
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "what"],
                name="plantask_once",
                violation_error_message="Việc này đã có trong kế hoạch.",
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def who(self) -> str:
        return ", ".join(filter(None, (self.unit.name if self.unit else "", self.owner)))


class ObjectivePlan(AnnualPlan):
    url_name = "planning:objectiveplan_detail"
    name = "Mục tiêu chất lượng"

    objects = PlanManager()

    class Meta(AnnualPlan.Meta):
        verbose_name = "kế hoạch mục tiêu chất lượng"
        verbose_name_plural = "kế hoạch mục tiêu chất lượng"
        constraints = (
            once_a_year("objectiveplan", "Năm này đã có kế hoạch mục tiêu chất lượng; mở để sửa."),
        )


class QualityObjective(PlanRow):
    search_fields = ("text", "measure", "target")

    plan = models.ForeignKey(
        ObjectivePlan, models.PROTECT, related_name="objectives", verbose_name="kế hoạch"
    )
    level = models.CharField("cấp", max_length=10, choices=ObjectiveLevel, default=ObjectiveLevel.AGENCY)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    text = models.CharField("mục tiêu", max_length=500)
    measure = models.CharField("cách đo", max_length=300, blank=True)
    target = models.CharField("chỉ tiêu", max_length=160, help_text="Ví dụ: từ 98% trở lên.")
    actual = models.CharField("kết quả đạt được", max_length=300, blank=True)
    result = models.CharField("đánh giá", max_length=10, choices=ObjectiveResult, blank=True)

    objects = ScopedManager.from_queryset(ObjectiveQuerySet)()

    class Meta(PlanRow.Meta):
        verbose_name = "mục tiêu chất lượng"
        verbose_name_plural = "mục tiêu chất lượng"
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "unit", "text"],
                name="objective_once_a_unit",
                violation_error_message="Mục tiêu này của đơn vị đã có trong kế hoạch.",
            ),
            models.UniqueConstraint(
                fields=["plan", "text"],
                name="objective_once",
                condition=Q(unit__isnull=True),
                violation_error_message="Mục tiêu này của cơ quan đã có trong kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(level="unit", unit__isnull=False) | Q(level="agency", unit__isnull=True),
                name="objective_unit_by_level",
                violation_error_message="Mục tiêu cấp đơn vị phải chọn đơn vị; cấp cơ quan thì để trống.",
            ),
            models.CheckConstraint(
                condition=Q(result="") | ~Q(actual=""),
                name="objective_result_needs_actual",
                violation_error_message="Ghi kết quả đạt được trước khi đánh giá đạt hay không đạt.",
            ),
        )

    def __str__(self) -> str:
        return self.text


class RiskPlan(AnnualPlan):
    url_name = "planning:riskplan_detail"
    name = "Rủi ro và cơ hội"

    objects = PlanManager()

    class Meta(AnnualPlan.Meta):
        verbose_name = "kế hoạch giải quyết rủi ro và cơ hội"
        verbose_name_plural = "kế hoạch giải quyết rủi ro và cơ hội"
        constraints = (once_a_year("riskplan", "Năm này đã có kế hoạch rủi ro và cơ hội; mở để sửa."),)


class RiskOpportunity(PlanRow):
    """Papers often print only what was done: the risk itself or its kind may be unknown."""

    search_fields = ("text", "action", "result")

    plan = models.ForeignKey(RiskPlan, models.PROTECT, related_name="risks", verbose_name="kế hoạch")
    kind = models.CharField(
        "loại", max_length=12, choices=RiskKind, blank=True, help_text="Để trống khi văn bản không phân loại."
    )
    text = models.CharField("rủi ro, cơ hội", max_length=500, blank=True)
    action = models.TextField("biện pháp giải quyết", blank=True)
    result = models.TextField(
        "kết quả giải quyết", blank=True, help_text="Câu này vào mục kết quả của báo cáo năm."
    )

    class Meta(PlanRow.Meta):
        verbose_name = "rủi ro, cơ hội"
        verbose_name_plural = "rủi ro, cơ hội"
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="risk_position_once",
                violation_error_message="Số thứ tự này đã dùng cho một dòng khác.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(action="") | ~Q(result=""),
                name="risk_says_something",
                violation_error_message="Ghi ít nhất rủi ro, biện pháp hoặc kết quả.",
            ),
        )

    def __str__(self) -> str:
        return self.text or self.action or self.result
