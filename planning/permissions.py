"""What the planning app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("planning.view", "Xem kế hoạch, mục tiêu, rủi ro", *EVERYONE)
EDIT = register("planning.edit", "Lập kế hoạch, mục tiêu, rủi ro, Ban Chỉ đạo, tập huấn", Role.SECRETARY)
