"""Load an agency's year from a YAML file (docs/year-file.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qms.exchange import load_year
from qms.yamlfile import YearFileError


class Command(BaseCommand):
    help = "Nạp một năm của cơ quan từ tệp YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            agency, year, summary = load_year(path)
        except YearFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{agency.code} {year}: {summary}.")
