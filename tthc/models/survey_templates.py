"""Survey forms: criteria with their options, as data."""

from django.db import models
from django.db.models import Q

from qms.models import Record
from qms.models.base import OrderedRow

FROZEN = "Mẫu phiếu này đã dùng cho một đợt khảo sát nên không sửa được; hãy chép thành mẫu mới."


class SurveyTemplate(Record):
    """A form: its criteria with their options. Frozen once a round uses it."""

    url_name = "tthc:survey_template_detail"
    edit_permission = "tthc.edit"
    search_fields = ("name",)

    name = models.CharField("tên mẫu phiếu", max_length=120)

    class Meta(Record.Meta):
        verbose_name = "mẫu phiếu khảo sát"
        verbose_name_plural = "mẫu phiếu khảo sát"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="survey_template_once",
                violation_error_message="Đã có mẫu phiếu tên này.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def load_refusal(self) -> str:
        return FROZEN if self.pk and self.rounds.exists() else ""


class SurveyCriterion(OrderedRow):
    """One group of the form. `uncounted`: the answer no column counts, so the group need not sum to the opinions."""

    parent_name = "template"
    edit_permission = "tthc.edit"

    template = models.ForeignKey(
        SurveyTemplate, models.CASCADE, related_name="criteria", verbose_name="mẫu phiếu"
    )
    name = models.CharField("tiêu chí", max_length=300)
    uncounted = models.CharField(
        "câu trả lời không tính vào bảng",
        max_length=120,
        blank=True,
        help_text="Ví dụ: Không phải bổ sung. Để trống khi mọi ý kiến đều phải rơi vào một mức.",
    )
    overall = models.BooleanField("là câu hỏi hài lòng chung", default=False)

    class Meta(OrderedRow.Meta):
        verbose_name = "tiêu chí khảo sát"
        verbose_name_plural = "tiêu chí khảo sát"
        constraints = (
            models.UniqueConstraint(
                fields=["template", "position"],
                name="survey_criterion_place",
                violation_error_message="Hai tiêu chí cùng một thứ tự.",
            ),
            models.UniqueConstraint(
                fields=["template", "name"],
                name="survey_criterion_once",
                violation_error_message="Tiêu chí này đã có trong mẫu phiếu.",
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(overall=True),
                name="survey_criterion_overall_once",
                violation_error_message="Mỗi mẫu phiếu chỉ có một câu hỏi hài lòng chung.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def partial(self) -> bool:
        return bool(self.uncounted)


class SurveyOption(OrderedRow):
    """One column of a group. `good`: counted as satisfied."""

    parent_name = "criterion"
    edit_permission = "tthc.edit"

    criterion = models.ForeignKey(
        SurveyCriterion, models.CASCADE, related_name="options", verbose_name="tiêu chí"
    )
    label = models.CharField("mức", max_length=120)
    good = models.BooleanField("tính là hài lòng", default=False)

    class Meta(OrderedRow.Meta):
        verbose_name = "mức trả lời"
        verbose_name_plural = "mức trả lời"
        constraints = (
            models.UniqueConstraint(
                fields=["criterion", "position"],
                name="survey_option_place",
                violation_error_message="Hai mức cùng một thứ tự.",
            ),
            models.UniqueConstraint(
                fields=["criterion", "label"],
                name="survey_option_once",
                violation_error_message="Mức này đã có trong tiêu chí.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.criterion.get_absolute_url()
