"""How dossiers were received and settled in a period, at one level."""

import datetime

from django.db import models
from django.db.models.functions import Coalesce

from qms import dates
from qms.text import in_sentence
from tthc.enums import Level, Origin, rank
from tthc.models.base import YearRecord, count, count_if_given
from tthc.models.fields import Field


class ReportingPeriod(YearRecord):
    """From which day to which the agency counts a year; without one it is the calendar year."""

    url_name = "tthc:period_detail"

    period_from = models.DateField("từ ngày")
    period_to = models.DateField("đến ngày")

    class Meta(YearRecord.Meta):
        verbose_name = "kỳ báo cáo năm"
        verbose_name_plural = "kỳ báo cáo năm"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="reporting_period_once",
                violation_error_message="Năm này đã có kỳ báo cáo; hãy sửa kỳ đã có.",
            ),
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")),
                name="reporting_period_order",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
        )

    @property
    def title(self) -> str:
        return f"Kỳ báo cáo năm {self.year}: {spelled(self.period_from, self.period_to)}"


def spelled(first: datetime.date | None, last: datetime.date | None) -> str:
    """“10/12/2023 – 09/12/2024”; empty while a day is missing."""
    return f"{dates.slashed(first)} – {dates.slashed(last)}" if first and last else ""


def newest_in_data(day: datetime.date) -> str:
    """How far the data goes, where it ends before the period does."""
    return f"tính đến {dates.slashed(day)} – ngày mới nhất trong dữ liệu"


def how_far(last: datetime.date, as_of: datetime.date | None) -> str:
    """Empty where the period's last day says it."""
    return newest_in_data(as_of) if as_of and as_of < last else ""


def period_told(first: datetime.date, last: datetime.date, as_of: datetime.date | None) -> str:
    """The period, and how far its data goes."""
    return ", ".join(filter(None, (spelled(first, last), how_far(last, as_of))))


class DossierStatistics(YearRecord):
    """Counts of one level in one period, of all its dossiers or of one field or one unit.

    Fine states, as reports to Sở KH&CN list them; Biểu II.06a folds them (tthc.statistics.presentations). `origin`
    tells the counts typed from a source's report from those computed from the imported dossiers; both may stand side
    by side.
    """

    url_name = "tthc:dossier_statistics_detail"
    search_fields = ("title", "source")

    level = models.CharField("cấp", max_length=10, choices=Level)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị giải quyết"
    )
    period_from = models.DateField("từ ngày")
    period_to = models.DateField("đến ngày")
    origin = models.CharField(
        "cách có số liệu", max_length=10, choices=Origin, default=Origin.ENTERED, editable=False
    )
    as_of = models.DateField("tính đến ngày", null=True, blank=True, editable=False)
    """At the end of which day computed rows judge what is open."""
    source = models.CharField(
        "nguồn số liệu", max_length=200, blank=True, help_text="Phần mềm hoặc báo cáo đã lấy số."
    )
    carried_over = count_if_given("tồn kỳ trước")
    inherited = count_if_given("trong đó nhận từ cơ quan tiền thân")
    received = count("tiếp nhận trong kỳ")
    online = count_if_given("tiếp nhận trực tuyến")
    in_person = count_if_given("tiếp nhận trực tiếp")
    by_post = count_if_given("tiếp nhận qua bưu chính công ích")
    resolved = count("đã giải quyết")
    early = count_if_given("giải quyết trước hạn")
    on_time = count_if_given("giải quyết đúng hạn")
    early_on_time = count_if_given("giải quyết trước hạn và đúng hạn")
    late = count_if_given("giải quyết quá hạn")
    pending_in_time = count_if_given("đang giải quyết, trong hạn")
    pending_overdue = count_if_given("đang giải quyết, quá hạn")
    returned = count_if_given("trả lại")
    paused = count_if_given("tạm dừng")
    cancelled = count_if_given("hủy, rút")

    class Meta(YearRecord.Meta):
        verbose_name = "thống kê hồ sơ"
        verbose_name_plural = "thống kê hồ sơ"
        constraints = (
            models.UniqueConstraint(
                "agency",
                "year",
                "level",
                "period_from",
                "period_to",
                "origin",
                Coalesce("field", 0),
                Coalesce("unit", 0),
                name="dossier_statistics_once",
                violation_error_message="Đã có thống kê hồ sơ của cấp này trong kỳ này; hãy sửa bản đã có.",
            ),
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")),
                name="dossier_statistics_period_order",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
        )

    @property
    def title(self) -> str:
        return ", ".join(("Hồ sơ " + self.level_label, *self.part, f"kỳ {self.period}"))

    @property
    def part(self) -> tuple[str, ...]:
        """Of which field or unit the counts are; empty for the level as a whole."""
        told = (("lĩnh vực", self.field), ("đơn vị", self.unit))
        return tuple(f"{kind} {part}" for kind, part in told if part is not None)

    @property
    def level_label(self) -> str:
        """“cấp huyện”."""
        return in_sentence(self.get_level_display())

    @property
    def period(self) -> str:
        """“10/12/2023 – 09/12/2024”; empty while a day is missing."""
        return spelled(self.period_from, self.period_to)

    @property
    def as_of_text(self) -> str:
        return how_far(self.period_to, self.as_of)

    @property
    def period_told(self) -> str:
        return period_told(self.period_from, self.period_to, self.as_of)

    @property
    def total(self) -> int:
        """What was to be settled in the period."""
        return (self.carried_over or 0) + self.received

    @property
    def pending(self) -> int:
        return (self.pending_in_time or 0) + (self.pending_overdue or 0)

    @property
    def accounted(self) -> int:
        """What the fine states explain of the total."""
        return self.resolved + self.pending + sum(getattr(self, name) or 0 for name in ASIDE)

    @property
    def residual(self) -> int:
        """Dossiers that no state explains: shown, never forced to 0 (R1)."""
        return self.total - self.accounted

    def not_given(self, names: tuple[str, ...]) -> list[str]:
        """Labels of the counts the source leaves out."""
        labels = {field.name: str(field.verbose_name) for field in self._meta.concrete_fields}
        return [labels[name] for name in names if getattr(self, name) is None]

    def sort_source(self) -> str:
        return f"{self.year} {rank(Level, self.level)} {self.period_from or ''} {self.period_to or ''}"


ASIDE = ("returned", "paused", "cancelled")
"""States of dossiers that are neither settled nor being settled."""
BALANCE = ("carried_over", "pending_in_time", "pending_overdue")
"""Without these the balance cannot be judged."""
