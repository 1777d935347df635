"""What the documents app lets whom do."""

from qms.enums import Role
from qms.permissions import EVERYONE, register

VIEW = register("documents.view", "Xem văn bản, tài liệu", *EVERYONE)
EDIT = register("documents.edit", "Nhập, sửa văn bản và danh mục tài liệu", Role.SECRETARY)
DRAFT = register("documents.draft", "Soạn thảo, trình tài liệu", Role.SECRETARY, Role.UNIT_CONTACT)
REVIEW = register("documents.review", "Soát xét tài liệu", Role.SECRETARY, Role.LEADER)
APPROVE = register("documents.approve", "Phê duyệt tài liệu", Role.LEADER)
ISSUE = register("documents.issue", "Ban hành, thu hồi tài liệu", Role.SECRETARY, Role.LEADER)
