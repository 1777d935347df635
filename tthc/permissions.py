"""What the tthc app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("tthc.view", "Xem số liệu thủ tục hành chính", *EVERYONE)
EDIT = register("tthc.edit", "Nhập, sửa số liệu thủ tục hành chính", Role.SECRETARY)
VIEW_BELOW = register(
    "tthc.view_below", "Xem số liệu hồ sơ của các cơ quan cấp dưới", Role.LEADER, Role.OBSERVER
)

COMPLAINT_HANDLE = register(
    "tthc.complaint_handle",
    "Thụ lý, trả lời khiếu nại, phản ánh được giao",
    Role.SECRETARY,
    Role.LEADER,
    Role.UNIT_CONTACT,
    Role.STAFF,
)
COMPLAINT_DECIDE = register(
    "tthc.complaint_decide",
    "Không thụ lý, gia hạn, kết thúc khiếu nại, phản ánh",
    Role.SECRETARY,
    Role.LEADER,
)
DENUNCIATIONS = register("tthc.denunciations", "Xem tố cáo, người gửi đơn", Role.SECRETARY, Role.LEADER)
