"""The menu that follows the year's cycle, and what every page shows around its content."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from qms import inbox
from qms.access import agencies_of, years_of
from qms.http import AgencyRequest
from qms.models import User
from qms.scope import current_scope

LateRows = Callable[[User], Iterable["QuerySet[Any]"]]
GROUPS = ("", "Hoạch định", "Thực hiện", "Kiểm tra", "Cải tiến", "Báo cáo", "Hệ thống")


@dataclass(frozen=True)
class Entry:
    group: str
    label: str
    url_name: str
    permission: str
    order: int
    shortcut: str = ""
    late: LateRows | None = None


_entries: list[Entry] = []


def register(
    group: str,
    label: str,
    url_name: str,
    permission: str,
    order: int = 50,
    shortcut: str = "",
    late: LateRows | None = None,
) -> None:
    """Put a page into the menu; with a shortcut it is a button on the year's page too.

    late: the rows that this user sees there past their day, for the red count; all are counted with one query.
    """
    if group not in GROUPS:
        raise ValueError(f"no such menu group: {group}")
    _entries.append(Entry(group, label, url_name, permission, order, shortcut, late))


def context(request: AgencyRequest) -> dict[str, Any]:
    """Template globals; only the frame of a page without an agency."""
    agency = getattr(request, "agency", None)
    user = getattr(request, "user", None)
    if agency is None or user is None or not user.is_authenticated:
        return {"agency": None, "menu": []}
    # lazy: a partial, a download or a progress poll draws no frame and pays for none
    return {
        "agency": agency,
        "year": request.year,
        "years": SimpleLazyObject(lambda: years_of(agency, request.year)),
        "agencies": SimpleLazyObject(lambda: agencies_of(user)),
        "read_only": current_scope().read_only,
        "role_label": request.role_label,
        "menu": SimpleLazyObject(lambda: _groups(request)),
        "saved_draft_key": request.session.pop("saved_draft_key", "") if request.method == "GET" else "",
    }


def waiting_for(request: AgencyRequest) -> inbox.Inbox:
    """The request's user's, counted once a request with what is late in the menu."""
    return _counted(request)[0]


def _counted(request: AgencyRequest) -> tuple[inbox.Inbox, list[Entry]]:
    """The inbox, and whose entry each of the rows is that it counts beside its own."""
    if "_counted" not in request.__dict__:
        late = [(e, rows) for e in _allowed(request) if e.late for rows in e.late(request.user)]
        waiting = inbox.Inbox(request.agency, request.user, [rows for _, rows in late])
        request.__dict__["_counted"] = waiting, [entry for entry, _ in late]
    return request.__dict__["_counted"]


def _groups(request: AgencyRequest) -> list[dict[str, Any]]:
    waiting, entries = _counted(request)
    late: Counter[Entry] = Counter()
    for entry, count in zip(entries, waiting.beside, strict=True):
        late[entry] += count
    allowed = _allowed(request)
    groups = []
    for title in GROUPS:
        items = [_item(request, e, waiting, late[e]) for e in allowed if e.group == title]
        if items:
            groups.append({"title": title, "items": items})
    return groups


def _allowed(request: AgencyRequest) -> list[Entry]:
    return sorted((e for e in _entries if request.user.can(e.permission)), key=lambda e: e.order)


def _item(request: AgencyRequest, entry: Entry, waiting: inbox.Inbox, late: int) -> dict[str, Any]:
    url = reverse(entry.url_name)
    is_inbox = entry.url_name == "qms:inbox"
    home = entry.url_name == "qms:year"
    late = waiting.late if is_inbox else late
    return {
        "label": f"Năm {request.year}" if home else entry.label,
        "url": url,
        "active": request.path == url if home else request.path.startswith(url),
        "count": (waiting.count if is_inbox else late) or None,
        "late": late > 0,
    }


def shortcuts(user: Any) -> list[tuple[str, str]]:
    """(label, address) of the buttons on the year's page."""
    return [(e.shortcut, reverse(e.url_name)) for e in _entries if e.shortcut and user.can(e.permission)]
