"""The leader's review of the system (ISO 9001:2015 9.3): attendees, what was put before it, minutes, conclusions."""

from django.db import models
from django.db.models import Q

from audits.enums import SIGNED_STATES, AttendeeRole, ConclusionState, ReviewState
from audits.models.findings import actor_field, person_field
from audits.querysets import ConclusionQuerySet, ReviewQuerySet
from qms.models import OrderedRow, Record, User
from qms.scope import ScopedManager


class ManagementReview(Record):
    url_name = "audits:review_detail"
    edit_permission = "audits.edit"
    search_fields = ("title", "opening", "place")

    year = models.PositiveSmallIntegerField("năm")
    round = models.PositiveSmallIntegerField("lần", default=1)
    planned_on = models.DateField("dự kiến ngày", null=True, blank=True)
    held_on = models.DateField("họp ngày", null=True, blank=True)
    starts_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ends_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    chair = person_field("chủ trì")
    chair_title = models.CharField(
        "chức vụ in dưới chữ ký chủ trì", max_length=200, blank=True, help_text="Ví dụ PHÓ CHỦ TỊCH."
    )
    secretary = person_field("thư ký")
    opening = models.TextField("đoạn mở đầu biên bản", blank=True)
    inputs = models.JSONField("thông tin đầu vào đã trình", default=list, blank=True, editable=False)
    """9.3.2 a–f as put before the meeting, kept when it was held: [{key, title, lines: [{text, url}], empty, note}]."""
    return_reason = models.TextField("lý do trả lại biên bản", max_length=20_000, blank=True, editable=False)
    signed_on = models.DateField("ngày ký biên bản", null=True, blank=True)
    signed_by = actor_field("người ký biên bản")
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
        if self.state in SIGNED_STATES:
            return "Biên bản đã ký, nội dung cuộc họp không sửa được nữa."
        return ""

    def load_refusal(self) -> str:
        return self.change_refusal

    def sort_source(self) -> str:
        return f"{self.year} {self.round}"


class ReviewRow(OrderedRow):
    """A row of the minutes; it changes until they are signed."""

    edit_permission = "audits.edit"
    parent_name = "review"

    class Meta(OrderedRow.Meta):
        abstract = True

    def load_refusal(self) -> str:
        return self.review.change_refusal  # type: ignore[attr-defined]

    def attachment_refusal(self, user: User) -> str:
        return self.review.change_refusal  # type: ignore[attr-defined]


class ReviewAttendee(ReviewRow):
    search_fields = ("name", "title")
    choice_related = ("person",)

    review = models.ForeignKey(
        ManagementReview, models.PROTECT, related_name="attendees", verbose_name="cuộc họp"
    )
    person = person_field("cán bộ", "Chọn từ danh sách; người ngoài cơ quan thì ghi họ tên ở dưới.")
    name = models.CharField("họ và tên", max_length=120, blank=True)
    title = models.CharField("chức vụ, đơn vị", max_length=200, blank=True)
    role = models.CharField("vai trò", max_length=12, choices=AttendeeRole, default=AttendeeRole.MEMBER)

    class Meta(ReviewRow.Meta):
        verbose_name = "người dự họp"
        verbose_name_plural = "thành phần dự họp"
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person__isnull=True) & ~Q(name=""),
                name="attendee_person_or_name",
                violation_error_message="Chọn cán bộ trong danh sách hoặc ghi họ tên, không ghi cả hai.",
            ),
            models.UniqueConstraint(
                fields=["review", "person"],
                name="attendee_person_once",
                violation_error_message="Người này đã có trong thành phần dự họp.",
            ),
        )

    def __str__(self) -> str:
        return self.display_name or "người dự"

    @property
    def display_name(self) -> str:
        return f"{self.person.honorific} {self.person.name}".strip() if self.person else self.name

    @property
    def display_title(self) -> str:
        return self.title or (self.person.position if self.person else "")


class ReviewSection(ReviewRow):
    """A part of the minutes, A to G; the text is Markdown with headings, paragraphs, bullets."""

    search_fields = ("heading", "body")

    review = models.ForeignKey(
        ManagementReview, models.PROTECT, related_name="sections", verbose_name="cuộc họp"
    )
    letter = models.CharField("mục", max_length=4, help_text="A, B, C …")
    heading = models.CharField("tên mục", max_length=300)
    body = models.TextField("nội dung", max_length=100_000, blank=True)

    class Meta(ReviewRow.Meta):
        verbose_name = "mục biên bản"
        verbose_name_plural = "nội dung biên bản"
        constraints = (
            models.UniqueConstraint(
                fields=["review", "letter"],
                name="review_letter_once",
                violation_error_message="Biên bản đã có mục này.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter}. {self.heading}"


class ReviewConclusion(OrderedRow):
    """A conclusion and the task it became: it is followed up after the minutes are signed."""

    url_name = "audits:conclusion_detail"
    edit_permission = "audits.edit"
    parent_name = "review"
    search_fields = ("text", "owner", "result")

    review = models.ForeignKey(
        ManagementReview, models.PROTECT, related_name="conclusions", verbose_name="cuộc họp"
    )
    text = models.TextField("nội dung công việc", max_length=20_000)
    owner = models.CharField("đơn vị, cá nhân thực hiện", max_length=300)
    person = person_field(
        "người thực hiện", "Chọn khi một người chịu trách nhiệm, để việc hiện ở trang của người đó."
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    standing = models.BooleanField("thường xuyên", default=False)
    checker = models.CharField("người kiểm tra", max_length=200, blank=True)
    result = models.TextField("kết quả thực hiện", max_length=20_000, blank=True)
    done_on = models.DateField("ngày thực hiện xong", null=True, blank=True)
    done_by = actor_field("người ghi kết quả")
    state = models.CharField(
        "trạng thái", max_length=8, choices=ConclusionState, default=ConclusionState.OPEN
    )

    objects = ScopedManager.from_queryset(ConclusionQuerySet)()

    class Meta(OrderedRow.Meta):
        verbose_name = "kết luận"
        verbose_name_plural = "kết luận của lãnh đạo"
        constraints = (
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, standing=False) | Q(due_on__isnull=True, standing=True),
                name="conclusion_due_or_standing",
                violation_error_message="Ghi hạn, hoặc đánh dấu “Thường xuyên”.",
            ),
        )

    def __str__(self) -> str:
        return self.text[:70] or "kết luận"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse(self.url_name, args=[self.pk])

    @property
    def due_text(self) -> str:
        return "Thường xuyên" if self.standing else f"{self.due_on:%d/%m/%Y}" if self.due_on else ""

    def load_refusal(self) -> str:
        return self.review.change_refusal

    def attachment_refusal(self, user: User) -> str:
        return "" if self.state == ConclusionState.OPEN else "Việc đã xong, không thêm bớt tệp được nữa."
