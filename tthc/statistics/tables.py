"""The annexes of the annual report: one row a level, the very figures the prose quotes (R12)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from qms.figures import Figure, FigureTable, Value

DOSSIER_COLUMNS = (
    ("level", "Đơn vị"),
    ("total", "Tổng hồ sơ"),
    ("carried_over", "Tồn kỳ trước"),
    ("received", "Tiếp nhận trong kỳ"),
    ("online", "Trực tuyến"),
    ("online_rate", "Tỷ lệ trực tuyến (%)"),
    ("in_person", "Trực tiếp"),
    ("in_person_rate", "Tỷ lệ trực tiếp (%)"),
    ("by_post", "Bưu chính công ích"),
    ("by_post_rate", "Tỷ lệ bưu chính (%)"),
    ("resolved", "Đã giải quyết"),
    ("early_on_time", "Trước và đúng hạn"),
    ("early_on_time_rate", "Tỷ lệ trước và đúng hạn (%)"),
    ("late", "Quá hạn"),
    ("late_rate", "Tỷ lệ quá hạn (%)"),
    ("pending_in_time", "Đang giải quyết trong hạn"),
    ("pending_overdue", "Đang giải quyết quá hạn"),
    ("returned", "Trả lại"),
    ("paused", "Tạm dừng"),
    ("cancelled", "Hủy, rút"),
)
OPTIONAL = frozenset({"by_post", "by_post_rate"})
"""Columns that no row fills are left out of the annex."""
DIGITISATION_COLUMNS = (
    ("level", "Đơn vị"),
    ("received", "Tiếp nhận"),
    ("some", "Có số hóa thành phần"),
    ("some_rate", "Tỷ lệ có số hóa (%)"),
    ("full", "Số hóa đầy đủ thành phần"),
    ("full_rate", "Tỷ lệ đầy đủ (%)"),
    ("resolved", "Đã giải quyết"),
    ("result", "Có số hóa kết quả"),
    ("result_rate", "Tỷ lệ số hóa kết quả (%)"),
    ("result_missing", "Chưa số hóa kết quả"),
    ("result_missing_rate", "Tỷ lệ chưa số hóa (%)"),
)


def dossier_table(rows: Sequence[Any], figures: Iterable[Figure]) -> FigureTable:
    label = "Kết quả giải quyết thủ tục hành chính"
    return _table("tthc.dossier_table", label, "tthc.dossiers", DOSSIER_COLUMNS, rows, figures)


def digitisation_table(rows: Sequence[Any], figures: Iterable[Figure]) -> FigureTable:
    label = "Kết quả số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính"
    return _table("tthc.digitisation_table", label, "tthc.digitisation", DIGITISATION_COLUMNS, rows, figures)


def _name(row: Any) -> str:
    """The level, and how far its data goes where that is not the period's end."""
    label, as_of = row.get_level_display(), getattr(row, "as_of_text", "")
    return f"{label} ({as_of})" if as_of else label


def _table(
    key: str,
    label: str,
    prefix: str,
    columns: tuple[tuple[str, str], ...],
    rows: Sequence[Any],
    figures: Iterable[Figure],
) -> FigureTable:
    values = {figure.key: figure.value for figure in figures}
    lines: list[dict[str, Value]] = []
    for row in rows:
        cells = {name: values.get(f"{prefix}.{row.level}.{name}", "") for name, _ in columns}
        lines.append({**cells, "level": _name(row)})
    used = tuple(c for c in columns if c[0] not in OPTIONAL or any(line[c[0]] != "" for line in lines))
    shown = tuple({name: line[name] for name, _ in used} for line in lines)
    return FigureTable(key, label, used, shown, url=reverse("tthc:dossier_overview"))
