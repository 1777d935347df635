"""Write every paper of an agency's year to files: the same bytes as the pages and the year's dossier give."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import set_script_prefix

from qms import papers
from qms.management.arguments import agency_of
from qms.paper.bundle import names
from qms.paper.output import Format
from qms.paper.pdf import PdfUnavailable
from qms.scope import in_agency

FORMATS = (Format.PDF, Format.DOCX, Format.TEXT)


class Command(BaseCommand):
    help = "Ghi mọi giấy tờ trong năm của một cơ quan ra tệp; giấy tờ đã ban hành thì ghi đúng tệp đã lưu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency")
        parser.add_argument("year", type=int)
        parser.add_argument("--output", type=Path, required=True, help="Thư mục ghi tệp; tạo nếu chưa có.")
        parser.add_argument(
            "--format",
            action="append",
            dest="formats",
            choices=[format.value for format in FORMATS],
            help="Lặp lại được; bỏ qua thì ghi cả ba.",
        )

    def handle(
        self, *args: Any, agency: str, year: int, output: Path, formats: list[str] | None, **options: Any
    ) -> None:
        found = agency_of(agency)
        if output.exists() and not output.is_dir():
            raise CommandError(f"{output} không phải là thư mục.")
        set_script_prefix(f"/{found.code}/{year}/")
        try:
            with in_agency(found):
                count = _write(year, output, [Format(name) for name in formats or FORMATS])
        except PdfUnavailable as error:
            raise CommandError(str(error)) from error
        finally:
            set_script_prefix("/")
        self.stdout.write(f"Đã ghi {count} tệp vào {output}.")


def _write(year: int, output: Path, formats: list[Format]) -> int:
    """How many files. Raises CommandError for a year without papers."""
    pieces = papers.pieces(papers.of_year(year))
    if not pieces:
        raise CommandError(f"Năm {year} chưa có giấy tờ nào.")
    output.mkdir(parents=True, exist_ok=True)
    for format in formats:
        for name, piece in zip(names(pieces, format), pieces, strict=True):
            (output / name).write_bytes(piece.content(format))
    return len(pieces) * len(formats)
