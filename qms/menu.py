"""The menu that follows the year's cycle, and what every page shows around its content."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from qms import inbox
from qms.access import agencies_of, years_of
from qms.http import AgencyRequest
from qms.models import HistoryHead, User
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


@dataclass(frozen=True)
class Counts:
    """What waits for a user, how much of it is past its day, and the late rows of pages by URL name."""

    waiting: int
    late: int
    late_of: dict[str, int]


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
        "menu": SimpleLazyObject(lambda: _groups(request, _counts(request))),
        "saved_draft_key": request.session.pop("saved_draft_key", "") if request.method == "GET" else "",
    }


def waiting_for(request: AgencyRequest) -> inbox.Inbox:
    """The request's user's, counted once a request with what is late in the menu."""
    if "_inbox" not in request.__dict__:
        asked = {entry.url_name: entry.late(request.user) for entry in _allowed(request) if entry.late}
        request.__dict__["_inbox"] = inbox.Inbox(request.agency, request.user, asked)
    return request.__dict__["_inbox"]


def _counts(request: AgencyRequest) -> Counts:
    """Counted anew by a page that reads the inbox; others take what was counted at the same end of the history.

    Every change writes history, and an entry's hash is of that one state: what is kept under it cannot be outdated.
    """
    if "_inbox" in request.__dict__:
        return _counted(waiting_for(request))
    heads = HistoryHead.objects.filter(agency=request.agency).values_list("hash", flat=True)
    roles = sorted(request.user.roles_in(request.agency))
    state = [request.agency.pk, request.user.pk, roles, str(request.today), *heads]
    key = hashlib.sha256(json.dumps(state).encode()).hexdigest()
    if (kept := caches["menu"].get(key)) is None:
        kept = _counted(waiting_for(request))
        caches["menu"].set(key, kept)
    return kept


def _counted(waiting: inbox.Inbox) -> Counts:
    return Counts(waiting.count, waiting.late, waiting.beside)


def _groups(request: AgencyRequest, counts: Counts) -> list[dict[str, Any]]:
    items: dict[str, list[dict[str, Any]]] = {title: [] for title in GROUPS}
    for entry in _allowed(request):
        items[entry.group].append(_item(request, entry, counts))
    return [{"title": title, "items": found} for title, found in items.items() if found]


def _allowed(request: AgencyRequest) -> list[Entry]:
    return sorted((e for e in _entries if request.user.can(e.permission)), key=lambda e: e.order)


def _item(request: AgencyRequest, entry: Entry, counts: Counts) -> dict[str, Any]:
    url = reverse(entry.url_name)
    is_inbox = entry.url_name == "qms:inbox"
    home = entry.url_name == "qms:year"
    late = counts.late if is_inbox else counts.late_of.get(entry.url_name, 0)
    return {
        "label": f"Năm {request.year}" if home else entry.label,
        "url": url,
        "active": request.path == url if home else request.path.startswith(url),
        "count": (counts.waiting if is_inbox else late) or None,
        "late": late > 0,
    }


def shortcuts(user: Any) -> list[tuple[str, str]]:
    """(label, address) of the buttons on the year's page."""
    return [(e.shortcut, reverse(e.url_name)) for e in _entries if e.shortcut and user.can(e.permission)]
