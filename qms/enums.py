"""Choices of the foundation."""

from django.db import models


class AgencyKind(models.TextChoices):
    PROVINCE = "province", "UBND cấp tỉnh"
    DEPARTMENT = "department", "Sở, ban, ngành"
    SUB_DEPARTMENT = "sub_department", "Chi cục"
    OFFICE = "office", "Văn phòng"
    MANAGEMENT_BOARD = "management_board", "Ban quản lý"
    DISTRICT = "district", "UBND cấp huyện (đến 30/6/2025)"
    COMMUNE = "commune", "UBND xã, phường, đặc khu"
    SERVICE_UNIT = "service_unit", "Đơn vị sự nghiệp"


class SigningMode(models.TextChoices):
    HEAD = "head", "Chế độ thủ trưởng"
    COLLECTIVE = "collective", "Chế độ tập thể"


class SigningAuthority(models.TextChoices):
    """NĐ 30 PL I ô số 7a."""

    SELF = "", "Người đứng đầu ký trực tiếp"
    TM = "TM.", "TM. – thay mặt tập thể"
    Q = "Q.", "Q. – quyền cấp trưởng"
    KT = "KT.", "KT. – ký thay cấp trưởng"
    TL = "TL.", "TL. – thừa lệnh"
    TUQ = "TUQ.", "TUQ. – thừa ủy quyền"


class Role(models.TextChoices):
    ADMIN = "admin", "Quản trị"
    SECRETARY = "secretary", "Thư ký ISO"
    LEADER = "leader", "Lãnh đạo"
    AUDITOR = "auditor", "Đánh giá viên"
    UNIT_CONTACT = "unit_contact", "Đầu mối đơn vị"
    STAFF = "staff", "Cán bộ"
    OBSERVER = "observer", "Quan sát viên"


class JobState(models.TextChoices):
    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không xong"
