"""What a reading of the file found, and what the import made of it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qms.numbers import grouped

Told = Callable[[int, int, str], None]
"""progress(done, total, message)"""


def rows_read(done: int, total: int) -> str:
    """“5.000 / 45.624 dòng”."""
    return f"{grouped(min(done, total))} / {grouped(total)} dòng"


@dataclass
class Outcome:
    """rows = staged + rejected; staged = added + changed + unchanged + outdated once it is merged."""

    rows: int = 0
    staged: int = 0
    rejected: int = 0
    unwanted: int = 0
    """Of the rejected rows those that a person chose not to take."""
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    new_procedures: list[dict[str, Any]] = field(default_factory=list)
    procedure_rows: int = 0
    """Rows of TTHC that the catalogue lacks."""
    first: datetime.date | None = None
    last: datetime.date | None = None
    last_row: int = 0
    """The number of the file's last row."""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0
    own_days: dict[datetime.date, bool] = field(default_factory=dict)
    """The agency's own days that the timings were counted by."""

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "staged": self.staged,
            "rejected": self.rejected,
            "refused": self.refused,
            "new_procedures": self.new_procedures[:50],
            "new_procedure_count": len(self.new_procedures),
            "procedure_rows": self.procedure_rows,
            "mostly_new": 2 * self.procedure_rows > self.rows,
            "first_day": f"{self.first:%d/%m/%Y}" if self.first else "",
            "last_day": f"{self.last:%d/%m/%Y}" if self.last else "",
        }
