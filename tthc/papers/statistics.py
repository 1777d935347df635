"""A level's statistics as papers that lie across: as Sở KH&CN asks, and Biểu II.06a/VPCP/KSTT."""

from qms.dates import slashed
from qms.paper import build
from qms.paper.blocks import Block
from qms.paper.tables import Align, Cell, Column, Row, Table
from qms.paper.tree import Paper, Title
from qms.papers import paper
from qms.scope import current_agency
from tthc import permissions
from tthc.models import DossierStatistics
from tthc.statistics.breakdown import FINE, FOLDED, PRESENTATIONS, Breakdown, Head, breakdowns, parts_of

MOST_OF_A_YEAR = 300
"""Days."""
TITLES = {
    FINE: "Kết quả giải quyết thủ tục hành chính",
    FOLDED: "Tình hình, kết quả giải quyết TTHC tại cơ quan, đơn vị trực tiếp giải quyết",
}


def whole(row: DossierStatistics) -> bool:
    return row.field_id is None and row.unit_id is None


def statistics_paper(row: DossierStatistics, key: str) -> Paper:
    """The tables by field and by unit, each with its balance."""
    names = current_agency().names_at(row.period_to)
    reporter = f"Đơn vị báo cáo: {names.full_name} ({row.level_label})"
    days = f"Kỳ báo cáo: từ ngày {slashed(row.period_from)} đến ngày {slashed(row.period_to)}"
    days = ", ".join(part for part in (days, row.as_of_text) if part)
    blocks: list[Block] = [build.p(f"{reporter}. {days}. Đơn vị tính: hồ sơ TTHC.")]
    for table in breakdowns(row, key, parts_of(row)):
        blocks += [table_of(table), build.p(table.sentence, italic=True)]
    if note := PRESENTATIONS[key].note:
        blocks.append(build.p(f"Ghi chú: {note}", italic=True))
    about = "" if key == FINE else "(Biểu số II.06a/VPCP/KSTT)"
    return Paper(title=Title(TITLES[key], note=about), body=tuple(blocks), landscape=True)


def table_of(table: Breakdown) -> Table:
    """Also the sheet that Excel gets."""
    head = table.presentation.head
    first = (Head("TT", rowspan=len(head)), Head(table.by, rowspan=len(head)))
    header = [
        Row(tuple(_head(cell) for cell in ((*first, *row) if number == 0 else row)))
        for number, row in enumerate(head)
    ]
    marks = build.row("(1)", "(2)", *table.presentation.numbers)
    rows = [
        build.row(
            build.number(int(line.number) if line.number else None),
            line.name,
            *map(build.number, line.counts),
            bold=bool(line.css),
        )
        for line in table.lines
    ]
    counts = len(table.presentation.numbers)
    columns = (
        Column(0.75, Align.CENTER),
        Column(3.0 if counts < 14 else 2.4, Align.LEFT),
        *(Column(1.0, Align.RIGHT) for _ in range(counts)),
    )
    return Table(columns, tuple(rows), (*header, marks), caption=build.text(table.title))


def _head(cell: Head) -> Cell:
    return build.cell(cell.label, colspan=cell.colspan, rowspan=cell.rowspan)


def fine_paper(row: DossierStatistics) -> Paper:
    return statistics_paper(row, FINE)


def folded_paper(row: DossierStatistics) -> Paper:
    return statistics_paper(row, FOLDED)


def _days(row: DossierStatistics) -> str:
    """The file of a quarter or half-year does not take the name of the year's."""
    if (row.period_to - row.period_from).days > MOST_OF_A_YEAR:
        return str(row.year)
    return f"{row.period_from:%d-%m-%Y}-den-{row.period_to:%d-%m-%Y}"


paper(
    "tthc.statistics",
    "Bảng kết quả giải quyết TTHC",
    DossierStatistics,
    permissions.VIEW,
    file_name=lambda row: f"ket-qua-giai-quyet-{row.level}-{_days(row)}",
    order=200,
    applies=whole,
)(fine_paper)
paper(
    "tthc.form_ii06a",
    "Biểu II.06a/VPCP/KSTT",
    DossierStatistics,
    permissions.VIEW,
    file_name=lambda row: f"bieu-ii06a-{row.level}-{_days(row)}",
    order=201,
    applies=whole,
)(folded_paper)
