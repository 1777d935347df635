"""Each working day one mail to everybody for whom something waits, over all his agencies, the overdue first."""

import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from qms import inbox, notices
from qms.access import agencies_of
from qms.dates import slashed
from qms.jobs import at_address
from qms.models import Agency, RoleAssignment, User
from qms.scope import in_agency
from qms.years import latest_year

SATURDAY = 5
REMINDERS = ((1, "còn 1 ngày"), (7, "còn không quá 1 tuần"), (30, "còn không quá 1 tháng"))


def send_all() -> int:
    """Catch up on notices, then send today's digests that have not gone out; returns how many did."""
    notices.catch_up()
    today = timezone.localdate()
    if today.weekday() >= SATURDAY:
        return 0
    held = RoleAssignment.objects.in_force().values("user")
    users = User.objects.filter(_unsent(today), pk__in=held, is_active=True, wants_mail=True).exclude(
        email=""
    )
    return notices.send(partial(_send_one, user, today) for user in users.order_by("pk"))


def _unsent(today: datetime.date) -> Q:
    return Q(digest_on__isnull=True) | Q(digest_on__lt=today)


def _send_one(user: User, today: datetime.date, connection: Any) -> bool:
    """Claimed by the day on the account: a second run, or a second server, sends nothing."""
    parts = [part for agency in agencies_of(user) if (part := _of_agency(agency, user, today))]
    if not parts:
        return False
    row = User.objects.filter(pk=user.pk)
    if not row.filter(_unsent(today)).update(digest_on=today):
        return False
    count, late = sum(box.count for box, _ in parts), sum(box.late for box, _ in parts)
    subject = f"{count} việc chờ anh/chị{f', {late} quá hạn' if late else ''} – ngày {slashed(today)}"
    body = "\n\n".join([f"Kính gửi: {user}", *(text for _, text in parts), f"-- \n{notices.foot()}"])
    if notices.post(user, subject, body, connection):
        return True
    row.update(digest_on=user.digest_on)
    return False


def _of_agency(agency: Agency, user: User, today: datetime.date) -> tuple[inbox.Inbox, str] | None:
    with in_agency(agency):
        year = latest_year(agency)
    with at_address(agency, year):
        box = inbox.Inbox(agency, user)
        lines = [_line(item, today) for item in box.items()]
    return (box, "\n\n".join([f"{agency.short_name}, năm {year}", *lines])) if lines else None


def _line(item: inbox.InboxItem, today: datetime.date) -> str:
    mark = reminder(item.due, today)
    head = f"- [{mark}] {item.title}" if mark else f"- {item.title}"
    due = f" (hạn {slashed(item.due)})" if item.due else ""
    why = ": ".join(text for text in (item.tag, " ".join(item.sentence.split())) if text)
    return "\n".join([head + due, *([f"  {why}"] if why else []), f"  {notices.absolute(item.url)}"])


def reminder(due: datetime.date | None, today: datetime.date) -> str:
    """“quá hạn 3 ngày”, “đến hạn hôm nay”, “còn không quá 1 tuần”; nothing further than a month ahead."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return f"quá hạn {-days} ngày"
    if days == 0:
        return "đến hạn hôm nay"
    return next((mark for limit, mark in REMINDERS if days <= limit), "")
