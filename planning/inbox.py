"""What waits for the secretary in planning: tasks of the plan that are due."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from planning import permissions
from planning.models import PlanTask
from qms.inbox import InboxItem, provider
from qms.models import Agency, User

AHEAD = datetime.timedelta(days=14)
SHOWN = 20


@provider
def tasks(agency: Agency, user: User) -> Iterator[InboxItem]:
    if not user.can(permissions.EDIT):
        return
    today = timezone.localdate()
    rows = PlanTask.objects.due_by(today + AHEAD).select_related("plan", "unit").order_by("due_on", "pk")
    for task in rows[:SHOWN]:
        late = task.due_on < today
        yield InboxItem(
            "Kế hoạch năm",
            task.what,
            task.get_absolute_url(),
            f"{task.plan}{': ' if task.who else ''}{task.who}. Xong thì ghi ngày hoàn thành.",
            "Quá hạn" if late else "Sắp đến hạn",
            "late" if late else "warn",
            due=task.due_on,
        )
