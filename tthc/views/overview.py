"""The year's statistics on one page, levels side by side; and all about procedures on another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qms.figures import Figures
from qms.http import AgencyRequest
from qms.models import Record
from qms.numbers import grouped
from qms.views.base import Action, QmsView
from tthc import permissions
from tthc.figures import yearly as figures
from tthc.figures.yearly import DIGITISATION_COUNTS, DOSSIER_COUNTS
from tthc.querysets import yearly as querysets
from tthc.statistics.comparison import comparisons
from tthc.views.catalogue_parts import catalogue_part, changes_part
from tthc.views.parts import Part

STRESSED = ("total", "resolved", "pending", "received")


class Overview(QmsView, abstract=True):
    title = ""
    intro = ""

    def get(self, request: AgencyRequest) -> HttpResponse:
        context = {
            "title": self.title,
            "intro": self.intro,
            "warning": self.get_warning(),
            "parts": self.get_parts(),
            "actions": self.get_actions(),
        }
        return render(request, "tthc/overview.html", context)

    def get_parts(self) -> list[Part]:
        raise NotImplementedError

    def get_warning(self) -> dict[str, str] | None:
        """A sentence above the tables, with its link: text, label, url."""
        return None

    def get_actions(self) -> list[Action]:
        """Buttons at the head of the page."""
        return []

    def add(self, label: str, url_name: str) -> Action | None:
        if not self.request.user.can(permissions.EDIT):
            return None
        return Action(label, reverse(url_name))


class DossierOverview(Overview):
    permission = permissions.VIEW
    title = "Hồ sơ, số hóa"
    intro = "Số liệu giải quyết thủ tục hành chính của năm, các cấp cạnh nhau; báo cáo năm lấy từ đây."
    beside = (
        ("Biểu đồ", "tthc:charts"),
        ("Danh sách hồ sơ", "tthc:dossier_list"),
        ("Hồ sơ quá hạn", "tthc:late_register"),
        ("Đối chiếu, tính lại", "tthc:statistics_compare"),
        ("Kỳ báo cáo", "tthc:period_list"),
        ("Lịch làm việc", "tthc:calendar_list"),
    )

    def get_parts(self) -> list[Part]:
        year = self.request.year
        dossiers, digitised = querysets.annual(querysets.dossiers_of(year)), querysets.digitisation_of(year)
        found = figures.counted(dossiers, digitised)
        return [self._dossiers(dossiers, found), self._digitisation(digitised, found)]

    def get_warning(self) -> dict[str, str] | None:
        """Where what was typed is not what the dossiers say."""
        compared = comparisons(self.request.year)
        told = [f"{found.label}: {len(found.differing)} số" for found in compared if found.differing]
        if not told:
            return None
        text = f"Số nhập tay khác số tính từ hồ sơ ({'; '.join(told)}). Báo cáo lấy số nhập tay."
        return {"text": text, "label": "Đối chiếu", "url": reverse("tthc:statistics_compare")}

    def get_actions(self) -> list[Action]:
        beside = [Action(label, reverse(url_name)) for label, url_name in self.beside]
        if not self.request.user.can(permissions.EDIT):
            return beside
        return [Action("Nhập hồ sơ", reverse("tthc:import_add"), "primary"), *beside]

    def _dossiers(self, rows: list[Any], found: Figures) -> Part:
        names = dict(DOSSIER_COUNTS) | {"total": "Tổng hồ sơ", "pending": "Hồ sơ đang giải quyết"}
        order = (
            "total", "carried_over", "received", "online", "in_person", "by_post",
            "resolved", "early", "on_time", "early_on_time", "late",
            "pending", "pending_in_time", "pending_overdue", "returned", "paused", "cancelled",
        )  # fmt: skip
        lines = side_by_side("tthc.dossiers", [(name, names[name]) for name in order], rows, found)
        if rows:
            lines.append(_residuals(rows))
        return Part(
            "Thống kê hồ sơ",
            [(row.get_level_display(), row.get_absolute_url()) for row in rows],
            lines,
            "Chưa có thống kê hồ sơ của năm này. Lấy số từ phần mềm Một cửa, mỗi cấp một bản.",
            self.add("Nhập thống kê hồ sơ", "tthc:dossier_statistics_add"),
            reverse("tthc:dossier_statistics_list"),
            note="; ".join(dict.fromkeys(f"Kỳ {row.period_told}" for row in rows)),
        )

    def _digitisation(self, rows: list[Any], found: Figures) -> Part:
        names = [(name, label) for name, _, label in DIGITISATION_COUNTS]
        return Part(
            "Số hóa hồ sơ, kết quả giải quyết",
            [(row.get_level_display(), row.get_absolute_url()) for row in rows],
            side_by_side("tthc.digitisation", names, rows, found),
            "Chưa có số liệu số hóa của năm này. Mỗi cấp nhập một bản.",
            self.add("Nhập số liệu số hóa", "tthc:digitisation_add"),
            reverse("tthc:digitisation_list"),
        )


def side_by_side(
    prefix: str, names: list[tuple[str, str]], rows: list[Any], found: Figures
) -> list[dict[str, Any]]:
    """A line for each count that some level gives, with its rate below it."""
    lines = []
    for name, label in names:
        cells = [_cell(found, f"{prefix}.{row.level}.{name}") for row in rows]
        if any(cell["value"] for cell in cells):
            lines.append({"name": label, "cells": cells, "css": "sum" if name in STRESSED else ""})
    return lines


def _cell(found: Figures, key: str) -> dict[str, str]:
    figure, rate = found.get(key), found.get(f"{key}_rate")
    return {
        "value": figure.text() if figure else "",
        "note": rate.text() if rate else "",
        "title": rate.formula if rate else "",
    }


def _residuals(rows: list[Any]) -> dict[str, Any]:
    """The last line: 0 where the balance closes."""
    cells = [
        {
            "value": grouped(row.residual),
            "tag": "late" if row.residual else "ok",
            "note": "",
            "title": "",
        }
        for row in rows
    ]
    return {"name": "Chênh, chưa rõ trạng thái", "cells": cells, "css": ""}


class ProcedureOverview(Overview):
    permission = permissions.VIEW
    title = "Thủ tục hành chính"
    intro = "Danh mục thủ tục và quy trình giải quyết, thay đổi, kết quả rà soát và việc áp dụng ở cấp xã trong năm."

    def get_parts(self) -> list[Part]:
        year = self.request.year
        count, coverage = querysets.procedure_count_of(year), querysets.coverage_of(year)
        return [
            catalogue_part(year, self.add("Nhập danh mục từ Excel", "tthc:catalogue_import")),
            changes_part(year, self.add("Ghi thay đổi", "tthc:change_add")),
            self._part(
                "Thủ tục thuộc thẩm quyền",
                [("Số thủ tục hành chính", count, count.in_authority)] if count else [],
                "Chưa có số thủ tục hành chính thuộc thẩm quyền của năm này.",
                self.add("Nhập số thủ tục", "tthc:procedure_count_add") if count is None else None,
                "tthc:procedure_count_list",
            ),
            self._part(
                "Kết quả rà soát, đề nghị thay đổi",
                [
                    (f"Đề nghị {row.get_kind_display().lower()}", row, row.count)
                    for row in querysets.proposals_of(year)
                ],
                "Chưa ghi kết quả rà soát của năm này. Rà soát mà không đề nghị gì thì ghi 0.",
                self.add("Nhập đề nghị", "tthc:proposal_add"),
                "tthc:proposal_list",
            ),
            self._part(
                "Cấp xã áp dụng HTQLCL",
                [(coverage.title, coverage, coverage.ratio)] if coverage else [],
                "Chưa có số xã, thị trấn áp dụng HTQLCL của năm này.",
                self.add("Nhập số xã áp dụng", "tthc:coverage_add"),
                "tthc:coverage_list",
            ),
        ]

    def _part(
        self,
        title: str,
        rows: list[tuple[str, Record, Any]],
        empty: str,
        action: Action | None,
        list_url_name: str,
    ) -> Part:
        lines = [
            {"name": name, "url": row.get_absolute_url(), "cells": [{"value": str(value)}], "css": ""}
            for name, row, value in rows
        ]
        return Part(title, [("Số lượng", "")], lines, empty, action, reverse(list_url_name), first="Nội dung")
