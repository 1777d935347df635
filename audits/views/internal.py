"""Pages of internal audits and the units they visit."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from audits import forms, permissions
from audits.enums import AuditState
from audits.models import AuditedUnit, InternalAudit
from audits.services import (
    audit_delete,
    audit_save,
    audited_unit_delete,
    audited_unit_save,
    findings_refusal,
)
from qms.dates import slashed
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep
from qms.views.rows import RowDelete, RowEdit, rows_panel
from qms.views.tables import Column, RecordList

AUDIT_CSS: dict[str, str] = {
    AuditState.PLANNED: "plain",
    AuditState.NOTIFIED: "info",
    AuditState.IN_PROGRESS: "warn",
    AuditState.REPORTED: "info",
    AuditState.CLOSED: "ok",
}


def findings_text(audit: InternalAudit) -> Any:
    return audit.finding_rows if audit.findings_recorded or audit.finding_rows else "chưa ghi"


class AuditList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = InternalAudit
    title = "Đánh giá nội bộ"
    intro = "Mỗi năm ít nhất một đợt (QĐ 19/2014/QĐ-TTg, Điều 4)."
    columns = (
        Column("title", "Đợt", sort="sort_key"),
        Column("state", "Trạng thái", sort="state"),
        Column(
            "starts_on",
            "Từ ngày",
            lambda row: row.starts_on or row.planned_from,
            sort="starts_on",
            css="date",
        ),
        Column("ends_on", "Đến ngày", lambda row: row.ends_on or row.planned_to, css="date"),
        Column("units_count", "Số đơn vị", css="num"),
        Column("findings", "Phát hiện", findings_text, css="num"),
    )
    add_url_name = "audits:audit_add"
    add_label = "Lập đợt đánh giá"
    empty_text = (
        "Chưa có đợt đánh giá nội bộ nào trong năm. Lập đợt đánh giá, chọn quyết định thành lập đoàn."
    )

    def get_queryset(self) -> Any:
        return InternalAudit.objects.of_year(self.request.year)


class AuditDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = InternalAudit
    groups = (
        ("", ("team_decision", "notice", "place", "scope")),
        (
            "Thời gian và kết quả",
            (
                "planned_from",
                "planned_to",
                "starts_on",
                "ends_on",
                "units_count",
                "findings_recorded",
                "conclusion",
            ),
        ),
    )
    edit_url_name = "audits:audit_edit"
    delete_url_name = "audits:audit_delete"
    step_url_name = "audits:audit_step"
    state_css = AUDIT_CSS
    units = (Column("name", "Đơn vị, bộ phận", lambda row: row.display_name),)
    findings = (
        Column("number_label", "Số"),
        Column("unit", "Đơn vị", lambda row: row.unit.name if row.unit else ""),
        Column("grade", "Mức độ"),
        Column("description", "Mô tả"),
        Column("due_on", "Hạn", css="date"),
        Column("state", "Tình trạng"),
    )

    def get_queryset(self) -> Any:
        return InternalAudit.objects.with_counts()

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = obj.change_refusal
        return [replace(action, disabled_reason=refusal) for action in super().get_actions(obj)]

    def get_panels(self, obj: Any) -> list[Panel]:
        return [self._units(obj), self._findings(obj)]

    def _units(self, obj: InternalAudit) -> Panel:
        add = None
        if self.may_write(obj):
            url = reverse("audits:audited_unit_add", args=[obj.pk])
            add = Action("Thêm đơn vị", url, disabled_reason=obj.change_refusal)
        stated = obj.audited_units_stated
        told = f"Văn bản ghi {stated} đơn vị; chưa liệt kê từng đơn vị." if stated else "Chưa có đơn vị nào."
        return rows_panel(
            "Đơn vị được đánh giá",
            self.units,
            obj.audited_units.select_related("unit").order_by("position", "pk"),
            url_prefix="audits:audited_unit",
            add=add,
            changes=not obj.change_refusal,
            empty_text=told,
        )

    def _findings(self, obj: InternalAudit) -> Panel:
        add = None
        if self.request.user.can(permissions.RECORD, obj):
            url = reverse("audits:finding_add", args=[obj.pk])
            add = Action("Ghi phát hiện", url, disabled_reason=findings_refusal(obj))
        empty = (
            "Đã ghi đủ: đợt này không có phát hiện nào."
            if obj.findings_recorded
            else "Chưa ghi phát hiện nào."
        )
        return rows_panel(
            "Phát hiện",
            self.findings,
            obj.findings.select_related("unit").order_by("number"),
            url_prefix="audits:finding",
            add=add,
            empty_text=empty,
            opens=True,
        )

    def _label(self, name: str) -> str:
        return "Số đơn vị được đánh giá" if name == "units_count" else super()._label(name)

    def _value(self, obj: Any, name: str) -> str:
        if name == "team_decision" and obj.team_decision:
            return f"{obj.team_decision.symbol} ngày {slashed(obj.team_decision.issued_on)}"
        return super()._value(obj, name)


class AuditEdit(RecordEdit):
    permission = permissions.EDIT
    model = InternalAudit
    form_class = forms.InternalAuditForm
    list_url_name = "audits:audit_list"
    add_title = "Lập đợt đánh giá nội bộ"

    def new_object(self, parent: int | None) -> Any:
        audit = super().new_object(parent)
        audit.round = InternalAudit.objects.filter(year=audit.year).count() + 1
        return audit

    def save(self, form: Any, expected_version: int | None) -> Any:
        return audit_save(audit=form.instance, actor=self.request.user, expected_version=expected_version)


class AuditDelete(RecordDelete):
    permission = permissions.EDIT
    model = InternalAudit
    list_url_name = "audits:audit_list"

    def remove(self, obj: InternalAudit) -> None:
        audit_delete(audit=obj, actor=self.request.user)


class AuditStep(RecordStep):
    """Each step asks for its own right; whoever sees the page may ask."""

    permission = permissions.VIEW
    model = InternalAudit


class AuditedUnitEdit(RowEdit):
    permission = permissions.EDIT
    model = AuditedUnit
    form_class = forms.AuditedUnitForm
    parent_name = "audit"
    add_title = "Thêm đơn vị được đánh giá"

    def save(self, form: Any, expected_version: int | None) -> Any:
        return audited_unit_save(
            audited_unit=form.instance, actor=self.request.user, expected_version=expected_version
        )


class AuditedUnitDelete(RowDelete):
    permission = permissions.EDIT
    model = AuditedUnit

    def remove(self, obj: AuditedUnit) -> None:
        audited_unit_delete(audited_unit=obj, actor=self.request.user)
