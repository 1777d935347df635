"""Choices of audits."""

from django.db import models


class AuditState(models.TextChoices):
    PLANNED = "planned", "Đã lập kế hoạch"
    NOTIFIED = "notified", "Đã thông báo"
    IN_PROGRESS = "in_progress", "Đang đánh giá"
    REPORTED = "reported", "Đã báo cáo"
    CLOSED = "closed", "Đã kết thúc"


HELD_STATES = (AuditState.IN_PROGRESS, AuditState.REPORTED, AuditState.CLOSED)


class FindingGrade(models.TextChoices):
    MAJOR = "major", "Không phù hợp nặng"
    MINOR = "minor", "Không phù hợp nhẹ"
    OBSERVATION = "observation", "Lưu ý"


class FindingState(models.TextChoices):
    OPEN = "open", "Chưa khắc phục"
    CLOSED = "closed", "Đã khắc phục"


class ReviewState(models.TextChoices):
    PLANNED = "planned", "Đã lên lịch"
    HELD = "held", "Đã họp"
    MINUTES_SIGNED = "minutes_signed", "Đã ký biên bản"
    FOLLOWED_UP = "followed_up", "Đã thực hiện kết luận"
