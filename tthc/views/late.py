"""The register of late dossiers, their reasons, and the letters of apology."""

from collections.abc import Iterator
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList, shown
from tthc import permissions
from tthc.filters.late import LateFilter
from tthc.forms.statistics import LateForm
from tthc.models import Dossier, LateDossier
from tthc.statistics.late import OPEN, late_dossiers, letters
from tthc.statistics.periods import judged_sentence, period_of


def reason_of(row: Dossier) -> str:
    late = getattr(row, "late", None)
    return late.reason if late else ""


def letter_of(row: Dossier) -> str:
    late = getattr(row, "late", None)
    return f"{late.letter}, {shown(late.letter_on)}" if late and late.letter else ""


def standing(row: Any) -> str:
    return "Chưa giải quyết xong" if row.turn == OPEN else "Đã giải quyết, quá hạn"


class LateRegister(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = Dossier  # type: ignore[assignment]  # lists its own columns, sorts by its own
    title = "Hồ sơ quá hạn"
    filterset_class = LateFilter
    default_sort = "turn"
    columns = (
        Column("code", "Mã hồ sơ", sort="code"),
        Column("standing", "Tình trạng", value=standing, sort="turn"),
        Column("procedure", "Thủ tục", value=lambda row: row.procedure or ""),
        Column("unit", "Đơn vị giải quyết", value=lambda row: row.resolving_unit or ""),
        Column("due_on", "Ngày hẹn trả", sort="due_on", css="date"),
        Column("finished_on", "Ngày kết thúc", sort="finished_on", css="date"),
        Column("reason", "Nguyên nhân", value=reason_of),
        Column("letter", "Văn bản xin lỗi", value=letter_of),
    )
    empty_text = "Không có hồ sơ quá hạn trong kỳ. Danh sách lấy từ hồ sơ đã nhập."

    @property
    def intro(self) -> str:  # type: ignore[override]
        told = "Chưa xong mà đã quá ngày hẹn đứng trước, rồi đến hồ sơ đã giải quyết quá hạn trong kỳ."
        period = period_of(self.request.agency, self.request.year)
        judged = judged_sentence(period.seen_on(self.request.today).last) if period else ""
        return f"{told} {judged}".rstrip()

    def get_queryset(self) -> Any:
        return late_dossiers(self.request.agency, self.request.year, self.request.today)

    def get_actions(self) -> list[Action]:
        return [Action("Sổ văn bản xin lỗi", reverse("tthc:letter_list"))]

    def _rows(self, rows: list[Any]) -> Iterator[dict[str, Any]]:
        may_write = self.request.user.can(permissions.EDIT)
        for row in rows:
            cells = [{"value": shown(c.read(row)), "css": c.css, "label": c.label} for c in self.columns]
            yield {"url": self._url_of(row, may_write), "cells": cells}

    def _url_of(self, row: Any, may_write: bool) -> str:
        """The reason's page, or where it is written; none for who may not write."""
        if (late := getattr(row, "late", None)) is not None:
            return late.get_absolute_url()
        return reverse("tthc:late_add", args=[row.pk]) if may_write else ""


class LetterList(RecordList):
    permission = permissions.VIEW
    model = LateDossier
    title = "Sổ văn bản xin lỗi"
    intro = "Văn bản xin lỗi và hẹn lại ngày trả kết quả đã gửi trong kỳ (Mẫu 04, Thông tư 03/2025/TT-VPCP)."
    default_sort = "letter_on"
    columns = (
        Column("letter", "Số, ký hiệu", sort="letter"),
        Column("letter_on", "Ngày", sort="letter_on", css="date"),
        Column("dossier", "Mã hồ sơ", sort="dossier__code"),
        Column("procedure", "Thủ tục", value=lambda row: row.dossier.procedure or ""),
        Column("due_on", "Hẹn trả lần đầu", value=lambda row: row.dossier.due_on, css="date"),
        Column("promised_on", "Hẹn trả lại", sort="promised_on", css="date"),
        Column("finished_on", "Ngày kết thúc", value=lambda row: row.dossier.finished_on, css="date"),
        Column("reason", "Nguyên nhân"),
    )
    empty_text = "Chưa có văn bản xin lỗi nào trong kỳ. Ghi số văn bản ở từng hồ sơ quá hạn."

    def get_queryset(self) -> Any:
        return letters(self.request.agency, self.request.year)


class LateDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = LateDossier
    groups = (
        ("Hồ sơ", ("dossier", "procedure", "due_on", "finished_on")),
        ("Nguyên nhân, xin lỗi", ("reason", "letter", "letter_on", "promised_on")),
    )
    edit_url_name = "tthc:late_edit"
    delete_url_name = "tthc:late_delete"
    labels = {  # noqa: RUF012
        "procedure": "Thủ tục hành chính", "due_on": "Ngày hẹn trả", "finished_on": "Ngày kết thúc",
    }  # fmt: skip

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("dossier__procedure")

    def get_context(self, obj: LateDossier) -> dict[str, Any]:
        register = {"label": "Hồ sơ quá hạn", "url": reverse("tthc:late_register")}
        return {**super().get_context(obj), "breadcrumbs": [register]}

    def _label(self, name: str) -> str:
        return self.labels.get(name) or super()._label(name)

    def _value(self, obj: LateDossier, name: str) -> str:
        return shown(getattr(obj.dossier, name)) if name in self.labels else super()._value(obj, name)


class LateEdit(RecordEdit):
    permission = permissions.EDIT
    model = LateDossier
    form_class = LateForm
    list_url_name = "tthc:late_register"
    add_title = "Ghi nguyên nhân quá hạn"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("dossier")

    def get_extra(self, obj: LateDossier) -> dict[str, Any]:
        """Which dossier: the one who writes its reason came from a list of many."""
        dossier = obj.dossier
        told = [dossier.code, str(dossier.procedure or ""), f"hẹn trả {shown(dossier.due_on)}"]
        if dossier.finished_on:
            told.append(f"kết thúc {shown(dossier.finished_on)}")
        register = {"label": "Hồ sơ quá hạn", "url": reverse("tthc:late_register")}
        return {"subtitle": " · ".join(filter(None, told)), "breadcrumbs": [register]}

    def new_object(self, parent: int | None) -> LateDossier:
        """Of a dossier that is late; one whose reason is written already is changed."""
        late = late_dossiers(self.request.agency, self.request.year, self.request.today)
        dossier = get_object_or_404(late, pk=parent)
        return getattr(dossier, "late", None) or LateDossier(dossier=dossier)


class LateDelete(RecordDelete):
    permission = permissions.EDIT
    model = LateDossier
    list_url_name = "tthc:late_register"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("dossier")
