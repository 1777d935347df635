"""What the tthc app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("tthc.view", "Xem số liệu thủ tục hành chính", *EVERYONE)
EDIT = register("tthc.edit", "Nhập, sửa số liệu thủ tục hành chính", Role.SECRETARY)
VIEW_BELOW = register(
    "tthc.view_below", "Xem số liệu hồ sơ của các cơ quan cấp dưới", Role.LEADER, Role.OBSERVER
)
