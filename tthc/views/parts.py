"""What an overview is made of."""

from dataclasses import dataclass
from typing import Any

from qms.views.base import Action


@dataclass(frozen=True)
class Part:
    """One table of an overview. columns: (label, url); rows: name, cells (value, note, url, css)."""

    title: str
    columns: list[tuple[str, str]]
    rows: list[dict[str, Any]]
    empty_text: str
    action: Action | None = None
    list_url: str = ""
    note: str = ""
    first: str = "Chỉ tiêu"
