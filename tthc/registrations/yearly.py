"""What the tthc app puts into the menu, the search box and the list of years."""

from qms import menu, search, years
from tthc import permissions
from tthc.models import (
    CalendarDay,
    CommuneCoverage,
    DigitisationStatistics,
    DossierImport,
    DossierSource,
    DossierStatistics,
    LateDossier,
    ProcedureCount,
    SurveyRound,
    SurveySummary,
    SurveyTemplate,
)

menu.register("Thực hiện", "Thủ tục hành chính", "tthc:procedure_overview", permissions.VIEW, 50)
menu.register("Thực hiện", "Hồ sơ, số hóa", "tthc:dossier_overview", permissions.VIEW, 60)
menu.register("Kiểm tra", "Sự hài lòng", "tthc:survey_list", permissions.VIEW, 60)

menu.register("Thực hiện", "Biểu đồ hồ sơ", "tthc:charts", permissions.VIEW, 62)
menu.register("Thực hiện", "Hồ sơ quá hạn", "tthc:late_register", permissions.VIEW, 64)
menu.register("Thực hiện", "Hồ sơ cấp dưới", "tthc:province", permissions.VIEW_BELOW, 66)
search.register(LateDossier, "Hồ sơ quá hạn", permissions.VIEW)

search.register(DossierStatistics, "Thống kê hồ sơ", permissions.VIEW)
search.register(DigitisationStatistics, "Số hóa hồ sơ", permissions.VIEW)
search.register(SurveySummary, "Mức độ hài lòng", permissions.VIEW)
search.register(SurveyRound, "Đợt khảo sát", permissions.VIEW)
search.register(SurveyTemplate, "Mẫu phiếu khảo sát", permissions.VIEW)
search.register(ProcedureCount, "Số thủ tục hành chính", permissions.VIEW)
search.register(CommuneCoverage, "Cấp xã áp dụng HTQLCL", permissions.VIEW)
search.register(DossierImport, "Lần nhập hồ sơ", permissions.VIEW)
search.register(DossierSource, "Nguồn hồ sơ", permissions.VIEW)
search.register(CalendarDay, "Ngày nghỉ, ngày làm bù", permissions.VIEW)

years.register(DossierStatistics)
years.register(SurveyRound)
