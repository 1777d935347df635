"""Figure tables as tables of a paper: the annexes of the report."""

import datetime
from decimal import Decimal

from qms.figures import Figure, FigureTable
from qms.paper.tree import Align, Cell, Column, Row, Run, Table, text
from reports.markdown import reference
from reports.placeholders import Quote, Style

WIDE, FEW_ROWS = 9, 4
_ORDER = Column(0.5, Align.CENTER)


def quotes_of(table: FigureTable, style: Style) -> list[list[Quote]]:
    """One quote a cell, rows by columns."""
    return [
        [_quote(table, index, name, label, style) for name, label in table.columns]
        for index in range(len(table.rows))
    ]


def _quote(table: FigureTable, index: int, name: str, label: str, style: Style) -> Quote:
    value = table.rows[index].get(name, "")
    key, title = f"{table.key}[{index}].{name}", f"{table.label}: {label}"
    unit = "%" if isinstance(value, Decimal) else ""
    return Quote(key, title, style.text(value, unit), Figure(key, title, value, unit=unit).text(), table.url)


def paper_table(table: FigureTable, quotes: list[list[Quote]], changed: frozenset[str]) -> Table:
    """Rows as they are, or turned when many columns stand over few rows: an upright page reads better."""
    if len(table.columns) > WIDE and len(quotes) <= FEW_ROWS:
        return _turned(table, quotes, changed)
    first = table.rows[0] if table.rows else {}
    columns = [_ORDER, *(_column(first.get(name, "")) for name, _ in table.columns)]
    header = [Cell(text("TT")), *(Cell(text(label)) for _, label in table.columns)]
    rows = [
        [Cell(text(str(number))), *(_cell(quote, changed) for quote in line)]
        for number, line in enumerate(quotes, start=1)
    ]
    if table.columns[0][0] in ("tt", "stt"):  # the table counts its rows itself
        columns, header, rows = columns[1:], header[1:], [line[1:] for line in rows]
    return Table(tuple(columns), tuple(Row(tuple(line)) for line in rows), (Row(tuple(header)),))


def _turned(table: FigureTable, quotes: list[list[Quote]], changed: frozenset[str]) -> Table:
    """Columns become rows; the first column's texts stand at the head."""
    heads = [Cell(text("Nội dung")), *(_cell(line[0], changed) for line in quotes)]
    rows = [
        Row((Cell(text(str(number))), Cell(text(label)), *(_cell(line[number], changed) for line in quotes)))
        for number, (_, label) in enumerate(table.columns[1:], start=1)
    ]
    columns = (_ORDER, Column(3.4, Align.LEFT), *(Column(1.4, Align.RIGHT) for _ in quotes))
    return Table(columns, tuple(rows), (Row((Cell(text("TT")), *heads)),))


def _cell(quote: Quote, changed: frozenset[str]) -> Cell:
    return Cell((Run(quote.text, figure=reference(quote, changed)),))


def _column(value: object) -> Column:
    if isinstance(value, int | Decimal):
        return Column(1.0, Align.RIGHT)
    return Column(1.0, Align.CENTER) if isinstance(value, datetime.date) else Column(2.4, Align.LEFT)
