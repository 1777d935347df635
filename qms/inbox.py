"""What waits for whom: each app's inbox.py names the rows; pages, the menu's count, notices and digests read them.

A provider narrows its rows in SQL to those that wait. So all are counted with one query, however many there are,
and whether one record waits is asked of that record alone.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from qms.counting import NEVER, union_counts

if TYPE_CHECKING:
    from qms.models import Agency, User

SHOWN = 20


@dataclass(frozen=True)
class InboxItem:
    """One thing to do: group 'Báo cáo năm', sentence why, due day, the record whose steps are offered.

    is_rest: no thing to do but the line that tells how many more there are.
    """

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
    is_rest: bool = False

    def due_text(self, today: datetime.date) -> str:
        if self.due is None:
            return ""
        days = (self.due - today).days
        return f"Quá hạn {-days} ngày" if days < 0 else f"hạn {self.due:%d/%m}"

    def is_late(self, today: datetime.date) -> bool:
        return self.due is not None and self.due < today


@dataclass(frozen=True)
class Waiting:
    """The rows that wait for one user, the most urgent first; each becomes one item.

    rest: URL name of the list with those that are cut; late: which rows' items are past their day.
    """

    rows: "QuerySet[Any]"
    item: Callable[[Any], InboxItem]
    group: str
    rest: str
    late: Q = NEVER

    def capped(self, count: int, most: int) -> Iterable[InboxItem]:
        """The first ones, and how many follow."""
        yield from (self.item(row) for row in self.rows[:most])
        if count > most:
            told = f"Trên đây là {most} việc gấp nhất của mục “{self.group}”."
            title = f"… và {count - most} việc nữa"
            yield InboxItem(self.group, title, reverse(self.rest), told, is_rest=True)


Provider = Callable[["Agency", "User", Any], Waiting | None]
_providers: list[tuple[type[Any], Provider]] = []


def provider(model: type[Any]) -> Callable[[Provider], Provider]:
    """`@provider(Finding) def findings(agency, user, rows)`: narrows `rows` to the user's; None when none can be."""

    def register(function: Provider) -> Provider:
        _providers.append((model, function))
        return function

    return register


def speaks_for(model: type[Any]) -> bool:
    """Whether records of this model can wait for somebody at all."""
    return any(known is model for known, _ in _providers)


def any_of(conditions: Iterable[Q]) -> Q | None:
    """One condition out of several; None when there is none."""
    return reduce(or_, conditions, Q()) or None


class Inbox:
    """What waits for one user in the entered agency: counted with one query, read as far as asked.

    beside: other rows that are counted with the same query, by what asks for them.
    """

    def __init__(
        self,
        agency: "Agency",
        user: "User",
        beside: Mapping[str, Iterable["QuerySet[Any]"]] | None = None,
    ) -> None:
        self.agency, self.user = agency, user
        self._beside = [(asker, rows) for asker, asked in (beside or {}).items() for rows in asked]

    @cached_property
    def _asked(self) -> list[Waiting]:
        given = (give(self.agency, self.user, model.objects.all()) for model, give in _providers)
        return [waiting for waiting in given if waiting is not None]

    @cached_property
    def _counts(self) -> dict[int, tuple[int, int]]:
        waiting = [(waiting.rows, waiting.late) for waiting in self._asked]
        return union_counts([*waiting, *((rows, NEVER) for _, rows in self._beside)])

    @cached_property
    def _parts(self) -> list[tuple[Waiting, int, int]]:
        """(rows, how many, how many of them late), without the empty ones."""
        asked = enumerate(self._asked)
        return [(waiting, *self._counts[number]) for number, waiting in asked if number in self._counts]

    @cached_property
    def beside(self) -> Counter[str]:
        """How many of the other rows there are, by what asked for them."""
        found: Counter[str] = Counter()
        for number, (asker, _) in enumerate(self._beside, len(self._asked)):
            found[asker] += self._counts.get(number, (0, 0))[0]
        return found

    @property
    def count(self) -> int:
        return sum(count for _, count, _ in self._parts)

    @property
    def late(self) -> int:
        return sum(late for _, _, late in self._parts)

    def items(self, most: int = SHOWN) -> list[InboxItem]:
        """The most overdue first, `most` of each kind."""
        return _in_order(item for waiting, count, _ in self._parts for item in waiting.capped(count, most))


def collect(agency: "Agency", user: "User", only: Any = None) -> list[InboxItem]:
    """What waits for this user, the most overdue first; `only`: in that record, whatever else there is."""
    if only is None:
        return Inbox(agency, user).items()
    rows = type(only).objects.filter(pk=only.pk)
    given = (give(agency, user, rows) for model, give in _providers if model is type(only))
    return _in_order(waiting.item(row) for waiting in given if waiting for row in waiting.rows)


def _in_order(items: Iterable[InboxItem]) -> list[InboxItem]:
    return sorted(items, key=lambda item: (item.is_rest, item.due is None, item.due or datetime.date.max))
