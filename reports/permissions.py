"""What the reports app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("reports.view", "Xem báo cáo", *EVERYONE)
EDIT = register("reports.edit", "Soạn báo cáo và đề cương", Role.SECRETARY)
PRINT = register("reports.print", "In bản dự thảo", Role.SECRETARY, Role.LEADER, Role.ADMIN)
APPROVE = register("reports.approve", "Phê duyệt báo cáo", Role.LEADER)
ISSUE = register("reports.issue", "Ghi số, ban hành, gửi báo cáo", Role.SECRETARY)
