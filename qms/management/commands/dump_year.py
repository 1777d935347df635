"""Write an agency's year as a YAML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from qms.exchange import dump_year
from qms.management.arguments import agency_of


class Command(BaseCommand):
    help = "Ghi một năm của cơ quan ra tệp YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency")
        parser.add_argument("year", type=int)
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, agency: str, year: int, path: Path, **options: Any) -> None:
        path.write_text(dump_year(agency_of(agency), year), encoding="utf-8")
        self.stdout.write(f"Đã ghi {path}.")
