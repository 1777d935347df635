"""Choices of the tthc app."""

from django.db import models


class Level(models.TextChoices):
    """Whose dossiers a row counts, from the top downwards; the value is part of the figures' keys."""

    PROVINCE = "tinh", "Cấp tỉnh"
    AGENCY = "don_vi", "Cơ quan, đơn vị"
    DISTRICT = "huyen", "Cấp huyện"
    COMMUNE = "xa", "Cấp xã"


def rank(choices: type[models.TextChoices], value: str) -> int:
    """Where a value stands among its choices; a value that is none stands last."""
    return choices.values.index(value) if value in choices.values else len(choices)


class ProposalKind(models.TextChoices):
    AMEND = "amend", "Sửa đổi"
    ADD = "add", "Bổ sung"
    ABOLISH = "abolish", "Bãi bỏ"


class ChangeKind(models.TextChoices):
    NEW = "new", "Ban hành mới"
    AMENDED = "amended", "Sửa đổi, bổ sung"
    REPLACED = "replaced", "Thay thế"
    ABOLISHED = "abolished", "Bãi bỏ"


class OnlineLevel(models.TextChoices):
    """NĐ 42/2022."""

    FULL = "full", "Toàn trình"
    PARTIAL = "partial", "Một phần"
    OTHER = "other", "Còn lại"


class TimeUnit(models.TextChoices):
    WORKING = "day", "ngày làm việc"
    CALENDAR = "calendar", "ngày"
    HOUR = "hour", "giờ làm việc"


class Origin(models.TextChoices):
    """Whether a person typed the counts or they were computed from dossiers."""

    ENTERED = "entered", "Nhập tay"
    COMPUTED = "computed", "Tính từ hồ sơ"


class Channel(models.TextChoices):
    ONLINE = "online", "Trực tuyến"
    IN_PERSON = "in_person", "Trực tiếp"
    BY_POST = "by_post", "Bưu chính công ích"


class DossierState(models.IntegerChoices):
    """The national codes (domain.md §4); report groups are derived."""

    REGISTERED = 1, "Mới đăng ký"
    RECEIVED = 2, "Được tiếp nhận"
    REFUSED = 3, "Không được tiếp nhận"
    IN_PROGRESS = 4, "Đang xử lý"
    SUPPLEMENT = 5, "Yêu cầu bổ sung giấy tờ"
    PAYMENT = 6, "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = 7, "Công dân yêu cầu rút"
    STOPPED = 8, "Dừng xử lý"
    SETTLED = 9, "Đã xử lý xong"
    HANDED_OVER = 10, "Đã trả kết quả"


NOT_COUNTED = (DossierState.REGISTERED,)
"""Not received yet: in no count."""
PENDING = (DossierState.RECEIVED, DossierState.IN_PROGRESS)
PAUSED = (DossierState.SUPPLEMENT, DossierState.PAYMENT)
RETURNED = (DossierState.REFUSED,)
CANCELLED = (DossierState.WITHDRAWN, DossierState.STOPPED)
RESOLVED = (DossierState.SETTLED, DossierState.HANDED_OVER)


class Timing(models.TextChoices):
    EARLY = "early", "Trước hạn"
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Quá hạn"


class Components(models.IntegerChoices):
    NONE = 0, "Chưa số hóa"
    SOME = 1, "Có số hóa"
    FULL = 2, "Số hóa đầy đủ"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Chờ ghép cột"
    MAPPED = "mapped", "Chờ nhập"
    RUNNING = "running", "Đang nhập"
    DONE = "done", "Đã nhập"
    REFUSED = "refused", "Không nhập"


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


class SurveyWay(models.TextChoices):
    """How the opinions of a round come in."""

    ENTERED = "entered", "Nhập số tổng hợp từ phiếu giấy hoặc phần mềm khác"
    PUBLIC = "public", "Người dân tự trả lời trên điện thoại (mã QR)"


class SurveyState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang lấy ý kiến"
    CLOSED = "closed", "Đã kết thúc"
