"""How far papers and results of dossiers were digitised (QĐ 766/QĐ-TTg, nhóm số hóa)."""

from django.db import models

from qms.text import in_sentence
from tthc.enums import Level, Origin, rank
from tthc.models.base import YearRecord, count, count_if_given


class DigitisationStatistics(YearRecord):
    url_name = "tthc:digitisation_detail"

    level = models.CharField("cấp", max_length=10, choices=Level)
    origin = models.CharField(
        "cách có số liệu", max_length=10, choices=Origin, default=Origin.ENTERED, editable=False
    )
    received = count("hồ sơ tiếp nhận")
    no_components = count_if_given("chưa số hóa thành phần hồ sơ")
    some_components = count_if_given("có số hóa thành phần hồ sơ")
    full_components = count_if_given("số hóa đầy đủ thành phần hồ sơ")
    reused_components = count_if_given("có tái sử dụng thành phần đã số hóa")
    resolved = count("hồ sơ đã giải quyết")
    result_digitised = count_if_given("có số hóa kết quả")
    result_not_digitised = count_if_given("chưa số hóa kết quả")

    class Meta(YearRecord.Meta):
        verbose_name = "số hóa hồ sơ"
        verbose_name_plural = "số hóa hồ sơ"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "level", "origin"],
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

    @property
    def component_residual(self) -> int | None:
        """Received dossiers that are neither with nor without digitised papers; None where a part is not given."""
        if self.no_components is None or self.some_components is None:
            return None
        return self.received - self.no_components - self.some_components

    @property
    def result_residual(self) -> int | None:
        """The same of the settled dossiers' results."""
        if self.result_digitised is None or self.result_not_digitised is None:
            return None
        return self.resolved - self.result_digitised - self.result_not_digitised

    def sort_source(self) -> str:
        return f"{self.year} {rank(Level, self.level)}"
