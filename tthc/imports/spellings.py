"""What a cell says, read once for each spelling: of a million rows few are written in a new way."""

import datetime
from collections.abc import Callable, Hashable
from typing import Any

from qms.sheet_tables import text_of
from qms.text import fold
from tthc.imports import words
from tthc.imports.cells import DAY, STAMP, day_of
from tthc.imports.refusals import RowRefused, RowUnwanted


class Days(dict[Hashable, datetime.date | None]):
    """Cell → its day, read once for each day, not for each moment of it. Raises RowRefused."""

    def __missing__(self, cell: Any) -> datetime.date | None:
        moment = type(cell) is str and STAMP(cell)
        day = self[cell] = self[cell[:DAY]] if moment else day_of(cell)
        return day


class Cached(dict[Hashable, Any]):
    """Cell → value, made once for each spelling; a refusal is made again each time, for it is rare."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __missing__(self, key: Hashable) -> Any:
        value = self[key] = self.make(key)
        return value


def word_reader(kind: str, remembered: dict[str, str]) -> Cached:
    """Cell → our value; an empty cell is None. Raises RowRefused for a word that nobody matched or wants."""
    table = words.table_of(kind, remembered)

    def make(cell: Any) -> Any:
        text = text_of(cell)
        if not text:
            return None
        told = f"{words.LABELS[kind].lower()} “{text[:60]}”"
        try:
            value = table[fold(text)]
        except KeyError:
            raise RowRefused(f"{told} chưa được ghép") from None
        if value is words.REJECTED:
            raise RowUnwanted(f"{told} đã chọn là không nhận")
        return value

    return Cached(make)
