"""Print the year file's schema from the registered sections (docs/year-file.md)."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Field

from qms.agency_file import AGENCY_FIELDS, FORMER_NAME_FIELDS, PREDECESSOR_FIELDS
from qms.exchange import Section, sections
from qms.models import Agency, AgencyFormerName, AgencyPredecessor


class Command(BaseCommand):
    help = "In cấu trúc tệp năm: từng phần, khóa và trường."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("agency:")
        for name in AGENCY_FIELDS:
            self.stdout.write(f"  {describe(Agency._meta.get_field(name), key=name == 'code')}")
        self.stdout.write(
            "  parent: mã của cơ quan cấp trên (có thể trống)\n  former_names:  # tên trước đây"
        )
        for name in FORMER_NAME_FIELDS:
            self.stdout.write(
                f"    {describe(AgencyFormerName._meta.get_field(name), key=name == 'valid_to')}"
            )
        self.stdout.write(
            "  predecessors:  # cơ quan tiền thân\n    code: mã cơ quan có trong phần mềm (khóa, hoặc predecessor_name)"
        )
        for name in PREDECESSOR_FIELDS[1:]:
            field = AgencyPredecessor._meta.get_field(name)
            self.stdout.write(f"    {describe(field, key=name == 'predecessor_name')}")
        for section in sections():
            self.stdout.write("\n".join(lines(section)))


def lines(section: Section, indent: str = "") -> Iterator[str]:
    yield f"{indent}{section.name}:  # {section.model._meta.verbose_name}"
    for name in section.all_fields:
        yield f"{indent}  {describe(section.model._meta.get_field(name), key=name in section.key)}"
    for child in section.children:
        yield from lines(child, indent + "  ")


def describe(field: Any, *, key: bool) -> str:
    """“number: số nguyên – số (khóa)”."""
    kind = field.related_model._meta.verbose_name if field.is_relation else _kind(field)
    marks = [text for text, true in (("khóa", key), ("có thể trống", field.blank or field.null)) if true]
    return f"{field.name}: {kind} – {field.verbose_name}" + (f" ({', '.join(marks)})" if marks else "")


def _kind(field: Field) -> str:
    if field.choices:
        return " | ".join(str(value) for value, _ in field.flatchoices if value != "")
    kinds = {
        "DateField": "ngày",
        "TimeField": "giờ:phút",
        "UUIDField": "UUID",
        "BooleanField": "true | false",
        "TextField": "văn bản dài",
    }
    name = field.get_internal_type()
    return kinds.get(name, "số nguyên" if "Integer" in name else "chữ")
