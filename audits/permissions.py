"""What the audits app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("audits.view", "Xem đánh giá nội bộ, phát hiện, xem xét của lãnh đạo", *EVERYONE)
EDIT = register("audits.edit", "Lập, tổ chức đánh giá nội bộ và họp xem xét", Role.SECRETARY)
RECORD = register("audits.record", "Ghi phát hiện, xác nhận khắc phục", Role.SECRETARY, Role.AUDITOR)
APPROVE = register("audits.approve", "Kết thúc đợt đánh giá, ký biên bản xem xét", Role.LEADER)
