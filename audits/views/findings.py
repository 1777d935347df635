"""Pages of findings."""

from dataclasses import replace
from typing import Any

from audits import forms, permissions
from audits.enums import FindingState
from audits.filters import FindingFilter
from audits.models import Finding
from audits.services import change_refusal, finding_delete, finding_save, next_number
from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordStep
from qms.views.rows import RowEdit
from qms.views.tables import Column, RecordList

FINDING_CSS: dict[str, str] = {FindingState.OPEN: "warn", FindingState.CLOSED: "ok"}


class FindingList(RecordList):
    permission = permissions.VIEW
    model = Finding
    title = "Phát hiện"
    intro = "Điểm không phù hợp và lưu ý của các đợt đánh giá trong năm, và việc khắc phục."
    columns = (
        Column("number_label", "Số", sort="number"),
        Column("description", "Mô tả"),
        Column("unit", "Đơn vị", lambda row: row.unit.name if row.unit else "", sort="unit__sort_key"),
        Column("grade", "Mức độ", sort="grade"),
        Column("due_on", "Hạn", sort="due_on", css="date"),
        Column("state", "Tình trạng", sort="state"),
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
    groups = (
        ("", ("audit", "number_label", "unit", "grade", "criterion", "description", "opened_on", "due_on")),
        ("Khắc phục", ("closed_on", "outcome")),
    )
    edit_url_name = "audits:finding_edit"
    delete_url_name = "audits:finding_delete"
    step_url_name = "audits:finding_step"
    state_css = FINDING_CSS

    def get_queryset(self) -> Any:
        return Finding.objects.for_list()

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = change_refusal(obj)
        return [replace(action, disabled_reason=refusal) for action in super().get_actions(obj)]

    def _label(self, name: str) -> str:
        return "Số" if name == "number_label" else super()._label(name)


class FindingEdit(RowEdit):
    permission = permissions.RECORD
    model = Finding
    form_class = forms.FindingForm
    parent_name = "audit"
    add_title = "Ghi phát hiện"

    def new_object(self, parent: int | None) -> Any:
        finding = super().new_object(parent)
        finding.number = next_number(finding.audit)
        return finding

    def save(self, form: Any, expected_version: int | None) -> Any:
        return finding_save(
            finding=form.instance,
            actor=self.request.user,
            expected_version=expected_version,
        )


class FindingDelete(RecordDelete):
    permission = permissions.RECORD
    model = Finding
    list_url_name = "audits:finding_list"

    def remove(self, obj: Finding) -> None:
        finding_delete(finding=obj, actor=self.request.user)


class FindingStep(RecordStep):
    permission = permissions.VIEW
    model = Finding
