"""Make an export whose totals are those of the entered statistics (tthc/made/dossiers.py)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from openpyxl import Workbook

from qms.management.arguments import agency_of
from qms.models import Agency, Unit
from qms.numbers import grouped
from qms.scope import in_agency
from tthc.calendar import calendar_of_agency
from tthc.enums import Level, Origin
from tthc.made.dossiers import HEADERS, CannotMake, Maker, totals_of
from tthc.made.procedures import MADE
from tthc.models import AdministrativeProcedure, DigitisationStatistics, DossierStatistics
from tthc.querysets import yearly as querysets


class Command(BaseCommand):
    help = "Tạo tệp hồ sơ giả định có tổng bằng thống kê đã nhập của một năm, một cấp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency")
        parser.add_argument("year", type=int)
        parser.add_argument("--level", choices=Level.values, default=Level.COMMUNE.value)
        parser.add_argument("--rows", type=int, help="Số dòng khác thì giữ tỷ lệ; bỏ qua thì đúng thống kê.")
        parser.add_argument("--output", type=Path, required=True)

    def handle(
        self,
        *args: Any,
        agency: str,
        year: int,
        level: str,
        rows: int | None,
        output: Path,
        **options: Any,
    ) -> None:
        found = agency_of(agency)
        try:
            with in_agency(found):
                count = _write(_maker(found, year, level, rows), output)
        except CannotMake as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã ghi {grouped(count)} hồ sơ vào {output}.")


def _maker(agency: Agency, year: int, level: str, rows: int | None) -> Maker:
    """Raises CannotMake without statistics."""
    rows_of_year = DossierStatistics.objects.filter(year=year, level=level, field=None, unit=None)
    entered = list(rows_of_year.filter(origin=Origin.ENTERED))
    if not entered:
        raise CannotMake(f"Chưa có thống kê hồ sơ {Level(level).label.lower()} năm {year} để lấy tổng.")
    digitised = DigitisationStatistics.objects.filter(year=year, level=level, origin=Origin.ENTERED).first()
    totals = totals_of(querysets.annual(entered)[0], digitised)
    if rows is not None:
        if rows < 1:
            raise CannotMake("Số dòng phải từ 1 trở lên.")
        totals = totals.scaled(rows)
    catalogue = AdministrativeProcedure.objects.filter(level=level).order_by("code")
    known = [(p.full_code, p.name, str(p.field or "")) for p in catalogue.select_related("field")]
    units = list(Unit.objects.order_by("sort_key").values_list("name", flat=True))
    seed = f"{agency.code}-{year}-{level}"
    return Maker(totals, known or MADE, units, "000.00.30.H23", calendar_of_agency(), seed)


def _write(maker: Maker, output: Path) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách hồ sơ")
    sheet.append([f"DANH SÁCH HỒ SƠ TỪ {maker.totals.first:%d/%m/%Y} ĐẾN {maker.totals.last:%d/%m/%Y}"])
    sheet.append(list(HEADERS))
    count = 0
    for cells in maker.rows():
        sheet.append(cells)
        count += 1
    book.save(output)
    return count
