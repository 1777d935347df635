"""The grid of a round's totals: written whole, told in the history as one change."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from qms import history
from qms.models import User
from qms.records import StaleRecord
from qms.text import fold
from tthc.enums import SurveyState
from tthc.models import Field, SurveyCount, SurveyPrinted, SurveyRound, SurveyRow
from tthc.surveys.matrix import Group, Line, Matrix, matrix_of

Cells = dict[str, int]


@dataclass(frozen=True)
class RowInput:
    """One line of the grid; `counts`: key of the option → opinions, left out where nothing was typed."""

    name: str
    opinions: int
    counts: dict[int, int] = field(default_factory=dict)


def entry_refusal(found: SurveyRound) -> str:
    """Why totals may not be typed now; empty when they may."""
    if found.state == SurveyState.CLOSED:
        return "Đợt khảo sát đã kết thúc; mở lại trước khi sửa số liệu."
    if found.is_public and found.state != SurveyState.DRAFT:
        return (
            "Số liệu do phiếu điện tử cộng vào, không nhập tay; các lĩnh vực giữ nguyên từ khi mở. "
            "Sai lĩnh vực mà chưa có phiếu nào thì xóa đợt và lập lại."
        )
    return ""


def grid_save(
    *,
    found: SurveyRound,
    rows: Sequence[RowInput],
    printed: dict[int, int],
    actor: User,
    expected_version: int | None = None,
) -> SurveyRound:
    """Replace the round's rows, counts and printed totals. Raises ValidationError, or StaleRecord."""
    with transaction.atomic():
        SurveyRound.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
        stored = SurveyRound.objects.with_counts().get(pk=found.pk)
        if refusal := entry_refusal(stored):
            raise ValidationError(refusal)
        if expected_version not in (None, stored.version):
            raise StaleRecord(stored)
        before = cells_of(matrix_of(stored))
        _rows_replace(stored, rows)
        _printed_replace(stored, printed)
        fresh = SurveyRound.objects.with_counts().get(pk=found.pk)
        if changes := changed(before, cells_of(matrix_of(fresh))):
            fresh.version += 1
            fresh.save()
            history.record(fresh, action="counts", label="Nhập số liệu", actor=actor, changes=changes)
        return fresh


def _rows_replace(found: SurveyRound, rows: Sequence[RowInput]) -> None:
    """Rows are matched by their name; who is in the catalogue of fields is linked to it."""
    fields = {fold(one.name): one for one in Field.objects.all()}
    stored = {fold(str(row)): row for row in found.rows.all()}
    wanted = {fold(given.name) for given in rows}
    SurveyRow.objects.filter(pk__in=[row.pk for name, row in stored.items() if name not in wanted]).delete()
    SurveyCount.objects.filter(row__round=found).delete()
    counts: list[SurveyCount] = []
    for place, given in enumerate(rows, 1):
        row = stored.get(fold(given.name)) or SurveyRow(round=found)
        row.field = fields.get(fold(given.name))
        row.name = "" if row.field else given.name
        row.position, row.opinions = place, given.opinions
        row.save()
        counts += [SurveyCount(row=row, option_id=key, count=count) for key, count in given.counts.items()]
    SurveyCount.objects.bulk_create(counts)


def _printed_replace(found: SurveyRound, printed: dict[int, int]) -> None:
    SurveyPrinted.objects.filter(round=found).delete()
    rows = [SurveyPrinted(round=found, option_id=key, count=count) for key, count in printed.items()]
    SurveyPrinted.objects.bulk_create(rows)


def cells_of(matrix: Matrix) -> Cells:
    """Every cell by its words: “Tư pháp – Thời gian …: Trước hạn” → 2."""
    heads = [f"{group.criterion.name}: {option.label}" for group in matrix.groups for option in group.options]
    cells: Cells = {}
    for line in matrix.lines:
        cells[f"{line.name} – Tổng số ý kiến"] = line.opinions
        cells |= {f"{line.name} – {head}": count for head, count in zip(heads, line.counts, strict=True)}
    for head, option in zip(heads, matrix.options, strict=True):
        if (told := matrix.printed.get(option.pk)) is not None:
            cells[f"Tổng trên báo cáo giấy – {head}"] = told
    return cells


def changed(before: Cells, after: Cells) -> history.Changes:
    """Cells that differ; an empty one and 0 of a new row say the same."""
    names = dict.fromkeys([*before, *after])
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name) and (before.get(name) or after.get(name) is not None)
    }


def cells_typed(groups: Sequence[Group], rows: Sequence[RowInput], printed: dict[int, int]) -> Cells:
    """The same words for what was typed and not stored."""
    keys = [option.pk for group in groups for option in group.options]
    lines = tuple(
        Line(given.name, given.opinions, tuple(given.counts.get(key, 0) for key in keys)) for given in rows
    )
    return cells_of(Matrix(tuple(groups), lines, printed))
