"""Users and the roles they hold in agencies."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from qms.enums import Role
from qms.models.organisation import Agency, Person
from qms.permissions import permissions_of
from qms.scope import current_agency


class User(AbstractUser):
    """An account. What it may do follows from its role assignments in the entered agency."""

    full_name = models.CharField("tên hiển thị", max_length=120, blank=True)
    wants_mail = models.BooleanField("nhận thư báo việc", default=True)
    digest_on = models.DateField("đã nhận thư tổng hợp ngày", null=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def __str__(self) -> str:
        return self.full_name or self.username

    def roles_in(self, agency: Agency) -> frozenset[str]:
        """Roles held in the agency itself, and observer when one is held in an agency above it. One query, kept."""
        return self._roles_in(agency)[0]

    def only_reads(self, agency: Agency) -> bool:
        """True for someone who looks down from an agency above and holds no role here."""
        return not self._roles_in(agency)[1]

    def _roles_in(self, agency: Agency) -> tuple[frozenset[str], bool]:
        """(roles, whether they are held in the agency itself)."""
        cache: dict[int, tuple[frozenset[str], bool]] = self.__dict__.setdefault("_roles", {})
        if agency.pk not in cache:
            _read_roles([self], agency)
        return cache[agency.pk]

    def can(self, permission: str, obj: models.Model | None = None) -> bool:
        """Whether the entered agency gives this user the permission, and the object is of that agency."""
        agency = current_agency()
        owner = getattr(obj, "agency_id", agency.pk)
        return owner == agency.pk and permission in permissions_of(self.roles_in(agency))

    @property
    def person(self) -> Person | None:
        """The person this account is in the entered agency."""
        cache: dict[int, Person | None] = self.__dict__.setdefault("_persons", {})
        agency = current_agency()
        if agency.pk not in cache:
            cache[agency.pk] = Person.objects.filter(user=self).first()
        return cache[agency.pk]


def know_all(users: list[User], agency: Agency) -> None:
    """Read roles and persons of many accounts in the entered agency at once, as each would by itself; two queries."""
    _read_roles(users, agency)
    persons = {person.user_id: person for person in Person.objects.filter(user__in=users)}
    for user in users:
        user.__dict__.setdefault("_persons", {})[agency.pk] = persons.get(user.pk)


def _read_roles(users: list[User], agency: Agency) -> None:
    lineage = [agency.pk, *(above.pk for above in agency.ancestors())]
    held: dict[int, list[tuple[int, str]]] = {user.pk: [] for user in users}
    rows = RoleAssignment.objects.in_force().filter(user__in=users, agency_id__in=lineage)
    for user_id, agency_id, role in rows.values_list("user_id", "agency_id", "role"):
        held[user_id].append((agency_id, role))
    for user in users:
        roles = held[user.pk]
        own = {role for agency_id, role in roles if agency_id == agency.pk}
        seen_from_above = {Role.OBSERVER.value} if len(own) < len(roles) else set()
        user.__dict__.setdefault("_roles", {})[agency.pk] = frozenset(own | seen_from_above), bool(own)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self) -> "RoleAssignmentQuerySet":
        return self.filter(ended_at__isnull=True)


class RoleAssignment(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name="tài khoản")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assignments", verbose_name="cơ quan")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    ended_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        constraints = (
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                name="role_once",
                condition=models.Q(ended_at__isnull=True),
                violation_error_message="Tài khoản đã có vai trò này.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} – {self.agency}"
