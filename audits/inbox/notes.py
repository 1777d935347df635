"""The sheets an auditor still has to fill in an audit under way."""

from django.db.models import F, Q

from audits import permissions
from audits.enums import AuditState
from audits.models import AuditNote, SlotAuditor
from audits.querysets import NoteQuerySet
from qms.inbox import InboxItem, Waiting, provider
from qms.models import Agency, User

GROUP = "Phiếu ghi chép"


@provider(AuditNote)
def notes(agency: Agency, user: User, rows: NoteQuerySet) -> Waiting | None:
    """An auditor's own, by the schedule or by name; until every line says something."""
    if user.person is None or not user.can(permissions.RECORD):
        return None
    slots = SlotAuditor.objects.filter(member__person=user.person).values("slot")
    mine = Q(auditor__person=user.person) | Q(slot__in=slots)
    found = rows.filter(mine, audit__state=AuditState.IN_PROGRESS).for_list()
    found = found.filter(written_rows__lt=F("line_rows"))
    return Waiting(found.order_by("slot__day", "slot__starts_at", "pk"), _item, GROUP, "audits:audit_list")


def _item(note: AuditNote) -> InboxItem:
    return InboxItem(
        GROUP,
        str(note),
        note.get_absolute_url(),
        f"Đã ghi {note.written_rows}/{note.line_rows} dòng. Mở phiếu để ghi tiếp; mất mạng vẫn ghi được.",
        "Chờ ghi phiếu",
        "info",
        note.slot.day,
        details=(
            ("Đợt", str(note.audit)),
            ("Buổi", f"{note.slot.starts_at:%H:%M}–{note.slot.ends_at:%H:%M}"),
        ),
        record=note,
    )
