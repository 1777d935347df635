"""How far papers and results of dossiers were digitised (QĐ 766/QĐ-TTg, nhóm số hóa)."""

from django.db import models

from tthc.enums import Level, in_sentence, rank
from tthc.models.base import YearRecord, count, count_if_given


class DigitisationStatistics(YearRecord):
    url_name = "tthc:digitisation_detail"

    level = models.CharField("cấp", max_length=10, choices=Level)
    received = count("hồ sơ tiếp nhận")
    some_components = count_if_given("có số hóa thành phần hồ sơ")
    full_components = count_if_given("số hóa đầy đủ thành phần hồ sơ")
    resolved = count("hồ sơ đã giải quyết")
    result_digitised = count_if_given("có số hóa kết quả")
    result_not_digitised = count_if_given("chưa số hóa kết quả")

    class Meta(YearRecord.Meta):
        verbose_name = "số hóa hồ sơ"
        verbose_name_plural = "số hóa hồ sơ"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "level"],
                name="digitisation_statistics_once",
                violation_error_message="Đã có số liệu số hóa của cấp này trong năm; hãy sửa bản đã có.",
            ),
        )

    @property
    def title(self) -> str:
        return f"Số hóa hồ sơ {self.level_label} năm {self.year}"

    @property
    def level_label(self) -> str:
        """“cấp huyện”."""
        return in_sentence(self.get_level_display())

    def sort_source(self) -> str:
        return f"{self.year} {rank(Level, self.level)}"
