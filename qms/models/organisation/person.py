"""Persons, with their names and positions as they were at a date."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from qms.models.base import Record
from qms.models.organisation.unit import Unit
from qms.text import fold


@dataclass(frozen=True)
class PersonNames:
    """What a paper of a given day prints of a person."""

    name: str
    honorific: str
    position: str
    unit_name: str

    @property
    def addressed(self) -> str:
        """“Ông Nguyễn Văn A”."""
        return f"{self.honorific} {self.name}".strip()


class Person(Record):
    """An official. The row is the identity: two persons may share a name."""

    url_name = "qms:person_detail"
    edit_permission = "qms.manage_people"
    search_fields = ("name", "position")
    choice_related = ("unit",)
    choice_search = ("search_text", "unit__search_text")

    name = models.CharField("họ và tên", max_length=120)
    honorific = models.CharField("Ông/Bà", max_length=10, blank=True)
    position = models.CharField("chức vụ", max_length=160, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="persons", verbose_name="đơn vị"
    )
    user = models.ForeignKey(
        "qms.User", models.SET_NULL, null=True, blank=True, related_name="persons", verbose_name="tài khoản"
    )
    key = models.SlugField(
        "mã", max_length=60, blank=True, help_text="Để phân biệt người trùng tên trong tệp năm."
    )

    class Meta(Record.Meta):
        verbose_name = "người"
        verbose_name_plural = "cán bộ, công chức"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "key"],
                name="person_key_once",
                condition=~models.Q(key=""),
                violation_error_message="Mã này đã dùng cho người khác.",
            ),
            models.UniqueConstraint(
                fields=["agency", "user"],
                name="person_user_once",
                violation_error_message="Tài khoản này đã gắn với người khác trong cơ quan.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def choice_label(self) -> str:
        """“Nguyễn Văn A – Phó Chủ tịch, Văn phòng”."""
        about = ", ".join(filter(None, (self.position, self.unit.name if self.unit else "")))
        return f"{self.name} – {about}" if about else self.name

    @property
    def choice_mark(self) -> str:
        return f"mã {self.key}"

    @property
    def names(self) -> PersonNames:
        return PersonNames(self.name, self.honorific, self.position, self.unit.name if self.unit else "")

    def names_at(self, day: datetime.date) -> PersonNames:
        """Name and position of that day; today's when no earlier ones were entered. One query, none when prefetched."""
        former = [row for row in self.former_names.all() if row.valid_to >= day]
        return min(former, key=lambda row: row.valid_to).names if former else self.names

    def prepare_save(self) -> None:
        if not self.key:  # the year file names a person by it, so it is never empty
            self.key = f"{fold(self.name).replace(' ', '-')[:48]}-{uuid.uuid4().hex[:6]}"
        super().prepare_save()

    def sort_source(self) -> str:
        """Vietnamese lists go by the given name, which stands last."""
        words = self.name.split()
        return " ".join([*words[-1:], *words[:-1]])


class PersonFormerName(Record):
    """A person's name, position and unit up to a day; the unit as text, for it may have gone since."""

    edit_permission = "qms.manage_people"
    search_fields = ("name", "position")

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_names", verbose_name="người")
    valid_to = models.DateField("đến hết ngày")
    name = models.CharField("họ và tên", max_length=120)
    honorific = models.CharField("Ông/Bà", max_length=10, blank=True)
    position = models.CharField("chức vụ", max_length=160, blank=True)
    unit_name = models.CharField("đơn vị", max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = "chức vụ trước đây"
        verbose_name_plural = "chức vụ trước đây"
        ordering = ("valid_to",)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "valid_to"],
                name="person_former_name_once",
                violation_error_message="Đã có dòng khác đến hết ngày này.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.position}" if self.position else self.name

    @property
    def names(self) -> PersonNames:
        return PersonNames(self.name, self.honorific, self.position, self.unit_name)

    def get_absolute_url(self) -> str:
        return reverse(Person.url_name, args=[self.person_id])
