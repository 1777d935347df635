"""Run the checks of an agency's year; exit with 1 when one says error."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import set_script_prefix

from qms import checks, figures
from qms.checks import CheckResult, Severity
from qms.management.arguments import agency_of
from qms.scope import in_agency


class Command(BaseCommand):
    help = "Kiểm tra số liệu của một năm. JSON: danh sách {rule, severity, message, record}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency")
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, agency: str, year: int, format: str, **options: Any) -> None:
        found = agency_of(agency)
        set_script_prefix(f"/{found.code}/{year}/")
        try:
            with in_agency(found):
                results = checks.run_all(found, year, figures.collect(found, year))
        finally:
            set_script_prefix("/")
        self.stdout.write(as_json(results) if format == "json" else as_text(results))


def as_json(results: list[CheckResult]) -> str:
    """Errors and warnings; what holds is not a finding."""
    rows = [
        {
            "rule": row.rule,
            "severity": row.severity.value,
            "message": row.message,
            "record": row.url or row.record,
        }
        for row in results
        if row.severity is not Severity.OK
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(results: list[CheckResult]) -> str:
    return (
        "\n".join(f"{row.severity.label:8} {row.rule:4} {row.message}" for row in results)
        or "Không có gì để nêu."
    )
