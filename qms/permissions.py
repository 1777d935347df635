"""Permissions, declared once by each app's permissions.py, and the roles that hold them (design.md, lock 3)."""

from dataclasses import dataclass
from functools import cache

from qms.enums import Role

EVERYONE = tuple(Role)
PUBLIC = "public"
"""For views that need no login (login page, health)."""
SIGNED_IN = "signed_in"
"""For views outside any agency that any account may open."""


@dataclass(frozen=True)
class Permission:
    name: str
    label: str
    roles: frozenset[str]


_registry: dict[str, Permission] = {}


def register(name: str, label: str, *roles: Role) -> str:
    """Declare a permission once; returns its name. Raises ValueError when it exists with other roles."""
    permission = Permission(name, label, frozenset(role.value for role in roles))
    if _registry.setdefault(name, permission) != permission:
        raise ValueError(f"permission {name} is declared twice")
    permissions_of.cache_clear()
    return name


def declared() -> dict[str, Permission]:
    return dict(_registry)


@cache
def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name, permission in _registry.items() if permission.roles & roles)


VIEW = register("qms.view", "Xem trang của cơ quan", *EVERYONE)
MANAGE_PEOPLE = register("qms.manage_people", "Quản lý đơn vị, cán bộ", Role.ADMIN, Role.SECRETARY)
MANAGE_AGENCY = register("qms.manage_agency", "Sửa thông tin cơ quan", Role.ADMIN, Role.SECRETARY)
MANAGE_ROLES = register("qms.manage_roles", "Giao vai trò", Role.ADMIN)
VIEW_HISTORY = register(
    "qms.view_history", "Xem lịch sử thay đổi", Role.ADMIN, Role.SECRETARY, Role.LEADER, Role.OBSERVER
)
