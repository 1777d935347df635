"""The leader's review of the system."""

from django.db import models
from django.db.models import Q

from audits.enums import ReviewState
from audits.querysets import ReviewQuerySet
from qms.models import Person, Record
from qms.scope import ScopedManager


class ManagementReview(Record):
    url_name = "audits:review_detail"
    edit_permission = "audits.edit"
    search_fields = ("title", "conclusions", "follow_up")

    year = models.PositiveSmallIntegerField("năm")
    round = models.PositiveSmallIntegerField("lần", default=1)
    planned_on = models.DateField("dự kiến ngày", null=True, blank=True)
    held_on = models.DateField("họp ngày", null=True, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chủ trì"
    )
    place = models.CharField("địa điểm", max_length=200, blank=True)
    conclusions = models.TextField("kết luận", blank=True)
    follow_up = models.TextField("kết quả thực hiện kết luận", blank=True)
    state = models.CharField("trạng thái", max_length=16, choices=ReviewState, default=ReviewState.PLANNED)

    objects = ScopedManager.from_queryset(ReviewQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "họp xem xét của lãnh đạo"
        verbose_name_plural = "xem xét của lãnh đạo"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "year", "round"],
                name="review_round_once",
                violation_error_message="Lần họp này đã có trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(round__gte=1),
                name="review_round_positive",
                violation_error_message="Lần họp đếm từ 1.",
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(held_on__isnull=False),
                name="review_held_has_day",
                violation_error_message="Cuộc họp đã diễn ra phải có ngày họp.",
            ),
        )

    def __str__(self) -> str:
        return f"Họp xem xét của lãnh đạo lần {self.round:02d}/{self.year}"

    @property
    def title(self) -> str:
        return str(self)

    @property
    def change_refusal(self) -> str:
        """Why what the minutes say may not be changed now."""
        if self.state in (ReviewState.MINUTES_SIGNED, ReviewState.FOLLOWED_UP):
            return "Biên bản đã ký, nội dung cuộc họp không sửa được nữa."
        return ""

    def load_refusal(self) -> str:
        return self.change_refusal

    def sort_source(self) -> str:
        return f"{self.year} {self.round}"
