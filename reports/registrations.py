"""What the reports app puts into the menu, the search box and the years."""

from qms import menu, search, years
from reports import permissions
from reports.models import AnnualReport, ReportOutline

menu.register(
    "Báo cáo", "Báo cáo năm", "reports:report_list", permissions.VIEW, 10, shortcut="Mở báo cáo năm"
)
menu.register("Báo cáo", "Đề cương", "reports:outline_list", permissions.VIEW, 30)

search.register(AnnualReport, "Báo cáo năm", permissions.VIEW)
search.register(ReportOutline, "Đề cương báo cáo", permissions.VIEW)

years.register(AnnualReport)
