"""Panels that an app shows on the page of a record of an app below it, which does not know it."""

from collections.abc import Callable
from typing import Any

from qms.models import Record, User
from qms.views.base import Panel

PanelFunction = Callable[[Any, User], Panel | None]
_panels: dict[type[Record], list[tuple[str, PanelFunction]]] = {}


def register(model: type[Record], permission: str, function: PanelFunction) -> None:
    """`function(obj, user)` gives the panel, or None where it has nothing to say; in the order of registration."""
    _panels.setdefault(model, []).append((permission, function))


def panels_of(obj: Record, user: User) -> list[Panel]:
    """What the apps above show of this record to this user."""
    found = (
        function(obj, user) for permission, function in _panels.get(type(obj), ()) if user.can(permission)
    )
    return [panel for panel in found if panel is not None]
