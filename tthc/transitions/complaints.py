"""A complaint: received → accepted / refused → answered → closed; or withdrawn."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents.models import OfficialDocument
from qms.choices import RecordChoiceField
from qms.dates import slashed
from qms.forms import DateField
from qms.models import Person, User
from qms.workflow import Workflow
from tthc import permissions
from tthc.complaints.deadlines import due_of
from tthc.enums import ComplaintKind, ComplaintResult, Satisfaction
from tthc.enums import ComplaintState as State
from tthc.models import Complaint

complaint_workflow = Workflow(Complaint)
UNASSIGNED = "Chưa giao người xử lý; thư ký hoặc lãnh đạo bấm “Giao người xử lý”."


def is_handler(complaint: Complaint, actor: User) -> str:
    """The secretary keeps the register; others only do what was given to them."""
    if actor.can(permissions.EDIT):
        return ""
    if actor.person is not None and complaint.handler_id == actor.person.pk:
        return ""
    if complaint.handler is None:
        return UNASSIGNED
    return f"Chỉ người được giao xử lý ({complaint.handler.name}) và thư ký được ghi."


def has_handler(complaint: Complaint, actor: User) -> str:
    return "" if complaint.handler_id else UNASSIGNED


def may_be_extended(complaint: Complaint, actor: User) -> str:
    if complaint.extended_until is not None:
        return f"Đã gia hạn đến {slashed(complaint.extended_until)}; chỉ gia hạn một lần."
    if complaint.rule is None or not complaint.rule.extension_days:
        return "Thời hạn của loại đơn này không quy định gia hạn."
    return ""


def day_field(label: str) -> Any:
    return lambda: DateField(label=label, initial=timezone.localdate)


def text_field(label: str, *, help_text: str = "", required: bool = True) -> Any:
    def make() -> forms.CharField:
        widget = forms.Textarea(attrs={"rows": 4})
        field = forms.CharField(
            label=label, max_length=4000, required=required, help_text=help_text, widget=widget
        )
        field.widget.attrs.pop("maxlength", None)  # a browser would cut pasted text without a word
        return field

    return make


def choice_field(label: str, choices: Any, *, required: bool = True) -> Any:
    options = [("", "–"), *choices]
    return lambda: forms.ChoiceField(label=label, choices=options, required=required)


def document_field() -> forms.Field:
    return RecordChoiceField(
        OfficialDocument.objects.all(),
        label="Văn bản trả lời",
        required=False,
        empty_label="–",
        help_text="Chưa có trong danh mục Văn bản thì nhập ở đó trước, hoặc đính kèm tệp ở trang này.",
    )


def refuse_day(complaint: Complaint, name: str, day: datetime.date, what: str) -> None:
    """Raise at the field for a day that is not reached, or before the entry came in."""
    if day > timezone.localdate():
        raise ValidationError({name: f"{what} {slashed(day)} chưa tới."})
    first = complaint.accepted_on or complaint.received_on
    if day < first:
        since = "ngày thụ lý" if complaint.accepted_on else "ngày tiếp nhận"
        raise ValidationError({name: f"{what} phải từ {since} ({slashed(first)}) trở đi."})


def person_field() -> forms.Field:
    return RecordChoiceField(Person.objects.all(), label="Người xử lý", empty_label="–")


@complaint_workflow.transition(
    "assign",
    label="Giao người xử lý",
    past="Đã giao người xử lý",
    source=[State.RECEIVED],
    target=State.RECEIVED,
    permission=permissions.COMPLAINT_DECIDE,
    fields={"handler": person_field},
)
def assign(complaint: Complaint, *, actor: User, handler: Person) -> None:
    complaint.handler = handler


@complaint_workflow.transition(
    "accept",
    label="Thụ lý",
    past="Đã thụ lý",
    source=[State.RECEIVED],
    target=State.ACCEPTED,
    permission=permissions.COMPLAINT_HANDLE,
    guards=(is_handler, has_handler),
    fields={"accepted_on": day_field("Ngày thụ lý")},
    style="primary",
)
def accept(complaint: Complaint, *, actor: User, accepted_on: datetime.date) -> None:
    """The time for settling begins."""
    refuse_day(complaint, "accepted_on", accepted_on, "Ngày thụ lý")
    complaint.accepted_on = accepted_on
    complaint.due_on = due_of(complaint)


@complaint_workflow.transition(
    "refuse",
    label="Không thụ lý",
    past="Đã quyết định không thụ lý",
    source=[State.RECEIVED],
    target=State.REFUSED,
    permission=permissions.COMPLAINT_DECIDE,
    fields={
        "reason": text_field(
            "Lý do không thụ lý", help_text="Nêu căn cứ; người gửi được thông báo lý do này."
        )
    },
)
def refuse(complaint: Complaint, *, actor: User, reason: str) -> None:
    complaint.reason = reason


@complaint_workflow.transition(
    "extend",
    label="Gia hạn",
    past="Đã gia hạn",
    source=[State.ACCEPTED],
    target=State.ACCEPTED,
    permission=permissions.COMPLAINT_DECIDE,
    guards=(may_be_extended,),
    fields={
        "extended_until": lambda: DateField(label="Gia hạn đến hết ngày"),
        "extension_reason": text_field("Lý do gia hạn"),
    },
)
def extend(
    complaint: Complaint, *, actor: User, extended_until: datetime.date, extension_reason: str
) -> None:
    """Once, and no longer than the rule allows."""
    due, rule = complaint.due_on, complaint.rule
    if due is None or rule is None or not rule.extension_days:
        raise ValidationError("Đơn này không có thời hạn để gia hạn.")
    last = due + datetime.timedelta(days=rule.extension_days)
    if not due < extended_until <= last:
        sentence = f"Gia hạn trong khoảng sau {slashed(due)} đến {slashed(last)} ({rule.legal_basis})."
        raise ValidationError({"extended_until": sentence})
    complaint.extended_until, complaint.extension_reason = extended_until, extension_reason
    complaint.due_on = due_of(complaint)


@complaint_workflow.transition(
    "answer",
    label="Ghi kết quả trả lời",
    past="Đã trả lời",
    source=[State.ACCEPTED],
    target=State.ANSWERED,
    permission=permissions.COMPLAINT_HANDLE,
    guards=(is_handler,),
    fields={
        "answered_on": day_field("Ngày trả lời"),
        "answer_document": document_field,
        "result": choice_field("Kết luận", ComplaintResult.choices, required=False),
        "answer": text_field("Nội dung trả lời"),
    },
    style="primary",
)
def answer(
    complaint: Complaint,
    *,
    actor: User,
    answered_on: datetime.date,
    answer_document: OfficialDocument | None = None,
    result: str = "",
    answer: str,
) -> None:
    refuse_day(complaint, "answered_on", answered_on, "Ngày trả lời")
    if not result and complaint.kind != ComplaintKind.SUGGESTION:
        raise ValidationError({"result": "Chọn kết luận: nội dung được nêu đúng, đúng một phần hay sai."})
    complaint.answered_on, complaint.answer_document = answered_on, answer_document
    complaint.result, complaint.answer = result, answer


@complaint_workflow.transition(
    "close",
    label="Kết thúc",
    past="Đã kết thúc",
    source=[State.ANSWERED],
    target=State.CLOSED,
    permission=permissions.COMPLAINT_DECIDE,
    fields={"satisfied": choice_field("Người gửi", Satisfaction.choices)},
    style="primary",
)
def close(complaint: Complaint, *, actor: User, satisfied: str) -> None:
    complaint.satisfied = satisfied
    complaint.closed_on = timezone.localdate()


@complaint_workflow.transition(
    "withdraw",
    label="Người gửi rút",
    past="Đã ghi người gửi rút",
    source=[State.RECEIVED, State.ACCEPTED],
    target=State.WITHDRAWN,
    permission=permissions.COMPLAINT_DECIDE,
    fields={"reason": text_field("Lý do, cách rút")},
)
def withdraw(complaint: Complaint, *, actor: User, reason: str) -> None:
    complaint.reason = reason
