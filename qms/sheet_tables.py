"""Tables in the sheets that offices send: a header under titles, over one or several rows, with merged cells."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from qms.text import fold, nfc, storable

HEADER_WITHIN = 60
HEADER_ROWS = 4
Grid = list[list[Any]]
Spellings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SheetRow:
    """A row below the header. number: as Excel counts; cells: by field, "" where empty; texts: every text once."""

    number: int
    cells: dict[str, Any]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    sheet: str
    fields: frozenset[str]
    rows: list[SheetRow]
    above: str = ""
    """The texts above the header: the title."""


def find_tables(book: CalamineWorkbook, spellings: Spellings, required: Iterable[str]) -> list[Table]:
    """The table of every visible sheet whose header has the required fields.

    spellings: field → folded beginnings of its header. Raises ValidationError for a sheet that cannot be read.
    """
    found = []
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible:
            table = _table(sheet.name, _grid(book, sheet.name), spellings, frozenset(required))
            found += [table] if table else []
    return found


def cell_value(value: Any) -> Any:
    """A value Excel keeps as number or date; text that begins like a formula stays text. text_of() undoes it."""
    if value is None or isinstance(value, int | float):
        return value
    if hasattr(value, "strftime"):
        return value.replace(tzinfo=None) if hasattr(value, "hour") else value
    text = storable(str(value))  # rows stored before texts were cleaned
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def text_of(value: Any) -> str:
    """A cell as people read it, on one line: 5.0 is 5, a day is dd/mm/yyyy, our exports' guard is off."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return re.sub(r"^'(?=[=+\-@])", "", " ".join(nfc(storable(str(value))).split()))


def header_words(value: Any) -> str:
    """“Mã số\nTTHC (*)” → “ma so tthc”."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(str(value))).split())


def read_grid(book: CalamineWorkbook, name: str) -> tuple[Grid, list[Any]]:
    """The sheet's cells from its first row on, and its merged areas. Raises ValidationError."""
    try:
        sheet = book.get_sheet_by_name(name)
        grid: Grid = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        return grid, list(sheet.merged_cell_ranges or [])
    except CalamineError as error:
        raise _unreadable(name) from error
    except BaseException as error:  # the parser's own panics are no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable(name) from error


def _grid(book: CalamineWorkbook, name: str) -> Grid:
    """Each merged cell filled with what it shows."""
    grid, merged = read_grid(book, name)
    budget = 2 * sum(len(row) for row in grid)  # merged areas do not overlap in an honest file
    for (top, left), (bottom, right) in merged:
        area = [(y, x) for y in range(top, min(bottom + 1, len(grid))) for x in range(left, right + 1)]
        budget -= len(area)
        if budget < 0:
            raise _unreadable(name)
        for y, x in area:
            if x < len(grid[y]) and left < len(grid[top]):
                grid[y][x] = grid[top][left]
    return grid


def _unreadable(name: str) -> ValidationError:
    return ValidationError(f"Không đọc được trang “{name}”. Mở bằng Excel, lưu lại rồi chọn lại tệp.")


def _table(name: str, grid: Grid, spellings: Spellings, required: frozenset[str]) -> Table | None:
    for top in range(min(HEADER_WITHIN, len(grid))):
        if required <= set(_columns([grid[top]], spellings).values()):
            break
    else:
        return None
    bottom = _last_header_row(grid, top, spellings, required)
    columns = _columns(grid[top : bottom + 1], spellings)
    rows = []
    for at in range(bottom + 1, len(grid)):
        texts = tuple(dict.fromkeys(text for value in grid[at] if (text := text_of(value))))
        if texts and not _is_numbering(texts):
            cells = {field: grid[at][x] for x, field in columns.items() if x < len(grid[at])}
            rows.append(SheetRow(at + 1, cells, texts))
    above = " ".join(dict.fromkeys(text for row in grid[:top] for value in row if (text := text_of(value))))
    return Table(name, frozenset(columns.values()), rows, above)


def _last_header_row(grid: Grid, top: int, spellings: Spellings, required: frozenset[str]) -> int:
    """Rows below belong to the header while its required cells reach down into them, or stay empty beside others."""
    places = [x for x, field in _columns([grid[top]], spellings).items() if field in required]
    bottom = top
    while bottom + 1 < min(len(grid), top + HEADER_ROWS):
        row, head = grid[bottom + 1], grid[top]
        merged = all(x < len(row) and row[x] == head[x] for x in places)
        hollow = all(x >= len(row) or not text_of(row[x]) for x in (0, *places)) and any(map(text_of, row))
        if not (merged or hollow):
            break
        bottom += 1
    return bottom


def _columns(header: Grid, spellings: Spellings) -> dict[int, str]:
    """{column: field}: by the longest spelling its header begins with; a field's first column counts."""
    found: dict[int, str] = {}
    for x in range(max(map(len, header))):
        parts = dict.fromkeys(header_words(row[x]) for row in header if x < len(row))
        names = [" ".join(part for part in parts if part), *reversed([part for part in parts if part])]
        for words in names if len(parts) > 1 else names[:1]:
            field = _field(words, spellings)
            if field is not None and field not in found.values():
                found[x] = field
                break
    return found


def _field(words: str, spellings: Spellings) -> str | None:
    hits = [
        (len(spelling), field)
        for field, known in spellings.items()
        for spelling in known
        if words == spelling or words.startswith(f"{spelling} ")
    ]
    return max(hits)[1] if hits else None


def _is_numbering(texts: tuple[str, ...]) -> bool:
    """“(1) | (2) | (3)”, the row of column numbers below a header."""
    return len(texts) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", text) for text in texts)
