"""Pages of findings: the list, the nonconformity report with its steps, the form."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from audits import permissions
from audits.clauses import clause_title
from audits.enums import CriterionType, FindingState
from audits.filters import FindingFilter
from audits.forms.findings import FindingForm
from audits.guards import is_secretary
from audits.models import Finding, InternalAudit, NoteLine
from audits.services.actions import car_refusal, request_from
from audits.services.findings import (
    finding_delete,
    finding_from,
    finding_refusal,
    finding_save,
)
from audits.trails import finding_facts, finding_trail, finding_waits, request_words
from audits.views.evidence import evidence_of
from qms.http import AgencyRequest
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordStep
from qms.views.rows import RowEdit, rows_panel
from qms.views.tables import Column, RecordList

FINDING_CSS: dict[str, str] = {
    FindingState.OPEN: "warn",
    FindingState.ANSWERED: "info",
    FindingState.APPROVED: "warn",
    FindingState.DONE: "info",
    FindingState.VERIFIED: "ok",
    FindingState.CLOSED: "ok",
}
LABELS = {"number_label": "Số", "criterion": "Căn cứ", "description": "Điều đã thấy"}


class FindingList(RecordList):
    permission = permissions.VIEW
    model = Finding
    title = "Phát hiện"
    intro = "Điểm không phù hợp, lưu ý, điểm tốt của các đợt đánh giá trong năm, và việc khắc phục."
    columns = (
        Column("number_label", "Số", sort="number"),
        Column("description", "Mô tả"),
        Column("unit", "Đơn vị", lambda row: row.unit.name if row.unit else "", sort="unit__sort_key"),
        Column("grade", "Mức độ", sort="grade"),
        Column("due_on", "Hạn", sort="due_on", css="date"),
        Column("state", "Tình trạng", lambda row: row.state_label, sort="state"),
    )
    filterset_class = FindingFilter
    default_sort = "number"
    empty_text = "Chưa có phát hiện nào trong năm. Phát hiện được ghi từ trang của đợt đánh giá."

    def get_queryset(self) -> Any:
        return Finding.objects.for_list().filter(audit__year=self.request.year)


class FindingDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.RECORD
    model = Finding
    template = "audits/finding_detail.html"
    groups = (
        (
            "Phát hiện",
            (
                "audit",
                "number_label",
                "stated_number",
                "unit",
                "grade",
                "criterion",
                "description",
                "evidence",
                "auditor",
                "opened_on",
            ),
        ),
        ("Đơn vị trả lời", ("cause", "action", "doer", "due_on")),
        ("Thực hiện", ("done_on", "done_evidence")),
        ("Kiểm tra", ("result", "checked_on", "outcome")),
    )
    edit_url_name = "audits:finding_edit"
    delete_url_name = "audits:finding_delete"
    step_url_name = "audits:finding_step"
    state_css = FINDING_CSS
    requests = (
        Column("number_label", "Số phiếu"),
        Column("opened_on", "Ngày mở", css="date"),
        Column("state", "Tình trạng"),
    )

    def get_queryset(self) -> Any:
        return Finding.objects.for_page()

    def get_context(self, obj: Finding) -> dict[str, Any]:
        context = super().get_context(obj) | evidence_of(obj, self.request.user)
        groups = [
            {**group, "fields": [pair for pair in group["fields"] if pair[1]]}
            for group in context["field_groups"]
        ]
        return {
            **context,
            "subtitle": "Báo cáo sự không phù hợp" if obj.asks_for_answer else "Điểm tốt",
            "field_groups": [group for group in groups if group["fields"]],
            "audit_url": obj.audit.get_absolute_url(),
            "waits": finding_waits(obj),
            "sheet": obj.note_line.sheet if obj.note_line else None,
        }

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = finding_refusal(obj, self.request.user)
        return [
            replace(action, style="secondary", disabled_reason=refusal) for action in super().get_actions(obj)
        ]

    def get_panels(self, obj: Finding) -> list[Panel]:
        trail = Panel("Diễn biến", "audits/_partials/trail.html", {"stages": finding_trail(obj)})
        return [self._requests(obj), trail] if obj.asks_for_answer else []

    def _requests(self, obj: Finding) -> Panel:
        add = None
        if self.may_write(obj):
            url = f"{reverse('audits:car_add')}?finding={obj.pk}"
            refusal = car_refusal(request_from(obj), self.request.user)
            add = Action("Mở phiếu khắc phục", url, disabled_reason=refusal)
        return rows_panel(
            "Phiếu yêu cầu hành động khắc phục",
            self.requests,
            sorted(obj.cars.all(), key=lambda car: car.number),
            url_prefix="audits:car",
            add=add,
            empty_text=f"Chưa có phiếu nào. {request_words(obj)}",
            opens=True,
        )

    def _state(self, obj: Finding) -> dict[str, str] | None:
        state = super()._state(obj) or {}
        css = state["css"] if obj.asks_for_answer else "ok"
        return {"label": obj.state_label, "css": "warn" if obj.waits_for_unit_again else css}

    def _label(self, name: str) -> str:
        return LABELS.get(name) or super()._label(name)

    def _value(self, obj: Finding, name: str) -> str:
        if name == "criterion" and obj.criterion_type == CriterionType.CLAUSE:
            return " – ".join(part for part in (obj.criterion, clause_title(obj.clause)) if part)
        if name == "criterion" and obj.procedure:
            return " – ".join(part for part in (str(obj.procedure), obj.section) if part)
        if name == "auditor" and obj.auditor:
            return obj.auditor.named
        return super()._value(obj, name)


class FindingEdit(RowEdit):
    """`?line=`: the note row it is raised from."""

    permission = permissions.RECORD
    model = Finding
    form_class = FindingForm
    parent_name = "audit"
    add_title = "Ghi phát hiện"

    def get_queryset(self) -> Any:
        return Finding.objects.for_page()

    def new_object(self, parent: int | None) -> Any:
        audit: InternalAudit = get_object_or_404(InternalAudit.objects.all(), pk=parent)
        if "line" not in self.request.GET:
            return Finding(audit=audit)
        wish = self.request.GET["line"]
        if not (wish.isascii() and wish.isdigit() and len(wish) < 19):
            raise Http404("Không có dòng ghi chép này.")
        rows = NoteLine.objects.select_related(
            "sheet__audit", "sheet__slot", "sheet__unit__unit", "procedure"
        )
        return finding_from(get_object_or_404(rows, pk=wish, sheet__audit=audit))

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        """What may not be written is said before anything is typed."""
        obj = self.get_object(pk, parent)
        if refusal := finding_refusal(obj, request.user):
            messages.error(request, refusal)
            return redirect(obj.get_absolute_url() if pk else obj.audit.get_absolute_url())
        return super().get(request, pk, parent)

    def make_form(self, *args: Any, **kwargs: Any) -> FindingForm:
        form = FindingForm(*args, **kwargs)
        return form if is_secretary(self.request.user) else form.without("auditor", "stated_number")

    def save(self, form: Any, expected_version: int | None) -> Any:
        return finding_save(finding=form.instance, actor=self.request.user, expected_version=expected_version)


class FindingDelete(RecordDelete):
    permission = permissions.RECORD
    model = Finding
    list_url_name = "audits:finding_list"

    def refusal(self, obj: Finding) -> str:
        return finding_refusal(obj, self.request.user) or super().refusal(obj)

    def remove(self, obj: Finding) -> None:
        finding_delete(finding=obj, actor=self.request.user)


class FindingStep(RecordStep):
    permission = permissions.VIEW
    model = Finding

    def get_queryset(self) -> Any:
        return Finding.objects.for_page()

    def facts(self, obj: Finding) -> list[tuple[str, str]]:
        return finding_facts(obj)
