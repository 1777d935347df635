"""Enter the agency and the year that the address names: /<agency>/<year>/… (design.md, lock 2).

The prefix becomes the script prefix, so `reverse()` and `{% url %}` give addresses of the same agency and year by
themselves, and two browser tabs of two agencies never mix (the way Django's i18n_patterns prefixes a language).
"""

import re
from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

from qms.access import find_agency, role_label
from qms.http import AgencyRequest, QmsRequest
from qms.scope import in_agency

PREFIX = re.compile(r"^/(?P<code>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<year>(?:19|20)\d{2})(?P<rest>/.*)$")


class AgencyMiddleware:
    def __init__(self, get_response: Callable[[QmsRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: QmsRequest) -> HttpResponse:
        request.agency, request.year, request.today = None, None, timezone.localdate()
        if not (match := PREFIX.match(request.path_info)):
            return self.get_response(request)
        before = get_script_prefix()
        request.path_info = match["rest"]
        request.year = int(match["year"])
        set_script_prefix(f"{before.rstrip('/')}/{match['code']}/{match['year']}/")
        try:
            return self._enter(request, match["code"])
        finally:
            set_script_prefix(before)

    def _enter(self, request: QmsRequest, code: str) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:  # LoginRequiredMiddleware sends them to the login page, agency or not
            return self.get_response(request)
        if (agency := find_agency(code, user)) is None:
            raise Http404("Không có cơ quan này.")
        entered = cast(AgencyRequest, request)
        entered.agency = agency
        entered.role_label = role_label(user, agency)
        with in_agency(agency, read_only=user.only_reads(agency)):
            return self.get_response(entered)
