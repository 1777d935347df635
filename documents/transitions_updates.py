"""An update under the 3-month duty: open → done (by a revision, or with a note) / not needed; may be opened again."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from documents import permissions
from documents.enums import UpdateState as State
from documents.guards import drafting_refusal
from documents.models import ProcedureUpdate, Revision
from documents.models.updates import due_after
from documents.transitions import reason_field
from qms.dates import slashed
from qms.forms import DateField
from qms.models import User
from qms.workflow import Workflow, costly

update_workflow = Workflow(ProcedureUpdate)


def is_own_unit(task: ProcedureUpdate, actor: User) -> str:
    return (
        drafting_refusal(task.document, actor) and "Chỉ đầu mối đơn vị chủ trì tài liệu và thư ký được ghi."
    )


def updating_revision(task: ProcedureUpdate) -> Revision | None:
    """The newest revision in force that is not older than the law: it can have taken the change in.

    None for a task that is settled.
    """
    if task.state != State.OPEN:
        return None
    rows = Revision.objects.effective().filter(document_id=task.document_id)
    return rows.filter(effective_on__gte=task.law.issued_on).order_by("-number").first()


@costly
def has_revision(task: ProcedureUpdate, actor: User) -> str:
    if updating_revision(task) is not None:
        return ""
    return f"Chưa có lần sửa đổi nào có hiệu lực từ ngày ban hành văn bản ({slashed(task.law.issued_on)})."


@update_workflow.transition(
    "use_revision",
    label="Đã cập nhật bằng lần sửa đổi",
    past="Đã cập nhật bằng lần sửa đổi",
    source=[State.OPEN],
    target=State.DONE,
    permission=permissions.DRAFT,
    guards=(is_own_unit, has_revision),
    style="primary",
)
def use_revision(task: ProcedureUpdate, *, actor: User) -> None:
    task.revision = updating_revision(task)
    task.done_on = task.revision.effective_on if task.revision else None
    task.reason = ""


@update_workflow.transition(
    "finish",
    label="Đã cập nhật cách khác",
    past="Đã cập nhật",
    source=[State.OPEN],
    target=State.DONE,
    permission=permissions.DRAFT,
    guards=(is_own_unit,),
    fields={
        "done_on": lambda: DateField(label="Ngày cập nhật xong", initial=timezone.localdate),
        "note": reason_field("Đã cập nhật thế nào, bằng chứng"),
    },
)
def finish(task: ProcedureUpdate, *, actor: User, done_on: datetime.date, note: str) -> None:
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": f"Ngày {slashed(done_on)} chưa tới."})
    if done_on < task.law.issued_on:
        issued = slashed(task.law.issued_on)
        raise ValidationError({"done_on": f"Ngày cập nhật phải từ ngày ban hành văn bản ({issued}) trở đi."})
    task.done_on, task.note, task.reason = done_on, note, ""


@update_workflow.transition(
    "not_needed",
    label="Không phải sửa",
    past="Đã xác định không phải sửa",
    source=[State.OPEN],
    target=State.NOT_NEEDED,
    permission=permissions.REVIEW,
    fields={"reason": reason_field("Vì sao tài liệu không phải sửa")},
)
def not_needed(task: ProcedureUpdate, *, actor: User, reason: str) -> None:
    task.reason = reason


@update_workflow.transition(
    "reopen",
    label="Mở lại",
    past="Đã mở lại",
    source=[State.DONE, State.NOT_NEEDED],
    target=State.OPEN,
    permission=permissions.EDIT,
    fields={"reason": reason_field("Lý do mở lại")},
)
def reopen(task: ProcedureUpdate, *, actor: User, reason: str) -> None:
    """Its day is the law's again, which may have changed since."""
    task.done_on = task.revision = None
    task.note, task.reason = "", reason
    if task.law.effective_on is not None:
        task.due_on = due_after(task.law.effective_on)
