"""Tables of statistics as a workbook."""

from collections.abc import Sequence

from django.http import HttpResponse

from qms.paper import xlsx
from qms.text import fold
from qms.views.tables import XLSX
from tthc.models import DossierStatistics
from tthc.papers.statistics import table_of
from tthc.statistics.breakdown import Breakdown


def workbook_response(tables: Sequence[Breakdown], row: DossierStatistics) -> HttpResponse:
    """One sheet a table."""
    content = xlsx.render([_sheet(table, row) for table in tables])
    response = HttpResponse(content, content_type=XLSX)
    name = fold(f"thong ke ho so {row.get_level_display()} {row.year}").replace(" ", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _sheet(table: Breakdown, row: DossierStatistics) -> xlsx.Sheet:
    heading = f"{table.presentation.title}, {row.level_label}, kỳ {row.period_told}"
    notes = [note for note in (table.sentence, table.presentation.note) if note]
    return xlsx.Sheet(f"{table.presentation.short} {table.title}", heading, table_of(table), notes)
