"""Pages of the complaints register: an entry with its steps, its form."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from qms.dates import slashed
from qms.http import AgencyRequest
from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep
from tthc import permissions
from tthc.complaints.deadlines import moved_from
from tthc.enums import ComplaintState
from tthc.forms.complaints import ComplaintForm
from tthc.models import Complaint
from tthc.services.complaints import (
    complaint_delete,
    complaint_delete_refusal,
    complaint_save,
    editing_refusal,
)

STATE_CSS: dict[str, str] = {
    ComplaintState.RECEIVED: "warn",
    ComplaintState.ACCEPTED: "info",
    ComplaintState.REFUSED: "plain",
    ComplaintState.ANSWERED: "ok",
    ComplaintState.CLOSED: "ok",
    ComplaintState.WITHDRAWN: "plain",
}
CAR_RIGHT = "audits.record"
"""Who opens corrective-action requests; their app lies above, so it is named, not imported."""


def visible(user: Any) -> Any:
    return Complaint.objects.visible_to(user).for_page()


def standing(row: Complaint) -> str:
    return row.standing(timezone.localdate())


class ComplaintDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.COMPLAINT_HANDLE
    model = Complaint
    template = "tthc/complaint_detail.html"
    groups = (
        ("", ("subject", "received_on", "channel", "reporter", "field", "unit", "dossier_code")),
        (
            "Giải quyết",
            ("handler", "rule", "due_on", "accepted_on", "extended_until", "extension_reason", "reason"),
        ),
        ("Trả lời", ("answered_on", "answer_document", "result", "answer", "satisfied", "closed_on")),
    )
    edit_url_name = "tthc:complaint_edit"
    delete_url_name = "tthc:complaint_delete"
    step_url_name = "tthc:complaint_step"
    state_css = STATE_CSS

    def get_queryset(self) -> Any:
        return visible(self.request.user)

    def get_context(self, obj: Complaint) -> dict[str, Any]:
        context, user = super().get_context(obj), self.request.user
        whole = Complaint.objects.whole_for(user).filter(pk=obj.pk).exists()
        hidden = set() if whole else {self._label("reporter")}
        groups = [
            {**group, "fields": [pair for pair in group["fields"] if pair[1] and pair[0] not in hidden]}
            for group in context["field_groups"]
        ]
        kept: dict[str, Any] = (
            {} if whole else {"attachments": None, "attachments_add_url": "", "history_url": "", "steps": []}
        )
        return {
            **context,
            "title": obj.short_title,
            "field_groups": [_with_due_label(obj, group) for group in groups if group["fields"]],
            "late": standing(obj) if obj.is_waiting and standing(obj) != obj.get_state_display() else "",
            "answer_document": obj.answer_document,
            "cars_url": self._cars_url(obj),
            "list_url": reverse("tthc:complaint_list"),
            **kept,
        }

    def _label(self, name: str) -> str:
        return "Ý kiến người gửi" if name == "satisfied" else super()._label(name)

    def _cars_url(self, obj: Complaint) -> str:
        if obj.is_secret:
            return ""
        return f"{reverse('audits:car_list')}?{urlencode({'q': obj.short_title, 'year': obj.year})}"

    def get_actions(self, obj: Complaint) -> list[Action]:
        actions: list[Action] = []
        if self.request.user.can(permissions.EDIT):
            change, delete = super().get_actions(obj)
            actions = [
                replace(change, style="secondary", disabled_reason=editing_refusal(obj)),
                *([] if complaint_delete_refusal(obj) else [delete]),
            ]
        if self.request.user.can(CAR_RIGHT):
            actions.append(Action("Mở phiếu khắc phục", car_url(obj)))
        return actions


def _with_due_label(obj: Complaint, group: dict[str, Any]) -> dict[str, Any]:
    """Until it is accepted, the day is that of the intake."""
    moved = moved_from(obj) if obj.due_on else None
    why = f" ({slashed(moved)} là ngày nghỉ, hạn lùi đến ngày làm việc kế tiếp)" if moved else ""
    fields = [
        (obj.due_label, f"{value}{why}") if label == "Hạn" else (label, value)
        for label, value in group["fields"]
    ]
    return {**group, "fields": fields}


def car_url(obj: Complaint) -> str:
    """The form of a request that knows where it comes from, by its number alone: its kind may change later.

    Requests lie open to everyone, so that of a denunciation names none.
    """
    origin = {"origin": "complaint", "origin_label": obj.short_title, "origin_url": obj.get_absolute_url()}
    if obj.is_secret:
        origin = {"origin": "complaint", "origin_label": "Đơn thư trong sổ theo dõi"}
    return f"{reverse('audits:car_add')}?{urlencode(origin)}"


class ComplaintEdit(RecordEdit):
    permission = permissions.EDIT
    model = Complaint
    form_class = ComplaintForm
    list_url_name = "tthc:complaint_list"
    add_title = "Ghi khiếu nại, phản ánh"

    def get_queryset(self) -> Any:
        return visible(self.request.user)

    def get(self, request: AgencyRequest, pk: int | None = None, parent: int | None = None) -> HttpResponse:
        """What may not be changed is said before anything is typed."""
        obj = self.get_object(pk, parent)
        if refusal := editing_refusal(obj):
            messages.error(request, refusal)
            return redirect(obj.get_absolute_url())
        return super().get(request, pk, parent)

    def get_initial(self) -> dict[str, Any]:
        """Most are written down on the day they come; in an older year that day is asked for."""
        today = timezone.localdate()
        given = {"received_on": today} if self.request.year == today.year and self.new else {}
        return given | super().get_initial()

    @property
    def new(self) -> bool:
        return "pk" not in self.kwargs

    def save(self, form: Any, expected_version: int | None) -> Any:
        return complaint_save(
            complaint=form.instance, actor=self.request.user, expected_version=expected_version
        )


class ComplaintDelete(RecordDelete):
    permission = permissions.EDIT
    model = Complaint
    list_url_name = "tthc:complaint_list"

    def get_queryset(self) -> Any:
        return visible(self.request.user)

    def refusal(self, obj: Complaint) -> str:
        return complaint_delete_refusal(obj) or super().refusal(obj)

    def remove(self, obj: Complaint) -> None:
        complaint_delete(complaint=obj, actor=self.request.user)


class ComplaintStep(RecordStep):
    permission = permissions.VIEW
    model = Complaint

    def get_queryset(self) -> Any:
        return visible(self.request.user)

    def facts(self, obj: Complaint) -> list[tuple[str, str]]:
        return [
            ("Nội dung", obj.subject),
            ("Tiếp nhận", f"{obj.received_on:%d/%m/%Y}"),
            (obj.due_label, f"{obj.due_on:%d/%m/%Y}" if obj.due_on else ""),
            ("Thời hạn theo", f"{obj.rule} ({obj.rule.legal_basis})" if obj.rule else ""),
        ]
