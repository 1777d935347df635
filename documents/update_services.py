"""Writes of the 3-month duty: tasks opened for a legal document, and their days when its own changes."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from documents.enums import UpdateState
from documents.models import ControlledDocument, OfficialDocument, ProcedureUpdate
from documents.models.updates import due_after
from qms.models import User
from qms.records import record_save


def opening_refusal(law: OfficialDocument) -> str:
    """Why no documents may be chosen for this one; empty when they may."""
    if not law.may_be_legal:
        return (
            f"{law.get_kind_display()} không phải văn bản quy phạm pháp luật; không có hạn cập nhật 3 tháng."
        )
    if law.effective_on is None:
        return "Văn bản chưa ghi ngày có hiệu lực; sửa văn bản, ghi ngày này để tính hạn 3 tháng."
    return ""


def updates_open(*, law: OfficialDocument, documents: Iterable[ControlledDocument], actor: User) -> int:
    """Open one task a document, none twice; returns how many are new. Raises ValidationError with the refusal."""
    with transaction.atomic():
        locked = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=law.pk)
        if (refusal := opening_refusal(locked)) or locked.effective_on is None:
            raise ValidationError(refusal)
        chosen = set(locked.updates.values_list("document_id", flat=True))
        new = [document for document in documents if document.pk not in chosen]
        for document in new:
            task = ProcedureUpdate(law=locked, document=document, due_on=due_after(locked.effective_on))
            record_save(task, actor=actor)
    return len(new)


def updates_held(law: OfficialDocument) -> list[ProcedureUpdate]:
    """The law's open tasks; all are locked, so that one opened again meanwhile is open here, or has the new day.

    Called before the law's history is written, for who settles a task holds it first too.
    """
    rows = ProcedureUpdate.objects.filter(law_id=law.pk).select_for_update(of=("self",))
    return [
        row for row in rows.select_related("law", "document").order_by("pk") if row.state == UpdateState.OPEN
    ]


def updates_follow(tasks: list[ProcedureUpdate], *, law: OfficialDocument, actor: User) -> int:
    """Move the open tasks' days to the law's day of effect; returns how many moved.

    Raises ValidationError when the law has lost its day, or its kind, and open tasks wait.
    """
    with transaction.atomic():
        if tasks and ((refusal := opening_refusal(law)) or law.effective_on is None):
            sentence = f"Còn {len(tasks)} tài liệu chờ cập nhật theo văn bản này. {refusal}"
            raise ValidationError({"effective_on" if law.may_be_legal else "kind": sentence})
        moved = [task for task in tasks if law.effective_on and task.due_on != due_after(law.effective_on)]
        for task in moved:
            assert law.effective_on is not None  # noqa: S101 - no task moves without it
            task.due_on = due_after(law.effective_on)
            record_save(task, actor=actor)
    return len(moved)
