"""The rows not taken, as XLSX: the file's own columns, the reason in a last one."""

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from qms.sheet_tables import cell_value

REASON = "Lý do không nhận"
ROW = "Dòng trong tệp"


class RejectedRows:
    """Streams to the disk: a million rows cost no memory."""

    def __init__(self, headers: list[str], *, kept: bool = True) -> None:
        """kept=False: only counts."""
        self.headers, self.kept = headers, kept
        self.count = 0
        self._book: Workbook | None = None
        self._sheet: Any = None

    def add(self, number: int, cells: list[Any], reason: str) -> None:
        self.count += 1
        if not self.kept:
            return
        if self._book is None:
            self._book = Workbook(write_only=True)
            self._sheet = self._book.create_sheet("Không nhận")
            self._sheet.append([cell_value(name) for name in [*self.headers, ROW, REASON]])
        self._sheet.append(
            [*(_value(cell) for cell in cells[: len(self.headers)]), number, cell_value(reason)]
        )

    def save(self, path: Path) -> None:
        """Only once, and only when there are any."""
        if self._book is not None:
            self._book.save(path)

    def drop(self) -> None:
        """When the reading broke off: openpyxl closes its stream only by saving."""
        if self._book is not None:
            self._book.save(BytesIO())

    def temporary(self) -> Path | None:
        """A file of its own that the caller removes; None when every row was taken."""
        if self._book is None:
            return None
        handle = tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False)
        handle.close()
        self.save(Path(handle.name))
        return Path(handle.name)


def _value(cell: Any) -> Any:
    if isinstance(cell, bool) or not hasattr(cell, "hour") or hasattr(cell, "year"):
        return cell_value(cell)
    return str(cell)
