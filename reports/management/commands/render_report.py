"""Write an agency's annual report to a file: the same bytes as the pages give."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import set_script_prefix

from qms.management.arguments import agency_of
from qms.paper.pdf import PdfUnavailable
from qms.scope import in_agency
from reports.models import AnnualReport
from reports.releases import content_of


class Command(BaseCommand):
    help = "Ghi báo cáo năm của một cơ quan ra tệp; báo cáo đã ban hành thì ghi đúng tệp đã lưu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency")
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("html", "pdf", "docx", "text"), default="pdf")
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--outline", default="", help="Tên đề cương, khi năm có nhiều báo cáo.")

    def handle(
        self, *args: Any, agency: str, year: int, format: str, output: Path, outline: str, **options: Any
    ) -> None:
        found = agency_of(agency)
        set_script_prefix(f"/{found.code}/{year}/")
        try:
            with in_agency(found):
                content = content_of(_report(year, outline), format)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        finally:
            set_script_prefix("/")
        output.write_bytes(content)
        self.stdout.write(f"Đã ghi {output} ({len(content)} byte).")


def _report(year: int, outline: str) -> AnnualReport:
    rows = AnnualReport.objects.filter(year=year).select_related("agency", "outline", "signer").order_by("pk")
    if outline:
        rows = rows.filter(outline__name=outline)
    found = list(rows[:2])
    if not found:
        raise CommandError(f"Năm {year} chưa có báo cáo.")
    if len(found) > 1:
        raise CommandError("Năm này có nhiều báo cáo; chọn bằng --outline.")
    return found[0]
