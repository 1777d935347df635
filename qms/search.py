"""One box over everything the user may see: each app registers its models; words are matched on the folded text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from qms.text import fold, nfc

if TYPE_CHECKING:
    from qms.models import Record, User

LIMIT = 20


@dataclass(frozen=True)
class Source:
    model: "type[Record]"
    title: str
    permission: str
    rows: "Callable[[User], QuerySet[Any]] | None" = None


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    exact: bool
    note: str = ""


_sources: list[Source] = []


def register(
    model: "type[Record]",
    title: str,
    permission: str,
    rows: "Callable[[User], QuerySet[Any]] | None" = None,
) -> None:
    """rows(user): those he may see, when they are not all of the agency's."""
    _sources.append(Source(model, title, permission, rows))


def sources() -> list[Source]:
    return list(_sources)


def search(query: str, user: "User") -> list[tuple[str, list[Hit]]]:
    """(group, hits) in the entered agency; rows that hold the words with their accents come first."""
    words = fold(query).split()
    if not words:
        return []
    groups = []
    for source in _sources:
        if user.can(source.permission) and (hits := _hits(source, words, query, user)):
            groups.append((source.title, hits))
    return groups


def _hits(source: Source, words: list[str], query: str, user: "User") -> list[Hit]:
    rows = source.rows(user) if source.rows else source.model.objects.all()
    for word in words:
        rows = rows.filter(search_text__contains=word)
    accented = nfc(query).lower()
    hits = []
    for row in rows.order_by("sort_key")[: LIMIT * 5]:
        text = " ".join(str(getattr(row, name) or "") for name in row.search_fields).lower()
        hits.append(
            Hit(str(row), row.get_absolute_url(), accented in nfc(text), getattr(row, "search_note", ""))
        )
    return sorted(hits, key=lambda hit: not hit.exact)[:LIMIT]
