"""What waits for whom: each app's inbox.py gives items; the leader's page, my work and the menu's count read them."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qms.http import AgencyRequest
    from qms.models import Agency, User


@dataclass(frozen=True)
class InboxItem:
    """One thing to do: group 'Báo cáo năm', sentence why, due day, the record whose steps are offered."""

    group: str
    title: str
    url: str
    sentence: str = ""
    tag: str = ""
    tag_css: str = "info"
    due: datetime.date | None = None
    details: tuple[tuple[str, str], ...] = ()
    record: Any = None
    steps: tuple[str, ...] = field(default=())

    def due_text(self, today: datetime.date) -> str:
        if self.due is None:
            return ""
        days = (self.due - today).days
        return f"Quá hạn {-days} ngày" if days < 0 else f"hạn {self.due:%d/%m}"

    def is_late(self, today: datetime.date) -> bool:
        return self.due is not None and self.due < today


Provider = Callable[["Agency", "User"], Iterable[InboxItem]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    _providers.append(function)
    return function


def of_request(request: "AgencyRequest") -> list[InboxItem]:
    """What waits for the request's user, read once a request: the menu counts it, pages list it."""
    if "_inbox" not in request.__dict__:
        request.__dict__["_inbox"] = collect(request.agency, request.user)
    return request.__dict__["_inbox"]


def collect(agency: "Agency", user: "User") -> list[InboxItem]:
    """What waits for this user, the most overdue first."""
    items = [item for give in _providers for item in give(agency, user)]
    return sorted(items, key=lambda item: (item.due is None, item.due or datetime.date.max))
