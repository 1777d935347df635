"""The steering committee: a new dated composition by each decision."""

from django.db import models
from django.db.models import F, Q

from documents.models import OfficialDocument
from planning.enums import CommitteeRole
from planning.models.base import PlanRow
from planning.querysets import CommitteeQuerySet
from qms.models import Person, Record
from qms.scope import ScopedManager


class SteeringCommittee(Record):
    url_name = "planning:committee_detail"
    edit_permission = "planning.edit"
    search_fields = ("name",)

    decision = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        related_name="+",
        verbose_name="quyết định",
        help_text="Quyết định thành lập hoặc kiện toàn; chưa có thì nhập ở mục Văn bản trước.",
    )
    name = models.CharField("tên", max_length=200, default="Ban Chỉ đạo ISO")
    valid_from = models.DateField("hoạt động từ ngày")
    valid_to = models.DateField(
        "đến hết ngày",
        null=True,
        blank=True,
        help_text="Để trống khi đang hoạt động; ghi khi có kiện toàn mới.",
    )

    objects = ScopedManager.from_queryset(CommitteeQuerySet)()

    class Meta(Record.Meta):
        verbose_name = "Ban Chỉ đạo"
        verbose_name_plural = "Ban Chỉ đạo"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "decision"],
                name="committee_decision_once",
                violation_error_message="Quyết định này đã gắn với một Ban Chỉ đạo.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="committee_valid_order",
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} từ {self.valid_from:%d/%m/%Y}" if self.valid_from else self.name


class CommitteeMember(PlanRow):
    """A person of the list, or a name as the decision prints it; homonyms are told apart by the person."""

    parent_name = "committee"
    search_fields = ("name", "title")

    committee = models.ForeignKey(
        SteeringCommittee, models.PROTECT, related_name="members", verbose_name="Ban Chỉ đạo"
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cán bộ",
        help_text="Chọn từ danh sách; người ngoài cơ quan thì ghi họ tên ở dưới.",
    )
    name = models.CharField("họ và tên", max_length=120, blank=True)
    title = models.CharField("chức vụ, đơn vị", max_length=200, blank=True)
    role = models.CharField("vai trò", max_length=12, choices=CommitteeRole, default=CommitteeRole.MEMBER)

    class Meta(PlanRow.Meta):
        verbose_name = "thành viên Ban Chỉ đạo"
        verbose_name_plural = "thành viên Ban Chỉ đạo"
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person__isnull=True) & ~Q(name=""),
                name="member_person_or_name",
                violation_error_message="Chọn cán bộ trong danh sách hoặc ghi họ tên, không ghi cả hai.",
            ),
            models.UniqueConstraint(
                fields=["committee", "person"],
                name="member_person_once",
                violation_error_message="Người này đã có trong Ban Chỉ đạo.",
            ),
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="member_name_once",
                condition=~Q(name=""),
                violation_error_message="Đã có người tên này; nếu là người khác, chọn từ danh sách cán bộ.",
            ),
        )

    def __str__(self) -> str:
        return self.display_name or "thành viên"

    @property
    def display_name(self) -> str:
        return self.person.names_at(self.committee.valid_from).name if self.person else self.name

    @property
    def display_title(self) -> str:
        """As on the day the committee was set up."""
        if self.title or self.person is None:
            return self.title
        return self.person.names_at(self.committee.valid_from).position
