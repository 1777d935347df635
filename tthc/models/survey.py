"""How satisfied citizens were (TCVN ISO 9001:2015, 9.1.2), as the year's totals."""

from django.db import models

from tthc.models.base import YearRecord, count, count_if_given


class SurveySummary(YearRecord):
    """One summary a year; forms by criterion and by field come with the surveys themselves."""

    url_name = "tthc:survey_detail"
    search_fields = ("title", "channel")

    channel = models.CharField(
        "cách lấy ý kiến", max_length=200, help_text="Phần mềm đánh giá, phiếu giấy tại Bộ phận Một cửa …"
    )
    legal_basis = models.ForeignKey(
        "documents.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="văn bản hướng dẫn",
    )
    received = count_if_given("hồ sơ tiếp nhận trong kỳ")
    resolved = count_if_given("hồ sơ đã giải quyết")
    forms = count("phiếu đánh giá thu được")
    good = count("phiếu rất tốt và tốt")
    dissatisfied = count_if_given("phiếu không hài lòng")

    class Meta(YearRecord.Meta):
        verbose_name = "mức độ hài lòng"
        verbose_name_plural = "mức độ hài lòng"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="survey_summary_once",
                violation_error_message="Năm này đã có tổng hợp mức độ hài lòng; hãy sửa bản đã có.",
            ),
        )

    @property
    def title(self) -> str:
        return f"Mức độ hài lòng năm {self.year}"
