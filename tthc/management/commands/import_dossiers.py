"""Import an export of the one-stop system: the same code as the page."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from qms import jobs
from qms.management.arguments import agency_of
from qms.numbers import grouped
from qms.scope import current_agency
from tthc.enums import ImportState, Level
from tthc.imports import columns, run, words
from tthc.imports.jobs import look
from tthc.imports.outcome import Outcome
from tthc.models import DossierImport, DossierSource
from tthc.querysets import yearly as querysets
from tthc.services import imports

UNITS = "unit"


class Command(BaseCommand):
    help = "Nhập hồ sơ TTHC từ tệp .xlsx hoặc .csv của phần mềm Một cửa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--agency", required=True)
        parser.add_argument("--source", required=True, help="Tên nguồn; chưa có thì tạo, cần --level.")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--level", choices=Level.values, default="", help="Của nguồn mới.")
        parser.add_argument("--all-or-nothing", action="store_true", help="Chỉ nhận khi mọi dòng đều đúng.")
        parser.add_argument("--add-procedures", action="store_true", help="Thêm TTHC chưa có vào danh mục.")

    def handle(self, *args: Any, path: Path, agency: str, year: int, **options: Any) -> None:
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.")
        found = agency_of(agency)
        with jobs.at_address(found, year):
            try:
                self._import(path, year, **options)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error

    def _import(
        self,
        path: Path,
        year: int,
        *,
        source: str,
        level: str,
        all_or_nothing: bool,
        add_procedures: bool,
        **options: Any,
    ) -> None:
        known = DossierSource.objects.filter(name=source).exists()
        if not (level or known):
            level = querysets.own_level(current_agency())
        of = imports.source_named(source, level, actor=None)
        with path.open("rb") as stream:
            record = imports.import_upload(
                source=of,
                file=File(stream),
                name=path.name,
                year=year,
                actor=None,
                all_or_nothing=all_or_nothing,
                add_procedures=add_procedures,
            )
        try:
            record = self._match(record)
            outcome = run.import_run(record, actor=None, told=_silent)
            self._tell(record, outcome, path)
        finally:
            self._clear(record)

    def _match(self, record: DossierImport) -> DossierImport:
        """Columns and words as the source remembers, else as we know them; units we do not know are left out."""
        record = look(record, _silent)
        if record.state != ImportState.UPLOADED:
            return record
        chosen = columns.suggest(record.scan["headers"], record.source.columns)
        missing = [target.label for target in columns.REQUIRED if target.name not in chosen]
        if missing:
            raise CommandError(
                f"Không tìm thấy cột: {', '.join(missing)}. Ghép cột một lần trên trang nhập hồ sơ."
            )
        unknown = imports.open_words(record, chosen)
        units = dict.fromkeys(unknown.pop(UNITS, {}).values(), words.NONE)
        if unknown:
            told = "; ".join(f"{words.LABELS[kind]}: {', '.join(found)}" for kind, found in unknown.items())
            raise CommandError(f"Chưa biết nghĩa của: {told}. Ghép một lần trên trang nhập hồ sơ.")
        if units:
            self.stdout.write(f"Không ghi đơn vị cho {len(units)} tên chưa có trong danh sách đơn vị.")
        return imports.mapping_save(record, chosen, {UNITS: units}, actor=None)

    def _tell(self, record: DossierImport, outcome: Outcome, path: Path) -> None:
        record.refresh_from_db()
        if outcome.rejected:
            beside = path.with_name(f"{path.stem}-khong-nhan.xlsx")
            with record.rejected_file.open("rb") as stream:
                beside.write_bytes(stream.read())
            self.stdout.write(f"Các dòng không nhận: {beside}")
        if record.state == ImportState.REFUSED:
            wrong = f"{grouped(outcome.rejected)} / {grouped(outcome.rows)} dòng chưa đúng"
            raise CommandError(f"Không nhập dòng nào: {wrong}.")
        self.stdout.write(
            f"{grouped(outcome.rows)} dòng: {grouped(outcome.added)} hồ sơ mới, "
            f"{grouped(outcome.changed)} cập nhật, {grouped(outcome.unchanged)} không đổi, "
            f"{grouped(outcome.outdated)} giữ bản mới hơn, {grouped(outcome.rejected)} không nhận; "
            f"thêm {record.new_procedures} TTHC vào danh mục."
        )

    def _clear(self, record: DossierImport) -> None:
        """A command leaves no upload waiting for a person."""
        record.refresh_from_db()
        if record.state != ImportState.DONE:
            imports.import_drop(record, actor=None)


def _silent(done: int, total: int, message: str) -> None:
    pass
