"""What the documents app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("documents.view", "Xem văn bản, tài liệu", *EVERYONE)
EDIT = register("documents.edit", "Nhập, sửa văn bản và tài liệu", Role.SECRETARY)
APPROVE = register("documents.approve", "Phê duyệt tài liệu", Role.LEADER)
REVIEW = register("documents.review", "Soát xét tài liệu", Role.SECRETARY, Role.LEADER)
