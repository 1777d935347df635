"""Year files: an agency's year as readable YAML, in and out (schema: docs/year-file.md).

Each app's exchange.py registers Sections in the order they can be loaded. Loading matches records by their natural
key, so loading twice adds nothing; an error names file, line, record and field and leaves the database untouched.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction

from qms import history
from qms.agency_file import dump_agency, load_agency
from qms.dates import clock, parse_day, parse_time
from qms.models import Agency
from qms.numbers import parse_integer
from qms.scope import in_agency
from qms.workflow import workflow_of
from qms.yamlfile import Mapping, YearFileError, dump_text, read

if TYPE_CHECKING:
    from qms.models import Record

FORMAT = 1
LONGEST_NUMBER = 30


@dataclass(frozen=True)
class Section:
    """How one model stands in the file.

    key: fields that identify a row in the agency; parent: the FK of a nested section.
    rows(agency, year): the rows that belong to a year's file; rows that others refer to are added to them.
    reference: the text by which other records name a row (default: the key's values, joined); of a nested row that
    others name, it tells the rows of different parents apart.
    shared: fields that a nested row has in common with its parent.
    repeats: rows may have one key in common (positions); the nth in the file is then the nth stored.
    among: further lookups a stored row must meet, where rows that no file holds may have the same key.
    """

    name: str
    model: "type[Record]"
    key: tuple[str, ...]
    fields: tuple[str, ...] = ()
    rows: Callable[[Agency, int], models.QuerySet] | None = None
    children: "tuple[Section, ...]" = ()
    parent: str = ""
    reference: Callable[[Any], str] | None = None
    shared: tuple[str, ...] = ()
    repeats: bool = False
    among: dict[str, Any] = field(default_factory=dict)

    @property
    def all_fields(self) -> tuple[str, ...]:
        return (*self.key, *(name for name in self.fields if name not in self.key))

    def label(self, obj: Any) -> str:
        """How other records of the file name this row."""
        if self.reference is not None:
            return self.reference(obj)
        return " ".join(
            str(plain(getattr(obj, name))) for name in self.key if getattr(obj, name) not in (None, "")
        )


_sections: list[Section] = []


def register(section: Section) -> Section:
    _sections.append(section)
    return section


def sections() -> list[Section]:
    return list(_sections)


def plain(value: Any) -> Any:
    """A value YAML writes readably."""
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, datetime.time):
        return clock(value)
    return value


@dataclass
class Summary:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"thêm {self.added}, sửa {self.changed}, giữ nguyên {self.unchanged}"


def load_year(path: Path) -> tuple[Agency, int, Summary]:
    """Load a year file in one transaction. Raises YearFileError; nothing is written then."""
    document = read(path)
    loader = Loader(path, document)
    with transaction.atomic():
        return loader.run()


@dataclass
class Loader:
    """One load: resolves references between records and counts what changed."""

    path: Path
    document: Mapping
    summary: Summary = field(default_factory=Summary)
    known: "dict[type[Record], dict[str, Any]]" = field(default_factory=dict)
    seen: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def run(self) -> tuple[Agency, int, Summary]:
        if self.document.get("format") != FORMAT:
            raise self.error(self.document, "format", f"Tệp phải ghi format: {FORMAT}.")
        year = self.document.get("year")
        if not isinstance(year, int) or not 1990 <= year <= 2100:
            raise self.error(self.document, "year", "Năm phải là số có bốn chữ số.")
        agency = load_agency(self)
        with in_agency(agency):
            names = {section.name for section in _sections} | {"format", "year", "agency"}
            for name in self.document:
                if name not in names:
                    raise self.error(self.document, name, f"Không có phần “{name}” trong tệp năm.")
            for section in _sections:
                for record in self.records(self.document, section.name):
                    self.load(section, record, parent=None)
        return agency, year, self.summary

    def refuse_unknown(self, record: Mapping, known: Iterable[str], sentence: str) -> None:
        """Raise at the first field that is not one of these: “<sentence> “<field>”.”"""
        known = set(known)
        for name in record:
            if name not in known:
                raise self.error(record, name, f"{sentence} “{name}”.")

    def records(self, owner: Mapping, name: str) -> Iterator[Mapping]:
        rows = owner.get(name, [])
        if not isinstance(rows, list):
            raise self.error(owner, name, f"Phần “{name}” phải là một danh sách.")
        for row in rows:
            if not isinstance(row, Mapping):
                raise self.error(
                    owner, name, f"Mỗi mục của “{name}” phải có tên trường và giá trị, không phải “{row}”."
                )
            yield row

    def load(self, section: Section, record: Mapping, parent: Any, frozen: str = "") -> None:
        """`frozen`: why the parent, stored before this load, takes no new or changed rows."""
        nested = (child.name for child in section.children)
        self.refuse_unknown(record, (*section.all_fields, *nested), f"Mục “{section.name}” không có trường")
        obj = self._find(section, record, parent)
        before = obj.snapshot() if obj.pk else {}
        frozen = (obj.load_refusal() if obj.pk else "") or frozen
        for name in section.all_fields:
            self.set(obj, name, record)
        obj.prepare_save()
        self.refuse_rewriting(obj, before, frozen, record)
        self.clean(obj, record)
        self.save(obj, before)
        self.known.setdefault(section.model, {})[section.label(obj)] = obj
        for child in section.children:
            for row in self.records(record, child.name):
                self.load(child, row, parent=obj, frozen=frozen)

    def refuse_rewriting(self, obj: Any, before: dict[str, Any], frozen: str, record: Mapping) -> None:
        """A file fills in what is missing; it does not do the steps of people, nor undo them."""
        changes = history.diff(obj, before, obj.snapshot())
        workflow = workflow_of(type(obj))
        if obj.pk and workflow is not None and workflow.field in changes:
            raise self.error(record, workflow.field, "Trạng thái chỉ đổi bằng các bước trong phần mềm.")
        if frozen and changes:
            told = next((name for name in changes if name in record), next(iter(changes)))
            raise self.error(record, told, frozen)

    def _find(self, section: Section, record: Mapping, parent: Any) -> Any:
        """The row with this natural key, or a new one."""
        candidate = section.model()
        if parent is not None:
            setattr(candidate, section.parent, parent)
            for name in section.shared:
                setattr(candidate, name, getattr(parent, name))
        for name in section.key:
            self.require_key(section, name, record)
            self.set(candidate, name, record)
        wanted = {name: getattr(candidate, name) for name in section.key}
        if parent is not None:
            wanted[section.parent] = parent
        lookup = {f"{k}__isnull" if v is None else k: True if v is None else v for k, v in wanted.items()}
        rows = section.model.objects.filter(**lookup, **section.among)
        if section.repeats:
            return self._nth(section, rows.order_by("pk"), tuple(wanted.values())) or candidate
        found = list(rows[:2])
        if len(found) > 1:
            raise self.error(record, section.key[0], "Cơ sở dữ liệu có hai mục trùng khóa này.")
        return found[0] if found else candidate

    def _nth(self, section: Section, rows: models.QuerySet, key: tuple[Any, ...]) -> Any:
        """The stored row for this turn of the key in the file."""
        turn = self.seen[(section.model, *key)]
        self.seen[(section.model, *key)] += 1
        return next(iter(rows[turn : turn + 1]), None)

    def require_key(self, section: Section, name: str, record: Mapping) -> None:
        """A key that is made up anew each time it is missing would add the row at every load."""
        db_field = cast(models.Field, section.model._meta.get_field(name))
        if name not in record and db_field.has_default() and callable(db_field.default):
            sentence = "Ghi mã của dòng (UUID), để nạp lại tệp không thêm dòng nữa."
            raise self.error(record, name, sentence)

    def save(self, obj: Any, before: dict[str, Any]) -> None:
        """Write one row that is new or differs from `before`, with its history row."""
        changes = history.diff(obj, before, obj.snapshot())
        if obj.pk and not changes:
            self.summary.unchanged += 1
            return
        if obj.pk:
            self.summary.changed += 1
            obj.version += 1
        else:
            self.summary.added += 1
        obj.save()
        self.note(obj, changes)

    def note(self, obj: Any, changes: history.Changes) -> None:
        changes = {name: pair for name, pair in changes.items() if pair[1] not in (None, "")}
        history.record(obj, action="load", label="Nạp từ tệp năm", actor=None, changes=changes)

    def set(self, obj: Any, name: str, record: Mapping, *, empties: bool = False) -> None:
        """Put the file's value on the object, read as people write it.

        Left out, a stored row keeps its own; `empties`: it is emptied, where the fields only mean something together.
        """
        db_field = obj._meta.get_field(name)
        if name not in record:
            if obj.pk is None or (empties and not db_field.has_default()):
                setattr(obj, db_field.attname if db_field.is_relation else name, db_field.get_default())
            return
        value = record[name]
        try:
            _require_scalar(db_field, value)
            if db_field.is_relation:
                setattr(obj, name, None if value is None else self._referred(db_field, str(value)))
            else:
                setattr(obj, name, _read(db_field, value))
        except (ValueError, TypeError, OverflowError, ValidationError) as error:
            sentence = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise self.error(record, name, sentence) from error

    def _referred(self, db_field: Any, text: str) -> Any:
        """The row that a reference names: loaded from this file, or already there."""
        for section in _walk(_sections):
            if section.model is not db_field.related_model:
                continue
            rows = self.known.get(section.model, {})
            if text not in rows:
                rows = {section.label(row): row for row in section.model.objects.all()}
                self.known.setdefault(section.model, {}).update(rows)
            if text in rows:
                return rows[text]
        raise ValueError(f"Không tìm thấy “{text}”.")

    def clean(self, obj: Any, record: Mapping) -> None:
        try:
            obj.full_clean()
        except ValidationError as error:
            name, sentences = next(iter(error.message_dict.items()))
            raise self.error(record, name, " ".join(sentences)) from error

    def error(self, record: Mapping, name: str, sentence: str) -> YearFileError:
        return YearFileError(self.path, record.line_of(name), record.title, name, sentence)


def _require_scalar(db_field: Any, value: Any) -> None:
    """Raise ValueError for a value of another kind than the field's."""
    if isinstance(value, list | dict | set | tuple | bytes):
        raise ValueError("Cần một giá trị, không phải một danh sách hay một nhóm trường.")
    if isinstance(value, bool) and not isinstance(db_field, models.BooleanField):
        raise ValueError(
            'Giá trị có/không (yes, no, true, false) ghi nhầm chỗ; nếu là chữ thì đặt trong “"”.'
        )
    if isinstance(db_field, models.IntegerField) and isinstance(value, float | datetime.date):
        raise ValueError("Nhập một số nguyên, ví dụ 4529 hoặc 4.529.")
    if isinstance(db_field, models.DateField) and isinstance(value, int | float):
        raise ValueError("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 22/02/2024.")
    if isinstance(db_field, models.TimeField) and not isinstance(value, str | datetime.time | None):
        raise ValueError("Nhập giờ theo dạng giờ:phút, ví dụ 14:00.")
    if isinstance(db_field, models.IntegerField) and len(str(value)) > LONGEST_NUMBER:
        raise ValueError("Số quá lớn.")


def _read(db_field: Any, value: Any) -> Any:
    if isinstance(value, str):
        if isinstance(db_field, models.IntegerField):
            return parse_integer(value)
        if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
            return parse_day(value)
        if isinstance(db_field, models.TimeField) and value.strip():
            return parse_time(value)
        value = value.rstrip("\n")
    if value is None and not db_field.null:
        return db_field.get_default()
    if isinstance(db_field, models.IntegerField) and isinstance(value, int) and value < 0:
        raise ValueError("Số không được âm.")
    if isinstance(db_field, models.CharField | models.TextField) and isinstance(
        value, datetime.date | int | float
    ):
        value = str(value)
    return db_field.to_python(value)


def _walk(found: Iterable[Section]) -> Iterator[Section]:
    for section in found:
        yield section
        yield from _walk(section.children)


def dump_year(agency: Agency, year: int) -> str:
    """The agency's year as YAML text: its records and, with them, every record they refer to."""
    with in_agency(agency):
        wanted: dict[type[models.Model], set[int]] = {}
        blocks: dict[str, list[dict[str, Any]]] = {}
        for section in reversed(_sections):  # what is referred to is loaded earlier, so it is dumped later
            rows = section.rows(agency, year) if section.rows else section.model.objects.none()
            chosen = section.model.objects.filter(
                models.Q(pk__in=rows.values("pk")) | models.Q(pk__in=wanted.get(section.model, set()))
            )
            records = [_dump(section, row, wanted) for row in chosen.order_by("sort_key", "pk")]
            if records:
                blocks[section.name] = records
        document: dict[str, Any] = {"format": FORMAT, "year": year, "agency": dump_agency(agency)}
        document |= {section.name: blocks[section.name] for section in _sections if section.name in blocks}
        return dump_text(document)


def _dump(section: Section, row: Any, wanted: dict[type[models.Model], set[int]]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name in section.all_fields:
        db_field = cast(models.Field, section.model._meta.get_field(name))
        value = getattr(row, name)
        if value is None or (value == db_field.get_default() and name not in section.key):
            continue
        if db_field.is_relation:
            record[name] = _section_of(type(value)).label(value)
            whole = _whole(value)
            wanted.setdefault(type(whole), set()).add(whole.pk)
        else:
            record[name] = plain(value)
    for child in section.children:
        rows = child.model.objects.filter(**{child.parent: row}).order_by(
            *(child.model._meta.ordering or ["pk"])
        )
        if nested := [_dump(child, below, wanted) for below in rows]:
            record[child.name] = nested
    return record


def _section_of(model: type[models.Model]) -> Section:
    return next(section for section in _walk(_sections) if section.model is model)


def _whole(row: Any) -> Any:
    """The record of the file that a row stands in: itself, or the parent of a nested one."""
    while parent := _section_of(type(row)).parent:
        row = getattr(row, parent)
    return row
