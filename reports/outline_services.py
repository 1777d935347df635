"""Writes over outlines: copy one, add, change, move and delete its sections."""

from django.core.exceptions import ValidationError
from django.db import transaction

from qms.models import User
from qms.records import record_delete, record_save
from reports import syntax
from reports.models import OutlineSection, ReportOutline, ReportSection

_OUTLINE_FIELDS = (
    "subject",
    "notation",
    "addressees",
    "recipients",
    "number_style",
    "decimal_mark",
    "source_note",
)
_SECTION_FIELDS = ("position", "key", "kind", "heading", "level", "annex_number", "body")


def outline_copy(*, outline: ReportOutline, actor: User, name: str = "") -> ReportOutline:
    """An outline with the same sections under a new name, free to change."""
    copy = ReportOutline(**{field: getattr(outline, field) for field in _OUTLINE_FIELDS})
    copy.name = name or _free_name(outline.name)
    with transaction.atomic():
        record_save(copy, actor=actor)
        for section in outline.sections.all():
            values = {field: getattr(section, field) for field in _SECTION_FIELDS}
            record_save(OutlineSection(outline=copy, **values), actor=actor)
    return copy


def _free_name(name: str) -> str:
    taken = set(ReportOutline.objects.values_list("name", flat=True))
    copies = (f"{name} (bản sao{f' {number}' if number > 1 else ''})" for number in range(1, 1000))
    return next(copy for copy in copies if copy not in taken)


def outline_section_save(
    section: OutlineSection, *, actor: User, expected_version: int | None = None
) -> OutlineSection:
    """Add (at the end of its kind's place) or change a section. Raises StaleRecord or ValidationError."""
    if sentences := [*syntax.problems(section.heading), *syntax.problems(section.body)]:
        raise ValidationError(sentences)
    with transaction.atomic():
        if section.pk is None:
            last = section.outline.sections.order_by("-position").first()
            section.position = (last.position if last else 0) + 1
        return record_save(section, actor=actor, expected_version=expected_version)


def outline_section_move(section: OutlineSection, *, actor: User, step: int) -> None:
    """One place up (-1) or down (1); positions become 1, 2, 3 … again."""
    with transaction.atomic():
        rows = list(OutlineSection.objects.select_for_update(of=("self",)).filter(outline=section.outline_id))
        at = next(index for index, row in enumerate(rows) if row.pk == section.pk)
        to = at + step
        if not 0 <= to < len(rows):
            return
        rows.insert(to, rows.pop(at))
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                row.position = position
                record_save(row, actor=actor)


def outline_section_delete(section: OutlineSection, *, actor: User) -> None:
    """Raises ValidationError while a report has its own text for the section."""
    used = ReportSection.objects.filter(report__outline=section.outline_id, key=section.key)
    if (first := used.select_related("report").first()) is not None:
        raise ValidationError(
            f"{first.report} đã sửa riêng mục này; đưa mục trong báo cáo về như đề cương rồi mới xóa."
        )
    record_delete(section, actor=actor)
