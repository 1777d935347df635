"""What the audits app puts into the menu, the search box and the list of years."""

from audits import permissions
from audits.models import CorrectiveActionRequest, Finding, InternalAudit, ManagementReview
from audits.overdue import overdue_rows
from qms import menu, search, years

years.register(InternalAudit)

menu.register("Kiểm tra", "Đánh giá nội bộ", "audits:audit_list", permissions.VIEW, 10)
menu.register("Kiểm tra", "Danh mục kiểm tra", "audits:checklist_list", permissions.VIEW, 25)
menu.register("Kiểm tra", "Chương trình đánh giá", "audits:programme", permissions.VIEW, 15)
menu.register("Kiểm tra", "Xem xét của lãnh đạo", "audits:review_list", permissions.VIEW, 30)
menu.register("Cải tiến", "Phát hiện", "audits:finding_list", permissions.VIEW, 10)
menu.register("Cải tiến", "Phiếu khắc phục", "audits:car_list", permissions.VIEW, 20)
menu.register("Cải tiến", "Quá hạn theo đơn vị", "audits:overdue", permissions.OVERDUE, 30, late=overdue_rows)

search.register(InternalAudit, "Đánh giá nội bộ", permissions.VIEW)
search.register(Finding, "Phát hiện", permissions.VIEW)
search.register(CorrectiveActionRequest, "Phiếu khắc phục", permissions.VIEW)
search.register(ManagementReview, "Xem xét của lãnh đạo", permissions.VIEW)
