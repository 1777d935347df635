"""Obligations: what the law asks of the year (O1 … in domain.md §2), done by which record, due when."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qms.models import Agency


@dataclass(frozen=True)
class Obligation:
    """One duty of the year. `since`/`until`: its bar on the year's map; done: by which record (text), '' = not yet."""

    code: str
    title: str
    legal_basis: str
    due: datetime.date
    done: str = ""
    needs_review: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    url: str = ""
    order: int = 0

    def state(self, today: datetime.date) -> tuple[str, str]:
        """(css of the tag, sentence)."""
        if self.needs_review:
            return "warn", "Cần xem"
        if self.done:
            return "ok", "Xong"
        days = (self.due - today).days
        if days < 0:
            return "late", f"Quá hạn {-days} ngày"
        return ("warn" if days <= 30 else "plain"), f"Hạn {self.due:%d/%m}"


Provider = Callable[["Agency", int], Iterable[Obligation]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    _providers.append(function)
    return function


def collect(agency: "Agency", year: int) -> list[Obligation]:
    """The year's obligations in the order of the cycle."""
    return sorted(
        (entry for give in _providers for entry in give(agency, year)), key=lambda entry: entry.order
    )
