"""Whom the 3-month duty waits for: the contact of the document's unit, and the secretary as the day comes near."""

import datetime

from django.db.models import Q
from django.utils import timezone

from documents import permissions
from documents.models import ProcedureUpdate
from documents.querysets import UpdateQuerySet
from qms.dates import slashed
from qms.enums import Role
from qms.inbox import InboxItem, Waiting, provider
from qms.models import Agency, User

GROUP = "Cập nhật theo văn bản mới"
OTHERS = ("finish", "not_needed")
AHEAD = datetime.timedelta(days=31)
"""A month before its day the secretary hears of it; digests say a month, a week, a day before."""


@provider(ProcedureUpdate)
def updates(agency: Agency, user: User, rows: UpdateQuerySet) -> Waiting | None:
    today = timezone.localdate()
    if user.can(permissions.EDIT):
        wanted = Q(due_on__lte=today + AHEAD) | Q(document__unit__isnull=True)
    elif Role.UNIT_CONTACT in user.roles_in(agency) and user.person is not None and user.person.unit_id:
        wanted = Q(document__unit=user.person.unit_id)
    else:
        return None
    found = rows.open().filter(wanted).with_revision().for_list().order_by("due_on", "pk")
    return Waiting(found, lambda row: _item(row, today), GROUP, "documents:update_list", Q(due_on__lt=today))


def _item(row: ProcedureUpdate, today: datetime.date) -> InboxItem:
    late = row.due_on < today
    unit = row.document.unit
    return InboxItem(
        GROUP,
        str(row.document),
        row.get_absolute_url(),
        f"{row.law.citation}: {row.law.subject}",
        "Quá hạn cập nhật" if late else "Chờ cập nhật",
        "late" if late else "info",
        due=row.due_on,
        details=(
            ("Văn bản có hiệu lực", slashed(row.law.effective_on) if row.law.effective_on else ""),
            ("Đơn vị chủ trì", unit.name if unit else "chưa ghi"),
        ),
        record=row,
        steps=("use_revision", *OTHERS) if row.may_use_revision else OTHERS,  # type: ignore[attr-defined]
    )
