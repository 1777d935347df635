"""Who was told that something waits for him, and whether the mail went out (qms/notices.py writes it)."""

import datetime
from typing import Any, ClassVar

from django.db import models

from qms.models.users import RoleAssignment
from qms.scope import ScopedManager, ScopedModel, ScopedQuerySet


class AnnouncementQuerySet(ScopedQuerySet["Announcement"]):
    def later_than(self, pk: Any, *, object_type: Any, object_id: Any) -> "AnnouncementQuerySet":
        """Steps of the same record after this one; values or OuterRefs."""
        return self.filter(pk__gt=pk, entry__object_type=object_type, entry__object_id=object_id)


class Announcement(ScopedModel):
    """A step that was done and is to be told: written with the step, so that no crash forgets it."""

    entry = models.OneToOneField("qms.HistoryEntry", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    changed_state = models.BooleanField()
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(AnnouncementQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = "việc cần báo"
        verbose_name_plural = "việc cần báo"
        indexes = (
            models.Index(
                fields=["agency"], name="announcement_open", condition=models.Q(told_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return str(self.entry)


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    def unread(self, user: Any) -> "NoticeQuerySet":
        return self.filter(user=user, read_at__isnull=True)

    def to_mail(self, now: datetime.datetime) -> "NoticeQuerySet":
        """Unsent, unread, fresh, and about the last step of their record: older ones are no news any more."""
        later = Announcement.objects.later_than(
            models.OuterRef("announcement_id"),
            object_type=models.OuterRef("announcement__entry__object_type"),
            object_id=models.OuterRef("announcement__entry__object_id"),
        )
        still = RoleAssignment.objects.in_force().filter(
            user=models.OuterRef("user"), agency=models.OuterRef("agency")
        )
        return self.filter(
            self._unsent(now),
            ~models.Exists(later),
            models.Exists(still),
            wants_mail=True,
            read_at__isnull=True,
            created_at__gt=now - Notice.FRESH,
            user__is_active=True,
            user__wants_mail=True,
        ).exclude(user__email="")

    def claim(self, pk: int, now: datetime.datetime) -> bool:
        """Whether the notice is to be mailed and is this caller's to mail now; of several at once, one is told yes.

        What decides the race stands on the updated row itself: PostgreSQL looks at that again after waiting for
        another's claim, never at the subquery (READ COMMITTED).
        """
        mine = self.to_mail(now).filter(pk=pk).values("pk")
        return bool(self.filter(self._unsent(now), pk__in=mine).update(mail_claimed_at=now))

    @staticmethod
    def _unsent(now: datetime.datetime) -> models.Q:
        unclaimed = models.Q(mail_claimed_at__isnull=True) | models.Q(mail_claimed_at__lt=now - Notice.CLAIM)
        return unclaimed & models.Q(mailed_at__isnull=True)


class Notice(ScopedModel):
    """One person told of one step. wants_mail: whether he wanted mail, and had an address, at that time."""

    CLAIM = datetime.timedelta(minutes=10)
    FRESH = datetime.timedelta(days=3)

    user = models.ForeignKey("qms.User", models.CASCADE, related_name="notices")
    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="notices")
    title = models.TextField()
    tag = models.CharField(max_length=100, blank=True)
    sentence = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    url = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    wants_mail = models.BooleanField(default=False)
    mail_claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(NoticeQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        constraints = (
            models.UniqueConstraint(fields=["user", "announcement"], name="notice_once_a_user_and_step"),
        )
        indexes = (
            models.Index(
                fields=["agency", "user"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.title
