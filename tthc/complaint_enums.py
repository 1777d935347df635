"""Choices of the complaints register."""

from django.db import models


class ComplaintKind(models.TextChoices):
    COMPLAINT = "complaint", "Khiếu nại"
    DENUNCIATION = "denunciation", "Tố cáo"
    FEEDBACK = "feedback", "Phản ánh, kiến nghị"
    SUGGESTION = "suggestion", "Góp ý"


class ComplaintChannel(models.TextChoices):
    LETTER = "letter", "Đơn gửi trực tiếp"
    POST = "post", "Đơn gửi qua bưu chính"
    RECEPTION = "reception", "Tiếp công dân"
    PORTAL = "portal", "Cổng Dịch vụ công, hệ thống phản ánh kiến nghị"
    PHONE = "phone", "Điện thoại, đường dây nóng"
    MAIL = "mail", "Thư điện tử"
    OTHER = "other", "Cách khác"


class ComplaintState(models.TextChoices):
    RECEIVED = "received", "Mới tiếp nhận"
    ACCEPTED = "accepted", "Đang giải quyết"
    REFUSED = "refused", "Không thụ lý"
    ANSWERED = "answered", "Đã trả lời"
    CLOSED = "closed", "Đã kết thúc"
    WITHDRAWN = "withdrawn", "Đã rút"


WAITING_STATES = (ComplaintState.RECEIVED, ComplaintState.ACCEPTED)
ANSWERED_STATES = (ComplaintState.ANSWERED, ComplaintState.CLOSED)
REASONED_STATES = (ComplaintState.REFUSED, ComplaintState.WITHDRAWN)


class ComplaintResult(models.TextChoices):
    RIGHT = "right", "Đúng"
    PARTLY = "partly", "Đúng một phần"
    WRONG = "wrong", "Sai"


class Satisfaction(models.TextChoices):
    YES = "yes", "Đồng tình với trả lời"
    NO = "no", "Không đồng tình"
    UNKNOWN = "unknown", "Không có ý kiến"


class DayUnit(models.TextChoices):
    CALENDAR = "calendar", "ngày"
    WORKING = "working", "ngày làm việc"


class CountedFrom(models.TextChoices):
    RECEIVED = "received", "ngày tiếp nhận"
    ACCEPTED = "accepted", "ngày thụ lý"
