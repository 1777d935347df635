"""Tell those for whom something now waits, after a step has committed: on their inbox page and by mail.

Who is told is what qms.inbox gives, there is no second rule. The step writes one Announcement; a task works out
the Notices and mails them. What could not be told or mailed is tried again by the next round (`catch_up`).
"""

import logging
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import get_script_prefix
from django.utils import timezone

from qms import inbox
from qms.dates import slashed
from qms.jobs import at_address, in_background
from qms.models import Agency, Announcement, HistoryEntry, Notice, RoleAssignment, User, Versioned
from qms.models.users import know_all
from qms.scope import across_agencies, current_scope, in_agency

logger = logging.getLogger(__name__)
Sender = Callable[[Any], bool]
YEAR_OF_PREFIX = re.compile(r"/(\d{4})/$")
FOOT = "Thư do phần mềm QMS gửi, không cần trả lời. Đổi địa chỉ hoặc thôi nhận thư: {url}"


def announce(entry: HistoryEntry, obj: Versioned, *, changed_state: bool) -> None:
    """Note, in the step's transaction, that it is to be told, if anybody can be; the telling begins at the commit."""
    if not inbox.speaks_for(type(obj)):
        return
    row = Announcement(entry=entry, year=_year_of(obj), changed_state=changed_state)
    row.save()
    # robust: without a broker's answer the step stands, and catch_up finds the row
    transaction.on_commit(lambda: _tell_in_background(row.pk), robust=True)


def _year_of(obj: Versioned) -> int:
    """The record's own year, else the one it was worked on under."""
    if year := getattr(obj, "year", None):
        return int(year)
    match = YEAR_OF_PREFIX.search(get_script_prefix())
    return int(match[1]) if match else timezone.localdate().year


def _tell_in_background(pk: int) -> None:
    from qms.tasks import tell as task

    in_background(task, pk)


def tell(pk: int) -> None:
    """Write one step's notices and mail them, with any of the agency that could not be mailed before."""
    with across_agencies(reason=f"announcement {pk}"):
        row = Announcement.objects.select_related("agency", "entry").get(pk=pk)
    with at_address(row.agency, row.year):
        _write_notices(row)
        deliver()


def catch_up() -> None:
    """Tell what a crash, a silent broker or a mail server left behind."""
    now = timezone.now()
    with across_agencies(reason="notices left behind"):
        open_rows = Announcement.objects.filter(told_at__isnull=True, entry__at__gt=now - Notice.FRESH)
        untold = list(open_rows.order_by("pk").values_list("pk", flat=True))
    for pk in untold:
        try:
            tell(pk)
        except Exception:
            logger.exception("announcement %s could not be told; the next round tries again", pk)
    with across_agencies(reason="notices that were not mailed"):
        unsent = Notice.objects.to_mail(now).values_list("agency", flat=True)
        waiting = list(Agency.objects.filter(pk__in=set(unsent)).order_by("pk"))
    for agency in waiting:
        with in_agency(agency):
            deliver()


def _write_notices(row: Announcement) -> None:
    """Once a step: a second run finds it told. Inboxes are read before the short transaction that writes."""
    record = None if row.told_at or _outdated(row) else _record_of(row.entry)
    people = _colleagues(row) if record is not None else []
    notices = [_notice(row, user, item) for user in people if (item := _new_item(row, user, record))]
    with transaction.atomic():
        locked = Announcement.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.told_at:
            return
        if not _outdated(row):  # or else the later step's own round tells
            Notice.objects.bulk_create(notices, ignore_conflicts=True)
        locked.told_at = timezone.now()
        locked.save()


def _outdated(row: Announcement) -> bool:
    entry = row.entry
    later = Announcement.objects.later_than(row.pk, object_type=entry.object_type, object_id=entry.object_id)
    return later.exists()


def _colleagues(row: Announcement) -> list[User]:
    """Accounts with a role in the agency, without the one who did the step; three queries however many."""
    held = RoleAssignment.objects.in_force().filter(agency=row.agency).values("user")
    users = list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))
    know_all(users, row.agency)
    return [user for user in users if user.pk != row.entry.actor_id]


def _record_of(entry: HistoryEntry) -> Any:
    """The record as it stands now; None when it is gone."""
    return apps.get_model(entry.object_type).objects.filter(pk=entry.object_id).first()


def _new_item(row: Announcement, user: User, record: Any) -> inbox.InboxItem | None:
    """What waits for the user in the step's record, unless the same waited before a step that moved nothing."""
    item = next(iter(inbox.collect(row.agency, user, only=record)), None)
    if item is None or row.changed_state:
        return item
    entry = row.entry
    told = Notice.objects.filter(
        user=user,
        announcement__entry__object_type=entry.object_type,
        announcement__entry__object_id=entry.object_id,
    )
    last = told.order_by("-announcement").first()
    return None if last is not None and last.tag == item.tag else item


