"""Take a list of TTHC in: read it, keep it for the preview, accept it in one transaction with its history."""

import datetime
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from qms.attachments import check_size
from qms.bulk import Writer
from qms.locks import lock_agency
from qms.records import record_save
from qms.text import fold
from tthc.catalogue.plan import Changed, Plan, compare, fields_by_name
from tthc.catalogue.sheet import Listed, read_catalogue
from tthc.enums import ChangeKind
from tthc.models import AdministrativeProcedure, CatalogueImport, Field, ProcedureChange
from tthc.services.endings import NO_DAY, end

if TYPE_CHECKING:
    from documents.models import OfficialDocument
    from qms.models import User

MOVED_ON = "Danh mục đã thay đổi từ lúc mở trang này. Xem lại bản so sánh mới rồi nhận."


def incoming_add(upload: UploadedFile, *, level: str, actor: "User") -> CatalogueImport:
    """Read a file and keep what it says for the preview. Raises ValidationError with a sentence."""
    check_size(upload)
    rows = read_catalogue(upload.read(), level)
    incoming = CatalogueImport(file_name=(upload.name or "danh-muc.xlsx")[-200:], level=level)
    incoming.rows = [asdict(row) for row in rows]
    return record_save(incoming, actor=actor)


def plan_of(incoming: CatalogueImport, year: int) -> Plan:
    """What accepting it would do to the catalogue as in force at the end of the year."""
    return compare([Listed(**row) for row in incoming.rows], datetime.date(year, 12, 31))


class Acceptance:
    """Everything one acceptance writes. day: from when the list is in force; None leaves new procedures undated."""

    def __init__(
        self,
        incoming: CatalogueImport,
        *,
        actor: "User",
        year: int,
        day: datetime.date | None,
        decision: "OfficialDocument | None",
        record_changes: bool,
    ) -> None:
        self.incoming, self.actor, self.year = incoming, actor, year
        self.day, self.decision, self.record_changes = day, decision, record_changes
        label = "Nhập danh mục từ Excel"
        self.writer = Writer(actor, label, {"file": incoming.file_name, "import": incoming.pk})
        self.changes: list[ProcedureChange] = []

    def run(self, gone: set[int], seen: str) -> CatalogueImport:
        """Accept; `gone`: the missing procedures to end. Raises ValidationError; nothing is written then."""
        with transaction.atomic():
            lock_agency()
            rows = CatalogueImport.objects.select_for_update(of=("self",))
            self.incoming = rows.get(pk=self.incoming.pk)
            if self.incoming.accepted_at is not None:
                raise ValidationError("Danh mục này đã nhận rồi.")
            # compared and written as they stand: an edit that is being saved is waited for, not written over
            list(AdministrativeProcedure.objects.select_for_update(of=("self",), no_key=True).order_by("pk"))
            plan = plan_of(self.incoming, self.year)
            if seen != plan.fingerprint():
                raise ValidationError(MOVED_ON)
            try:
                with transaction.atomic():
                    self._write(plan, gone)
            except IntegrityError as error:  # the same code or field, typed by hand this very moment
                raise ValidationError(MOVED_ON) from error
        return self.incoming

    def _write(self, plan: Plan, gone: set[int]) -> None:
        ended = [row for row in plan.gone if row.pk in gone]
        if ended or (self.record_changes and plan.tells_changes):
            self._refuse_day()
        fields = self._fields([*plan.new, *(row.listed for row in plan.changed)])
        self._add(plan.new, fields)
        for changed in plan.changed:
            self._change(changed, fields)
        for procedure in ended:
            self._end(procedure)
        self._record_changes()
        self._close(len(plan.new), len(plan.changed), len(ended))
        self.writer.finish()

    def _refuse_day(self) -> None:
        """A change is dated, in the year it is recorded in."""
        if self.day is None:
            raise ValidationError({"day": NO_DAY})
        if (year := self.day.year) != self.year:
            away = f"Ngày này thuộc năm {year}; thay đổi của năm đó ghi trong năm {year}."
            raise ValidationError({"day": f"{away} Chuyển sang năm {year} rồi nhận danh mục."})

    def _fields(self, rows: list[Listed]) -> dict[str, Field]:
        """Fields by folded name; the ones that are new are made."""
        known = fields_by_name()
        named = [row.values.get("field", "") for row in rows]
        names = {fold(name): name for name in named if name}
        made = self.writer.create([Field(name=name) for key, name in names.items() if key not in known])
        return known | {fold(field.name): field for field in made}

    def _add(self, rows: list[Listed], fields: dict[str, Field]) -> None:
        procedures = []
        for row in rows:
            values = row.values | {"field": fields.get(fold(str(row.values.get("field", ""))))}
            procedure = AdministrativeProcedure(
                code=row.code, decision=self.decision, in_force_from=self.day, **values
            )
            procedures.append(procedure)
        for procedure in self.writer.create(procedures):
            self._note(ChangeKind.NEW, procedure)

    def _change(self, changed: Changed, fields: dict[str, Field]) -> None:
        procedure = changed.procedure
        before = procedure.snapshot()
        for name in (difference.name for difference in changed.differences):
            value = changed.listed.values.get(name, None if name == "in_force_to" else "")
            setattr(procedure, name, fields[fold(str(value))] if name == "field" else value)
        if changed.amends or procedure.decision_id is None:
            procedure.decision = self.decision or procedure.decision
        self.writer.update(procedure, before)
        if changed.amends:
            self._note(ChangeKind.AMENDED, procedure)

    def _end(self, procedure: AdministrativeProcedure) -> None:
        before = procedure.snapshot()
        try:
            end(procedure, self.day)
        except ValidationError as error:
            raise ValidationError({"day": [*error.messages, "Sửa ngày, hoặc bỏ chọn thủ tục."]}) from error
        self.writer.update(procedure, before)
        self._note(ChangeKind.ABOLISHED, procedure)

    def _note(self, kind: ChangeKind, procedure: AdministrativeProcedure) -> None:
        """An ending is always a change of the year; a first list need not be recorded as 300 new procedures."""
        if self.record_changes or kind == ChangeKind.ABOLISHED:
            change = ProcedureChange(
                year=self.year,
                kind=kind,
                procedure=procedure,
                changed_on=self.day,
                decision=self.decision,
                note=f"Nhập từ {self.incoming.file_name}"[:500],
            )
            self.changes.append(change)

    def _record_changes(self) -> None:
        """A procedure amended twice in a year is one amended procedure."""
        rows = ProcedureChange.objects.filter(year=self.year, procedure__isnull=False)
        known = set(rows.values_list("kind", "procedure"))
        self.writer.create([row for row in self.changes if (row.kind, row.procedure_id) not in known])

    def _close(self, added: int, changed: int, ended: int) -> None:
        before = self.incoming.snapshot()
        self.incoming.added, self.incoming.changed, self.incoming.ended = added, changed, ended
        self.incoming.accepted_at = timezone.now()
        self.incoming.rows = []
        self.writer.update(self.incoming, before)
