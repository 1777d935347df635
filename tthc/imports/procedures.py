"""Which TTHC of the catalogue a row means; unknown ones are noted, to be added when that was asked for."""

import re
from dataclasses import dataclass
from typing import Any

from qms.sheet_tables import text_of
from qms.text import fold
from tthc.imports.refusals import RowRefused
from tthc.models import AdministrativeProcedure
from tthc.models.catalogue import SUFFIX

CODE = re.compile(r"^([1-3]\.\d{6})(?:\.(.+))?$")


@dataclass
class NewProcedure:
    """A TTHC that the file names and the catalogue lacks; rows: how many dossiers name it."""

    placeholder: int
    code: str
    suffix: str
    name: str
    field: str
    rows: int = 0


class Procedures(dict[tuple[Any, Any], int | None]):
    """(code cell, name cell) → the catalogue's pk, a negative placeholder of a new one, None when neither is given.

    Raises RowRefused for a TTHC that is neither known nor can be added.
    """

    def __init__(self, *, add: bool) -> None:
        self.add = add
        self.new: dict[str, NewProcedure] = {}
        self.fields: dict[tuple[Any, Any], str] = {}
        self.by_code: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        for pk, code, name in AdministrativeProcedure.objects.values_list("pk", "code", "name"):
            self.by_code[code] = pk
            self.by_name.setdefault(fold(name), pk)

    def __missing__(self, key: tuple[Any, Any]) -> int | None:
        found = self[key] = self._find(text_of(key[0]).upper(), text_of(key[1]), key)
        return found

    def _find(self, code: str, name: str, key: tuple[Any, Any]) -> int | None:
        match = CODE.match(code)
        if code and not match:
            raise RowRefused(f"mã TTHC “{code[:40]}” không đúng dạng 1.004873")
        base, suffix = (match[1], match[2] or "") if match else ("", "")
        if base in self.by_code:
            return self.by_code[base]
        if not base and not name:
            return None
        if not base and (found := self.by_name.get(fold(name))):
            return found
        if not base:
            raise RowRefused(f"thủ tục “{name[:80]}” chưa có trong danh mục và tệp không có mã TTHC")
        if not (self.add and name):
            raise RowRefused(f"TTHC {base} chưa có trong danh mục" + ("" if name else ", tệp không có tên"))
        if base not in self.new:
            suffix = suffix if suffix and _is_suffix(suffix) else ""
            field = self.fields.get(key, "")[:200]
            self.new[base] = NewProcedure(-len(self.new) - 1, base, suffix, name[:1000], field)
        return self.new[base].placeholder


def _is_suffix(text: str) -> bool:
    return bool(re.fullmatch(SUFFIX.regex, text))
