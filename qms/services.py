"""Accounts and roles of the entered agency."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qms import history
from qms.enums import Role
from qms.locks import lock_agency
from qms.models import Person, RoleAssignment, User
from qms.records import record_save
from qms.scope import current_agency


@transaction.atomic
def role_assign(
    *,
    username: str,
    role: str,
    actor: User | None,
    full_name: str = "",
    password: str = "",
    person: Person | None = None,
) -> RoleAssignment:
    """Give a role; an unknown user name becomes a new account, which needs a name and a password.

    `actor` None: the server's own shell (grant_role).

    The account is tied to a person of the agency, because guards compare persons: the given one, or a new row.
    Raises ValidationError with a sentence a form can show.
    """
    agency = current_agency()
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        if not (full_name and password):
            raise ValidationError(f"Chưa có tài khoản “{username}”. Nhập họ tên và mật khẩu để tạo mới.")
        user = User.objects.create_user(username=username, password=password, full_name=full_name)
    if RoleAssignment.objects.in_force().filter(user=user, agency=agency, role=role).exists():
        raise ValidationError("Tài khoản đã có vai trò này.")
    assignment = RoleAssignment.objects.create(user=user, agency=agency, role=role)
    person_link(user, person, actor=actor)
    history.record(
        assignment,
        action="assign",
        label="Giao vai trò",
        actor=actor,
        data={"account": username, "role": role},
    )
    return assignment


def person_link(user: User, person: Person | None, *, actor: User | None) -> None:
    """Make the account this person in the entered agency. Raises ValidationError when either is taken."""
    current = Person.objects.filter(user=user).first()
    if current is not None:
        if person is not None and person != current:
            raise ValidationError(f"Tài khoản này đã gắn với {current}.")
        return
    if person is not None and person.user_id is not None:
        raise ValidationError(f"{person} đã có tài khoản {person.user}.")
    linked = person or Person(name=user.full_name or user.username)
    linked.user = user
    record_save(linked, actor=actor)


@transaction.atomic
def role_end(assignment: RoleAssignment, *, actor: User) -> None:
    """Take a role back. The agency keeps at least one administrator. Raises ValidationError."""
    agency = lock_agency()  # two last ones go one by one
    locked = (
        RoleAssignment.objects.in_force().select_for_update().filter(agency=agency, pk=assignment.pk).first()
    )
    if locked is None:
        raise ValidationError("Vai trò này đã được thu hồi.")
    others = RoleAssignment.objects.in_force().filter(agency=agency, role=Role.ADMIN).exclude(pk=locked.pk)
    if locked.role == Role.ADMIN and not others.exists():
        raise ValidationError("Cơ quan phải còn ít nhất một quản trị.")
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    history.record(
        locked,
        action="end_role",
        label="Thu hồi vai trò",
        actor=actor,
        data={"account": locked.user.username, "role": locked.role},
    )


@transaction.atomic
def password_reset(user: User, password: str, actor: User) -> None:
    """Give an account of this agency a new password; whoever is signed in with it is signed out.

    An account that works or worked for another agency is not this administrator's to open. Raises ValidationError.
    """
    agency = current_agency()
    held = RoleAssignment.objects.in_force().filter(user=user)
    if user.is_superuser or not held.filter(agency=agency).exists():
        raise ValidationError("Tài khoản này không còn vai trò ở cơ quan.")
    if (
        RoleAssignment.objects.filter(user=user).exclude(agency=agency).exists()
    ):  # ended ones too: it may come back
        raise ValidationError(
            "Tài khoản này có hoặc từng có vai trò ở cơ quan khác nên không đặt lại mật khẩu ở đây được."
        )
    if user == actor:
        raise ValidationError("Mật khẩu của chính mình thì đổi ở mục “Đổi mật khẩu”.")
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    history.record(
        user,
        action="password_reset",
        label="Đặt lại mật khẩu",
        actor=actor,
        data={"account": user.username},
    )
