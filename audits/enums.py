"""Choices of audits."""

from django.db import models


class AuditState(models.TextChoices):
    PLANNED = "planned", "Đã lập kế hoạch"
    NOTIFIED = "notified", "Đã thông báo"
    IN_PROGRESS = "in_progress", "Đang đánh giá"
    REPORTED = "reported", "Đã báo cáo"
    CLOSED = "closed", "Đã kết thúc"


HELD_STATES = (AuditState.IN_PROGRESS, AuditState.REPORTED, AuditState.CLOSED)


class TeamRole(models.TextChoices):
    LEAD = "lead", "Trưởng đoàn"
    DEPUTY = "deputy", "Phó Trưởng đoàn"
    MEMBER = "member", "Thành viên"
    SECRETARY = "secretary", "Thư ký đoàn"


class FindingGrade(models.TextChoices):
    """M, NC and OB of the forms; a good point asks for nothing."""

    MAJOR = "major", "Không phù hợp nặng"
    MINOR = "minor", "Không phù hợp nhẹ"
    OBSERVATION = "observation", "Lưu ý"
    STRENGTH = "strength", "Điểm tốt"


NONCONFORMITIES = (FindingGrade.MAJOR, FindingGrade.MINOR)
TO_ANSWER = (*NONCONFORMITIES, FindingGrade.OBSERVATION)


class CriterionType(models.TextChoices):
    CLAUSE = "clause", "Điều khoản TCVN ISO 9001:2015"
    PROCEDURE = "procedure", "Quy trình, mục"
    LAW = "law", "Văn bản pháp luật"


class FindingState(models.TextChoices):
    """The life of a nonconformity report (design.md, Workflow)."""

    OPEN = "open", "Chờ đơn vị trả lời"
    ANSWERED = "answered", "Chờ phê duyệt"
    APPROVED = "approved", "Đang khắc phục"
    DONE = "done", "Chờ kiểm tra"
    VERIFIED = "verified", "Đã kiểm tra đạt"
    CLOSED = "closed", "Đã đóng"


class CarState(models.TextChoices):
    """Of a corrective-action request; “không đạt” opens the next round (design.md, Workflow)."""

    OPENED = "opened", "Chờ phân tích nguyên nhân"
    ANALYSED = "analysed", "Chờ phê duyệt"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    DONE = "done", "Chờ kiểm tra"
    CLOSED = "closed", "Đạt, đã đóng"


class CarOrigin(models.TextChoices):
    FINDING = "finding", "Đánh giá nội bộ"
    COMPLAINT = "complaint", "Phản ánh, khiếu nại"
    INSPECTION = "inspection", "Kiểm tra của cấp trên"
    FIGURE = "figure", "Số liệu theo dõi"
    OTHER = "other", "Nguồn khác"


class Effectiveness(models.TextChoices):
    EFFECTIVE = "effective", "Đạt"
    NOT_EFFECTIVE = "not_effective", "Không đạt"


class ReviewState(models.TextChoices):
    PLANNED = "planned", "Đã lên lịch"
    HELD = "held", "Đã họp"
    MINUTES_SIGNED = "minutes_signed", "Đã ký biên bản"
    FOLLOWED_UP = "followed_up", "Đã thực hiện kết luận"


SIGNED_STATES = (ReviewState.MINUTES_SIGNED, ReviewState.FOLLOWED_UP)


class AttendeeRole(models.TextChoices):
    CHAIR = "chair", "Chủ trì"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Thành viên"
    GUEST = "guest", "Khách mời"


class ConclusionState(models.TextChoices):
    OPEN = "open", "Đang thực hiện"
    DONE = "done", "Đã thực hiện"
