"""The matrix of a round as an XLSX sheet with the paper's merged head, and the same sheet read back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from python_calamine import SheetVisibleEnum

from qms.paper import xlsx
from qms.sheet_tables import read_grid, text_of
from qms.spreadsheets import open_checked, refuse_uncomputed
from qms.text import fold
from qms.workbook_limits import Limits
from tthc.forms.surveys import MOST_ROWS, option_field
from tthc.papers.surveys import table_of
from tthc.surveys.matrix import Group, Matrix

LIMITS = Limits(packed_mb=2, unpacked_mb=30, cells=1_000_000)
HEAD_WITHIN, MOST_COLUMNS = 40, 330
MOST_LINES = HEAD_WITHIN + MOST_ROWS + 10
NAME, OPINIONS = "linh vuc", "tong so y kien"
TOTALS = {"tong so", "tong", "tong cong", "cong"}


def write(title: str, matrix: Matrix) -> bytes:
    """The paper's own table: the same cells, merged alike; counts are numbers shown with two digits."""
    return xlsx.render([xlsx.Sheet("Hài lòng", title, table_of(matrix))])


@dataclass
class Found:
    """What a sheet says, as texts for the grid's cells; `notes`: what the person should know of it."""

    rows: list[dict[str, str]] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read(content: bytes, groups: Sequence[Group]) -> Found:
    """Read the grid from whichever sheet has a column “Lĩnh vực”. Raises ValidationError with a sentence."""
    for lines in _sheets(content):
        for number, line in enumerate(lines[:HEAD_WITHIN]):
            if NAME in (texts := [fold(text) for text in line]):
                return _read(lines[number:], texts.index(NAME), groups)
    raise ValidationError("Không thấy bảng nào có cột “Lĩnh vực”. Tải bảng mẫu ở trang của đợt rồi điền vào.")


def _sheets(content: bytes) -> list[list[list[str]]]:
    """Every visible sheet as texts; formulas by the value Excel kept."""
    with open_checked(content, LIMITS) as book:
        refuse_uncomputed(content)
        grids = [
            read_grid(book, sheet.name)[0]
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible
        ]
    return [
        [[text_of(value) for value in line[:MOST_COLUMNS]] for line in grid[:MOST_LINES]] for grid in grids
    ]


def _read(lines: list[list[str]], name_at: int, groups: Sequence[Group]) -> Found:
    found = Found()
    columns = _columns(lines[0], lines[1] if len(lines) > 1 else [], name_at, groups, found.notes)
    totals: dict[str, str] = {}
    for line in lines[1:]:
        cells = {name: line[at] for at, name in columns.items() if at < len(line)}
        name = line[name_at] if name_at < len(line) else ""
        if fold(name) in TOTALS:
            totals = cells
            break
        if name:
            found.rows.append({"name": name, **cells})
    if not found.rows:
        raise ValidationError("Bảng chưa có dòng nào ghi tên lĩnh vực.")
    _compare(found, totals)
    return found


def _columns(
    head: list[str], labels: list[str], name_at: int, groups: Sequence[Group], notes: list[str]
) -> dict[int, str]:
    """Column → cell of the grid, by the words of both head rows."""
    known = {
        (fold(group.criterion.name), fold(option.label)): option_field(option.pk)
        for group in groups
        for option in group.options
    }
    columns: dict[int, str] = {}
    group = ""
    for at in range(name_at + 1, max(len(head), len(labels))):
        group = (head[at] if at < len(head) else "") or group
        label = labels[at] if at < len(labels) else ""
        if fold(group) == OPINIONS and not label:
            columns[at] = "opinions"
        elif name := known.pop((fold(group), fold(label)), ""):
            columns[at] = name
        elif label:
            notes.append(f"Cột “{group}: {label}” không có trong mẫu phiếu nên không được đọc.")
    if known:
        notes.append(f"Tệp thiếu {len(known)} cột của mẫu phiếu; các ô ấy để trống.")
    return columns


def _compare(found: Found, totals: dict[str, str]) -> None:
    """A total row that is not the sum of its rows is kept as the printed one."""
    numbers = {name: int(text) for name, text in totals.items() if text.isascii() and text.isdigit()}
    sums = {
        name: sum(int(row[name]) for row in found.rows if row.get(name, "").isascii() and row[name].isdigit())
        for name in numbers
    }
    if any(numbers[name] != sums[name] for name in numbers if name != "opinions"):
        found.printed = {name: str(count) for name, count in numbers.items() if name != "opinions"}
        found.notes.append(
            "Dòng tổng của tệp khác tổng các dòng; số in trên tệp được giữ ở dòng cuối để đối chiếu."
        )
