"""Agencies, with their names as they were at a date and where they came from."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from qms.enums import AgencyKind, SigningMode
from qms.models.base import Versioned

NOTATION = RegexValidator(r"^[A-ZĐ][A-ZĐƯ0-9&-]*$", "Ký hiệu viết hoa, không dấu cách, ví dụ UBND, SCT, BQL.")


@dataclass(frozen=True)
class AgencyNames:
    """The names a paper of a given day prints."""

    full_name: str
    short_name: str
    parent_name: str
    place: str


class AgencyNameFields(models.Model):
    full_name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120)
    parent_name = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    place = models.CharField("địa danh trên văn bản", max_length=80)

    class Meta:
        abstract = True

    @property
    def names(self) -> AgencyNames:
        return AgencyNames(self.full_name, self.short_name, self.parent_name, self.place)


class AgencyQuerySet(models.QuerySet["Agency"]):
    def descendants_of(self, agency: "Agency") -> Iterable["Agency"]:
        """All agencies below, breadth first; one query a level."""
        level = [agency.pk]
        while children := list(self.filter(parent_id__in=level)):
            yield from children
            level = [child.pk for child in children]


class Agency(AgencyNameFields, Versioned):
    url_name = "qms:agency_detail"

    code = models.SlugField("mã", max_length=60, unique=True)
    kind = models.CharField("loại", max_length=20, choices=AgencyKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="cấp trên"
    )
    notation = models.CharField(
        "ký hiệu", max_length=20, validators=[NOTATION], help_text="UBND, SCT, BQL, VP …"
    )
    head_title = models.CharField("chức vụ người đứng đầu", max_length=80)
    signing_mode = models.CharField("chế độ ký", max_length=12, choices=SigningMode)
    obliged = models.BooleanField("bắt buộc áp dụng theo QĐ 19/2014", default=True)
    valid_from = models.DateField("hoạt động từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="agency_valid_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """The page of the entered agency: no number in its address."""
        return reverse(self.url_name)

    def prepare_save(self) -> None:
        self.normalise()

    def names_at(self, day: datetime.date) -> AgencyNames:
        """The names in force that day; today's when no earlier ones were entered."""
        former = self.former_names.filter(valid_to__gte=day).order_by("valid_to").first()
        return former.names if former else self.names

    def ancestors(self) -> list["Agency"]:
        """Parents from the nearest up."""
        found: list[Agency] = []
        above = self.parent
        while above is not None and above not in found:
            found.append(above)
            above = above.parent
        return found


class AgencyFormerName(AgencyNameFields, Versioned):
    url_name = "qms:agency_detail"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="former_names")
    valid_to = models.DateField("dùng đến hết ngày")

    class Meta:
        verbose_name = "tên trước đây của cơ quan"
        verbose_name_plural = "tên trước đây của cơ quan"
        ordering = ("valid_to",)
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "valid_to"],
                name="agency_former_name_once",
                violation_error_message="Đã có tên khác dùng đến hết ngày này.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse(self.url_name)

    def prepare_save(self) -> None:
        self.normalise()


class AgencyPredecessor(Versioned):
    """A merger or a split: which agencies this one came from; one that is not kept here is told by its name."""

    url_name = "qms:agency_detail"

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="predecessors", verbose_name="cơ quan")
    predecessor = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="cơ quan tiền thân",
    )
    predecessor_name = models.CharField("tên cơ quan tiền thân", max_length=200, blank=True)
    decision = models.CharField("theo văn bản", max_length=200, blank=True)
    happened_on = models.DateField("từ ngày", null=True, blank=True)

    class Meta:
        verbose_name = "cơ quan tiền thân"
        verbose_name_plural = "cơ quan tiền thân"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "predecessor"],
                name="agency_predecessor_once",
                violation_error_message="Cơ quan tiền thân này đã ghi.",
            ),
            models.UniqueConstraint(
                fields=["agency", "predecessor_name"],
                name="agency_predecessor_name_once",
                condition=~models.Q(predecessor_name=""),
                violation_error_message="Cơ quan tiền thân này đã ghi.",
            ),
            models.CheckConstraint(
                condition=models.Q(predecessor__isnull=False, predecessor_name="")
                | models.Q(predecessor__isnull=True) & ~models.Q(predecessor_name=""),
                name="agency_predecessor_one_way",
                violation_error_message="Chọn cơ quan trong danh sách hoặc ghi tên, không ghi cả hai.",
            ),
            models.CheckConstraint(
                condition=~models.Q(agency=models.F("predecessor")),
                name="agency_predecessor_other",
                violation_error_message="Cơ quan không thể là tiền thân của chính nó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.display_name} → {self.agency}"

    @property
    def display_name(self) -> str:
        return str(self.predecessor) if self.predecessor else self.predecessor_name

    def get_absolute_url(self) -> str:
        return reverse(self.url_name)

    def prepare_save(self) -> None:
        self.normalise()
