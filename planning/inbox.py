"""What waits for the secretary in planning: tasks of the plan that are due."""

import datetime

from django.db.models import Q
from django.utils import timezone

from planning import permissions
from planning.models import PlanTask
from planning.querysets import TaskQuerySet
from qms.inbox import InboxItem, Waiting, provider
from qms.models import Agency, User

AHEAD = datetime.timedelta(days=14)
GROUP = "Kế hoạch năm"


@provider(PlanTask)
def tasks(agency: Agency, user: User, rows: TaskQuerySet) -> Waiting | None:
    if not user.can(permissions.EDIT):
        return None
    today = timezone.localdate()
    found = rows.due_by(today + AHEAD).select_related("plan", "unit").order_by("due_on", "pk")
    late = Q(due_on__lt=today)
    return Waiting(found, lambda task: _item(task, today), GROUP, "planning:plan_list", late)


def _item(task: PlanTask, today: datetime.date) -> InboxItem:
    late = task.due_on is not None and task.due_on < today
    return InboxItem(
        GROUP,
        task.what,
        task.get_absolute_url(),
        f"{task.plan}{': ' if task.who else ''}{task.who}. Xong thì ghi ngày hoàn thành.",
        "Quá hạn" if late else "Sắp đến hạn",
        "late" if late else "warn",
        due=task.due_on,
    )
