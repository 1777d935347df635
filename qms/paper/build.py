"""Short ways to write a tree: p("…"), h(1, "…"), dashes("…", "…"), table(["TT", "Nội dung"], rows)."""

from collections.abc import Iterable, Sequence

from qms.numbers import format_integer
from qms.paper.blocks import Block, Bullets, Heading, Item, KeyValue, Paragraph, Role
from qms.paper.inline import Part, Run, text
from qms.paper.tables import Align, Cell, Column, Row, Table

CellLike = Cell | str | int | Run | Sequence[Run] | None


def p(
    *parts: Part, role: Role = Role.BODY, prefix: str = "", bold: bool = False, italic: bool = False
) -> Paragraph:
    return Paragraph(text(*parts, bold=bold, italic=italic), role, prefix)


def h(level: int, *parts: Part, upper: bool = False, anchor: str = "") -> Heading:
    return Heading(level, text(*parts), upper=upper, anchor=anchor)


def item(*parts: Part, blocks: Iterable[Block] = ()) -> Item:
    return Item(text(*parts), tuple(blocks))


def bullets(marker: str, *entries: Part | Item) -> Bullets:
    return Bullets(tuple(e if isinstance(e, Item) else item(e) for e in entries), marker)


def dashes(*entries: Part | Item) -> Bullets:
    return bullets("-", *entries)


def line(label: str, *parts: Part, bold_label: bool = False, indented: bool = False) -> KeyValue:
    """“label: value”; no parts = a dotted line to write on."""
    return KeyValue(label, text(*parts), bold_label, indented)


def cell(value: CellLike, *, colspan: int = 1, rowspan: int = 1, align: Align | None = None) -> Cell:
    if isinstance(value, Cell):
        return value
    if value is None or value == "":
        return Cell(colspan=colspan, rowspan=rowspan, align=align)
    runs = text(str(value)) if isinstance(value, str | int) else text(value)
    return Cell(runs, colspan=colspan, rowspan=rowspan, align=align)


def number(value: int | None, *, two_digits: bool = False) -> Cell:
    """“4.529”, or “02” with two digits; an empty cell for None."""
    if value is None:
        return Cell()
    told = format_integer(value, grouped=not two_digits, two_digits=two_digits)
    return Cell(text(told), number=value, number_format="00" if two_digits else "#,##0")


def row(*values: CellLike, bold: bool = False) -> Row:
    return Row(tuple(cell(value) for value in values), bold)


def table(
    header: Sequence[CellLike],
    rows: Iterable[Row | Sequence[CellLike]],
    *,
    header_rows: Sequence[Row] = (),
    weights: Sequence[float] = (),
    aligns: str = "",
    caption: Part = "",
) -> Table:
    """`header`: captions of one row; `header_rows` instead when cells are merged.

    `aligns`: one letter a column: l, c, r, j. `weights`: shares of the width.
    """
    head = tuple(header_rows) or ((row(*header),) if header else ())
    body = tuple(entry if isinstance(entry, Row) else row(*entry) for entry in rows)
    first = (*head, *body)[0]
    count = len(weights) or len(aligns) or sum(cell.colspan for cell in first.cells)
    kinds = {"l": Align.LEFT, "c": Align.CENTER, "r": Align.RIGHT, "j": Align.JUSTIFY}
    columns = tuple(
        Column(weights[i] if weights else 1.0, kinds[aligns[i]] if aligns else Align.LEFT)
        for i in range(count)
    )
    return Table(columns, body, head, caption=text(caption) if caption else ())
