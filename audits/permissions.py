"""What the audits app lets whom do. Who exactly may do a step on a record is a guard, not a role."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("audits.view", "Xem đánh giá nội bộ, phát hiện, xem xét của lãnh đạo", *EVERYONE)
EDIT = register("audits.edit", "Lập, tổ chức đánh giá nội bộ và họp xem xét", Role.SECRETARY)
RECORD = register("audits.record", "Ghi phiếu, phát hiện, mở phiếu khắc phục", Role.SECRETARY, Role.AUDITOR)
SIGN = register("audits.sign", "Ký báo cáo đánh giá khi là trưởng đoàn", Role.AUDITOR, Role.LEADER)
ANSWER = register(
    "audits.answer", "Trả lời phát hiện, phiếu khắc phục của đơn vị", Role.UNIT_CONTACT, Role.SECRETARY
)
CHECK = register("audits.check", "Kiểm tra kết quả khắc phục", Role.SECRETARY, Role.AUDITOR)
ATTACH = register(
    "audits.attach",
    "Đính kèm tệp vào phát hiện, phiếu khắc phục",
    Role.SECRETARY,
    Role.AUDITOR,
    Role.UNIT_CONTACT,
)
OVERDUE = register("audits.overdue", "Xem việc quá hạn theo đơn vị", Role.SECRETARY, Role.LEADER)
APPROVE = register("audits.approve", "Phê duyệt khắc phục, kết thúc đợt, ký biên bản xem xét", Role.LEADER)
