"""The catalogue on the overview of procedures: how many, how far covered, what changed."""

import datetime
from typing import Any

from django.urls import reverse

from qms.numbers import format_percent, grouped, percent
from qms.views.base import Action
from tthc.enums import ChangeKind
from tthc.models import AdministrativeProcedure
from tthc.querysets.catalogue import changes_counted
from tthc.views.parts import Part


def catalogue_part(year: int, action: Action | None) -> Part:
    day = datetime.date(year, 12, 31)
    counted = AdministrativeProcedure.objects.coverage(day)
    listed, coverage = reverse("tthc:procedure_list"), reverse("tthc:procedure_coverage")
    missing = counted["in_scope"] - counted["covered"]
    lines = [
        _line("Thủ tục đang có hiệu lực", f"{listed}?ngay={day:%d/%m/%Y}", counted["total"]),
        _line("Thuộc phạm vi HTQLCL", f"{listed}?pham_vi=co&ngay={day:%d/%m/%Y}", counted["in_scope"]),
        _line("Đã có quy trình", coverage, counted["covered"], _share(counted)),
        _line("Chưa có quy trình", coverage, missing, tag="late" if missing else "ok"),
    ]
    return Part(
        "Danh mục thủ tục",
        [("Số thủ tục", "")],
        lines if counted["total"] else [],
        "Chưa có danh mục thủ tục. Nhập tệp Excel kèm quyết định công bố của tỉnh.",
        action,
        listed,
        first="Nội dung",
    )


def changes_part(year: int, action: Action | None) -> Part:
    counted = changes_counted(year)
    url = reverse("tthc:change_list")
    lines = [
        _line(kind.label, f"{url}?kind={kind.value}", counted[kind]) for kind in ChangeKind if kind in counted
    ]
    return Part(
        "Thay đổi trong năm",
        [("Số thủ tục", "")],
        lines,
        "Chưa ghi thay đổi nào của năm này. Năm không có thay đổi thì ghi 0 cho từng loại.",
        action,
        url,
        first="Loại thay đổi",
    )


def _share(counted: dict[str, int]) -> str:
    """“98,96% của TTHC thuộc phạm vi”."""
    if not counted["in_scope"]:
        return ""
    return f"{format_percent(percent(counted['covered'], counted['in_scope']))} TTHC thuộc phạm vi"


def _line(name: str, url: str, value: int, note: str = "", tag: str = "") -> dict[str, Any]:
    cell = {"value": grouped(value), "note": note, "title": "", "tag": tag}
    return {"name": name, "url": url, "cells": [cell], "css": ""}