def _key(item: inbox.InboxItem) -> tuple[str, str] | None:
    return (item.record._meta.label_lower, str(item.record.pk)) if item.record is not None else None


def _notice(row: Announcement, user: User, item: inbox.InboxItem) -> Notice:
    return Notice(
        user=user,
        announcement=row,
        title=item.title,
        tag=item.tag[:100],
        sentence=item.sentence,
        due_on=item.due,
        url=item.url,
        wants_mail=mails(user),
    )


def mails(user: User) -> bool:
    return user.wants_mail and bool(user.email)


def mail_choose(user: User, *, email: str, wants_mail: bool) -> None:
    """Where the account's own holder wants his mail, and whether he wants any."""
    user.email, user.wants_mail = email, wants_mail
    user.save(update_fields=["email", "wants_mail"])


def read(user: User) -> set[tuple[str, str]]:
    """(object type, id) of what was told since the last visit; from now on it has been read."""
    unread = Notice.objects.unread(user)
    found = list(
        unread.values_list("pk", "announcement__entry__object_type", "announcement__entry__object_id")
    )
    if found and not current_scope().read_only:
        unread.filter(pk__in=[pk for pk, _, _ in found]).update(read_at=timezone.now())
    return {(kind, number) for _, kind, number in found}


def is_new(item: inbox.InboxItem, told: set[tuple[str, str]]) -> bool:
    return _key(item) in told


def deliver() -> int:
    """Mail the entered agency's unsent notices; returns how many went out. A silent server is logged, not raised."""
    waiting = Notice.objects.to_mail(timezone.now()).select_related("user", "agency", "announcement__entry")
    letters = list(waiting.order_by("pk"))
    return send(partial(_send_one, notice) for notice in letters) if letters else 0


def send(senders: Iterable[Sender]) -> int:
    """Run each `sender(connection)`, which returns whether it sent, over one connection to the mail server."""
    connection = mail.get_connection()
    try:
        connection.open()
    except OSError:
        logger.exception("the mail server does not answer; the next round tries again")
        return 0
    try:
        return sum(_guarded(sender, connection) for sender in senders)
    finally:
        connection.close()


def _guarded(sender: Sender, connection: Any) -> bool:
    """One letter that cannot be made does not hold up the others."""
    try:
        return sender(connection)
    except Exception:
        logger.exception("a letter could not be made")
        return False


def _send_one(notice: Notice, connection: Any) -> bool:
    """Claim, send, mark: two rounds at once send one mail, and no transaction waits for the mail server."""
    if not Notice.objects.claim(notice.pk, timezone.now()):
        return False
    outcome: dict[str, Any] = {"mail_claimed_at": None}
    if sent := post(notice.user, notice.title, _body(notice), connection):
        outcome = {"mailed_at": timezone.now()}
    Notice.objects.filter(pk=notice.pk).update(**outcome)
    return sent


def post(user: User, subject: str, body: str, connection: Any) -> bool:
    """One plain-text mail; False, with the reason in the log, when it did not go out."""
    letter = mail.EmailMessage(" ".join(subject.split())[:200], body, to=[user.email], connection=connection)
    try:
        return bool(letter.send())
    except Exception:
        logger.exception("mail to account %s did not go out; the next round tries again", user.pk)
        return False


def absolute(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def leads_here_only() -> bool:
    """Whether BASE_URL is unset or names this very machine, so that no other one opens its links."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return host == "localhost" or host == "::1" or host.startswith("127.")


def foot() -> str:
    return FOOT.format(url=absolute("/tai-khoan/"))


def _body(notice: Notice) -> str:
    entry, row = notice.announcement.entry, notice.announcement
    at = timezone.localtime(entry.at)
    lines = [
        f"Kính gửi: {notice.user}",
        "",
        f"{notice.tag}: {notice.title}" if notice.tag else notice.title,
        *([notice.sentence] if notice.sentence else []),
        "",
        f"Cơ quan: {notice.agency.short_name}",
        f"Năm: {row.year}",
        f"Người thực hiện: {entry.actor_name} ({entry.action_label}, {at:%H:%M} ngày {slashed(at.date())})",
        *([f"Thời hạn: {slashed(notice.due_on)}"] if notice.due_on else []),
        "",
        f"Mở để xử lý: {absolute(notice.url)}",
        "",
        "-- ",
        foot(),
    ]
    return "\n".join(lines)
