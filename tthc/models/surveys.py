"""Survey rounds with their counts, and the anonymous answers behind them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qms.models import Record
from qms.models.base import OrderedRow
from qms.scope import ScopedManager, ScopedModel
from tthc.enums import SurveyState, SurveyWay
from tthc.models.base import YearRecord, count
from tthc.models.fields import Field
from tthc.models.survey_templates import SurveyOption, SurveyTemplate
from tthc.querysets.surveys import SurveyRoundQuerySet

OTHER_TEMPLATE = "Mức trả lời này không thuộc mẫu phiếu của đợt khảo sát."


class SurveyRound(YearRecord):
    """Opinions asked for in a span of days with one form, and the report on them."""

    url_name = "tthc:survey_round_detail"
    search_fields = ("name", "subject")

    name = models.CharField("tên đợt khảo sát", max_length=200)
    subject = models.CharField(
        "nội dung lấy ý kiến",
        max_length=400,
        help_text="Dùng trong trích yếu của báo cáo và trên phiếu.",
        default=(
            "sự hài lòng của người dân về chất lượng phục vụ khi thực hiện thủ tục hành chính "
            "tại Bộ phận Tiếp nhận và Trả kết quả"
        ),
    )
    template = models.ForeignKey(
        SurveyTemplate, models.PROTECT, related_name="rounds", verbose_name="mẫu phiếu"
    )
    way = models.CharField("cách lấy ý kiến", max_length=10, choices=SurveyWay, default=SurveyWay.ENTERED)
    period_from = models.DateField("từ ngày", null=True, blank=True)
    period_to = models.DateField("đến ngày", null=True, blank=True)
    basis = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thực hiện văn bản",
    )
    report = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="báo cáo đã ban hành",
        help_text="Chọn khi báo cáo đã lấy số; số và ngày được in vào báo cáo.",
    )
    addressees = models.TextField("kính gửi", blank=True, help_text="Mỗi nơi một dòng.")
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi nơi một dòng.")
    signature = models.TextField(
        "quyền hạn, chức vụ người ký",
        blank=True,
        help_text="Mỗi dòng một dòng in: KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
    )
    signer = models.ForeignKey(
        "qms.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=SurveyState, default=SurveyState.DRAFT, editable=False
    )
    public_key = models.CharField(max_length=40, null=True, editable=False, unique=True)  # noqa: DJ001 - NULL is not unique
    """Finds the round for people without an account: unguessable, made when the round opens."""

    objects = ScopedManager.from_queryset(SurveyRoundQuerySet)()

    class Meta(YearRecord.Meta):
        verbose_name = "đợt khảo sát"
        verbose_name_plural = "đợt khảo sát"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "name"],
                name="survey_round_once",
                violation_error_message="Năm này đã có đợt khảo sát tên này.",
            ),
            models.CheckConstraint(
                condition=Q(period_to__isnull=True)
                | Q(period_from__isnull=True)
                | Q(period_to__gte=models.F("period_from")),
                name="survey_round_order",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        )

    @property
    def title(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.way == SurveyWay.PUBLIC

    @property
    def is_closed(self) -> bool:
        return self.state == SurveyState.CLOSED

    @property
    def is_past(self) -> bool:
        """Still open, but past the last day of a public round: it takes no answers and waits to be closed."""
        last = self.period_to if self.is_public and self.state == SurveyState.OPEN else None
        return last is not None and last < timezone.localdate()

    @property
    def is_over(self) -> bool:
        return self.is_closed or self.is_past

    @property
    def state_told(self) -> str:
        return "Đã hết hạn, chưa kết thúc" if self.is_past else SurveyState(self.state).label

    def load_refusal(self) -> str:
        if self.pk and self.is_closed:
            return "Đợt khảo sát đã kết thúc; mở lại trong phần mềm trước khi sửa."
        return "Đợt khảo sát đang thu phiếu điện tử." if self.pk and self.public_key else ""


class SurveyRow(OrderedRow):
    """One field of state management in a round; a name of its own where the catalogue does not have it."""

    parent_name = "round"
    edit_permission = "tthc.edit"

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="rows", verbose_name="đợt khảo sát")
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    name = models.CharField("tên khác", max_length=200, blank=True)
    opinions = count("tổng số ý kiến", default=0)

    class Meta(OrderedRow.Meta):
        verbose_name = "lĩnh vực được khảo sát"
        verbose_name_plural = "lĩnh vực được khảo sát"
        constraints = (
            models.CheckConstraint(
                condition=Q(field__isnull=False, name="") | (Q(field__isnull=True) & ~Q(name="")),
                name="survey_row_one_name",
                violation_error_message="Chọn lĩnh vực trong danh mục hoặc ghi tên, không ghi cả hai.",
            ),
            models.UniqueConstraint(
                fields=["round", "field"],
                name="survey_row_field_once",
                violation_error_message="Lĩnh vực này đã có trong đợt khảo sát.",
            ),
            models.UniqueConstraint(
                fields=["round", "name"],
                condition=~Q(name=""),
                name="survey_row_name_once",
                violation_error_message="Lĩnh vực này đã có trong đợt khảo sát.",
            ),
        )

    def __str__(self) -> str:
        return str(self.field) if self.field else self.name


class SurveyCount(Record):
    """How many opinions of a row chose an option."""

    edit_permission = "tthc.edit"

    row = models.ForeignKey(SurveyRow, models.CASCADE, related_name="counts", verbose_name="lĩnh vực")
    option = models.ForeignKey(SurveyOption, models.PROTECT, related_name="+", verbose_name="mức")
    count = count("số ý kiến", default=0)

    class Meta(Record.Meta):
        verbose_name = "số ý kiến"
        verbose_name_plural = "số ý kiến"
        ordering = ("option__criterion__position", "option__position")
        constraints = (
            models.UniqueConstraint(
                fields=["row", "option"],
                name="survey_count_once",
                violation_error_message="Mức này của lĩnh vực đã có số.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.row} – {self.option}"

    def get_absolute_url(self) -> str:
        return self.row.get_absolute_url()

    def sort_source(self) -> str:
        return ""

    def clean(self) -> None:
        if self.option.criterion.template_id != self.row.round.template_id:
            raise ValidationError({"option": OTHER_TEMPLATE})


class SurveyPrinted(Record):
    """A total as a paper report prints it, kept to be compared with the sum of the rows (R4)."""

    edit_permission = "tthc.edit"

    round = models.ForeignKey(
        SurveyRound, models.CASCADE, related_name="printed", verbose_name="đợt khảo sát"
    )
    option = models.ForeignKey(SurveyOption, models.PROTECT, related_name="+", verbose_name="mức")
    count = count("tổng số in trên báo cáo giấy")

    class Meta(Record.Meta):
        verbose_name = "tổng số in trên báo cáo giấy"
        verbose_name_plural = "tổng số in trên báo cáo giấy"
        ordering = ("option__criterion__position", "option__position")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "option"],
                name="survey_printed_once",
                violation_error_message="Tổng số của mức này đã có.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} – {self.option}"

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()

    def sort_source(self) -> str:
        return ""

    def clean(self) -> None:
        if self.option.criterion.template_id != self.round.template_id:
            raise ValidationError({"option": OTHER_TEMPLATE})


class SurveyAnswer(ScopedModel):
    """One answered form. Nothing tells who: no name, no address, the hour only."""

    round = models.ForeignKey(
        SurveyRound, models.PROTECT, related_name="answers", verbose_name="đợt khảo sát"
    )
    row = models.ForeignKey(SurveyRow, models.PROTECT, related_name="answers", verbose_name="lĩnh vực")
    token = models.CharField("mã dùng một lần", max_length=40)
    options = models.JSONField("các mức đã chọn")
    """Keys of SurveyOption, in the order of the criteria."""
    answered_at = models.DateTimeField("trả lời lúc (tròn giờ)")

    class Meta(ScopedModel.Meta):
        verbose_name = "phiếu trả lời"
        verbose_name_plural = "phiếu trả lời"
        constraints = (models.UniqueConstraint(fields=["round", "token"], name="survey_answer_once"),)

    def __str__(self) -> str:
        return f"Phiếu {self.pk}"
