"""The base of every view: a permission declared on the class, checked before anything is done (lock 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.generic import View

from qms import permissions
from qms.http import AgencyRequest


class PermissionNotDeclared(TypeError):
    """A view class says no permission."""


class QmsView(View):
    """`permission`: a name from permissions.py, or PUBLIC / SIGNED_IN.

    Another agency's page is 404, a missing right 403.
    """

    request: AgencyRequest
    permission: ClassVar[str] = ""
    write_permission: ClassVar[str] = ""

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not cls.permission:
            raise PermissionNotDeclared(f"{cls.__module__}.{cls.__qualname__} declares no permission")

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        return login_not_required(view) if cls.permission == permissions.PUBLIC else view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission not in (permissions.PUBLIC, permissions.SIGNED_IN):
            if getattr(request, "agency", None) is None:
                raise Http404("Trang này thuộc về một cơ quan.")
            if not self.request.user.can(self.permission):
                raise PermissionDenied(permissions.declared()[self.permission].label)
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])  # Back must not show a partial as the page
        return response


@dataclass(frozen=True)
class Action:
    """A button on a page; with a reason it is shown disabled and says why."""

    label: str
    url: str
    style: str = "secondary"
    disabled_reason: str = ""
    method: str = "get"


@dataclass(frozen=True)
class Panel:
    """A part of a detail page, drawn by its own template."""

    title: str
    template: str
    context: dict[str, Any]
