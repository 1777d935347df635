"""What the audits app puts into the menu, the search box and the list of years."""

from audits import permissions
from audits.models import Finding, InternalAudit, ManagementReview
from qms import menu, search, years

years.register(InternalAudit)

menu.register("Kiểm tra", "Đánh giá nội bộ", "audits:audit_list", permissions.VIEW, 10)
menu.register("Kiểm tra", "Xem xét của lãnh đạo", "audits:review_list", permissions.VIEW, 30)
menu.register("Cải tiến", "Phát hiện", "audits:finding_list", permissions.VIEW, 10)

search.register(InternalAudit, "Đánh giá nội bộ", permissions.VIEW)
search.register(Finding, "Phát hiện", permissions.VIEW)
search.register(ManagementReview, "Xem xét của lãnh đạo", permissions.VIEW)
