"""The page of one audit: its plan, units, team, schedule, sheets, findings, notice and report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from audits import permissions
from audits.enums import AuditState, FindingGrade
from audits.models import AuditNote, AuditSlot, Finding, InternalAudit, NoteLine
from audits.schedule import remarks, slots_of, told_span
from audits.services.findings import findings_refusal
from audits.transitions.audit import lead_of
from qms.dates import slashed
from qms.views.base import Action, Panel
from qms.views.generic import RecordDetail
from qms.views.rows import rows_panel
from qms.views.tables import Column, verbose

AUDIT_CSS: dict[str, str] = {
    AuditState.PLANNED: "plain",
    AuditState.NOTIFIED: "info",
    AuditState.IN_PROGRESS: "warn",
    AuditState.REPORTED: "info",
    AuditState.CLOSED: "ok",
}
SHOWN = 20
FEW = 12
"""Longer lists are folded."""
PARTS = (
    (
        "Thông báo",
        "audits:audit_notice_edit",
        ("notice", "notice_note", "notice_request", "notice_recipients"),
    ),
    (
        "Kết quả, báo cáo đánh giá",
        "audits:audit_report_edit",
        (
            "days",
            "findings_recorded",
            "strengths",
            "organisation",
            "findings_remark",
            "remaining",
            "recommendations",
            "reported",
        ),
    ),
)


def hours(slot: AuditSlot) -> str:
    return f"{slot.starts_at:%H:%M}–{slot.ends_at:%H:%M}"


class AuditDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = InternalAudit
    template = "audits/audit_detail.html"
    groups = (
        (
            "",
            (
                "purpose",
                "scope",
                "standard",
                "topics",
                "place",
                "planned",
                "plan_document",
                "team_decision",
                "units_count",
            ),
        ),
    )
    edit_url_name = "audits:audit_edit"
    delete_url_name = "audits:audit_delete"
    step_url_name = "audits:audit_step"
    state_css = AUDIT_CSS
    units = (Column("name", "Đơn vị, bộ phận", lambda row: row.display_name),)
    team = (
        Column("named", "Họ và tên"),
        Column("title", "Chức vụ", lambda row: row.display_title),
        Column("unit", "Đơn vị", lambda row: row.person.unit.name if row.person.unit else ""),
        Column("role", "Vai trò", css="nowrap"),
    )
    findings = (
        Column("number_label", "Số"),
        Column("unit", "Đơn vị", lambda row: row.unit.name if row.unit else ""),
        Column("grade", "Mức độ"),
        Column("description", "Mô tả"),
        Column("due_on", "Hạn", css="date"),
        Column("state", "Tình trạng"),
    )
    labels: ClassVar[dict[str, str]] = {
        "units_count": "Số đơn vị được đánh giá",
        "planned": "Thời gian theo chương trình",
        "days": "Thời gian đánh giá",
        "reported": "Ký báo cáo",
    }

    def get_queryset(self) -> Any:
        notes = (
            AuditNote.objects.filter(audit=OuterRef("pk")).order_by().values("audit").annotate(n=Count("pk"))
        )
        rows = InternalAudit.objects.with_counts().with_plan().select_related("plan_document", "reported_by")
        return rows.annotate(note_rows=Coalesce(Subquery(notes.values("n")), 0))

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = obj.change_refusal or obj.signed_refusal
        edit, delete = super().get_actions(obj)
        # one reason said once is enough: the other buttons of the page keep it for themselves
        return [replace(edit, label="Sửa kế hoạch", disabled_reason=refusal)] + ([] if refusal else [delete])

    def get_context(self, obj: Any) -> dict[str, Any]:
        slots = slots_of(obj)
        self.found = list(obj.findings.select_related("unit").defer("evidence", "law").order_by("number"))
        context = super().get_context(obj)
        writes = self.may_write(obj)
        return context | {
            "subtitle": "",
            "breadcrumbs": [{"label": "Đánh giá nội bộ", "url": reverse("audits:audit_list")}],
            "warnings": list(self._warnings(obj, slots)),
            "slots": [(slot, hours(slot)) for slot in slots[:FEW]],
            "slot_count": len(slots),
            "schedule_url": reverse("audits:schedule", args=[obj.pk]),
            "notes": self._notes(obj, len(slots)),
            "grades": self._grades(self.found),
            "parts": [self._part(obj, title, name, fields, writes) for title, name, fields in PARTS],
            "writes": writes and not obj.change_refusal,
        }

    def get_panels(self, obj: Any) -> list[Panel]:
        return [self._units(obj), self._team(obj), self._findings(obj)]

    def _warnings(self, obj: Any, slots: list[AuditSlot]) -> Iterator[dict[str, str]]:
        """Before it is closed: what the plan lacks, and sheets that say “chưa thực hiện” without a finding."""
        if obj.change_refusal:
            return
        if not obj.is_held:
            yield from ({"text": text, "url": ""} for text in remarks(obj, slots))
        if not obj.note_rows:
            return
        rows = NoteLine.objects.filter(sheet__audit=obj).unanswered().select_related("sheet__unit__unit")
        for line in rows[:SHOWN]:
            what = line.topic or line.clause or "một dòng"
            text = f"{line.sheet.unit.display_name}: “{what}” ghi chưa thực hiện mà chưa nêu phát hiện."
            yield {"text": text, "url": line.sheet.get_absolute_url()}

    def _add(self, obj: InternalAudit, label: str, url_name: str) -> Action | None:
        if not self.may_write(obj) or obj.change_refusal:
            return None
        return Action(label, reverse(url_name, args=[obj.pk]))

    def _units(self, obj: InternalAudit) -> Panel:
        stated = obj.audited_units_stated
        told = f"Văn bản ghi {stated} đơn vị; chưa liệt kê từng đơn vị." if stated else "Chưa có đơn vị nào."
        panel = rows_panel(
            "Đơn vị được đánh giá",
            self.units,
            obj.audited_units.all(),
            url_prefix="audits:audited_unit",
            add=self._add(obj, "Thêm nhiều đơn vị", "audits:audited_unit_pick"),
            empty_text=told,
        )
        return self._folded(panel, self._add(obj, "Thêm bộ phận khác", "audits:audited_unit_add"))

    def _team(self, obj: InternalAudit) -> Panel:
        panel = rows_panel(
            "Đoàn đánh giá",
            self.team,
            obj.team.all(),
            url_prefix="audits:team_member",
            add=self._add(obj, "Thêm nhiều người", "audits:team_member_pick"),
            empty_text="Chưa có thành viên nào. Thêm nhiều người một lúc, rồi chọn trưởng đoàn.",
        )
        return self._folded(panel, self._add(obj, "Thêm từng người", "audits:team_member_add"))

    def _folded(self, panel: Panel, more: Action | None) -> Panel:
        count = len(panel.context["rows"])
        context = panel.context | {"count": count, "folded": count > FEW, "more": more}
        return Panel(panel.title, "audits/_partials/folded_rows.html", context)

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
            self.found[:SHOWN],
            url_prefix="audits:finding",
            add=add,
            empty_text=empty,
            opens=True,
        )

    def _grades(self, findings: list[Finding]) -> dict[str, Any]:
        """Counted from rows, each grade with its list."""
        found = Counter(row.grade for row in findings)
        url = reverse("audits:finding_list")
        rows = [(label, found[grade], f"{url}?grade={grade}") for grade, label in FindingGrade.choices]
        return {"rows": rows, "total": len(findings), "url": url, "shown": SHOWN}

    def _notes(self, obj: Any, slots: int) -> dict[str, Any]:
        return {
            "count": obj.note_rows,
            "url": reverse("audits:note_list", args=[obj.pk]),
            "make_url": reverse("audits:note_make", args=[obj.pk])
            if slots and self.request.user.can(permissions.RECORD, obj) and not obj.change_refusal
            else "",
        }

    def _part(
        self, obj: Any, title: str, url_name: str, names: tuple[str, ...], writes: bool
    ) -> dict[str, Any]:
        edit = (
            Action("Sửa", reverse(url_name, args=[obj.pk]))
            if writes and not (obj.change_refusal or obj.signed_refusal)
            else None
        )
        fields = [(self._label(name), self._value(obj, name)) for name in names]
        return {"title": title, "edit": edit, "fields": fields}

    def _label(self, name: str) -> str:
        return self.labels.get(name) or verbose(self.model, name)

    def _value(self, obj: Any, name: str) -> str:
        if name in ("team_decision", "notice", "plan_document"):
            document = getattr(obj, name)
            return f"{document.symbol} ngày {slashed(document.issued_on)}" if document else ""
        if name == "planned":
            return told_span(obj.planned_from, obj.planned_to)
        if name == "days":
            at = f"{obj.starts_at:%H:%M}, " if obj.starts_at else ""
            return f"{at}{told_span(obj.starts_on, obj.ends_on)}" if obj.starts_on else ""
        if name == "reported":
            return self._reported(obj)
        return super()._value(obj, name)

    def _reported(self, obj: InternalAudit) -> str:
        if obj.reported_on:
            return (
                f"{slashed(obj.reported_on)}, {obj.reported_by}"
                if obj.reported_by
                else slashed(obj.reported_on)
            )
        lead = lead_of(obj)
        return f"chưa ký; trưởng đoàn {lead.named} ký" if lead else ""
