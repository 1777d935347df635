"""Whether an address would let its reader in, so that no page offers what it then refuses."""

from typing import Any

from django import template
from django.urls import Resolver404, get_script_prefix, resolve

register = template.Library()


@register.filter
def open_to(url: str, user: Any) -> bool:
    """True for an address of this site whose view lets the user in; anchors and queries do not matter."""
    path = url.split("#")[0].split("?")[0]
    prefix = get_script_prefix()
    try:
        match = resolve(f"/{path.removeprefix(prefix)}" if path.startswith(prefix) else path)
    except Resolver404:
        return False
    view: Any = match.func
    return user.can(view.view_class.permission)
