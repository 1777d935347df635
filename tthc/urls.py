"""Addresses of the tthc app."""

from django.urls import path

from qms.views.base import QmsView
from tthc import urls_surveys
from tthc.views import (
    calendar,
    catalogue,
    catalogue_import,
    changes,
    complaint_book,
    complaint_rules,
    complaints,
    coverage,
    dossier_rows,
    dossiers,
    imports,
    late,
    overview,
    procedures,
    province,
    serving,
    sources,
    statistics,
    survey,
)

app_name = "tthc"


def pages(folder: str, name: str, *views: type[QmsView]) -> list:
    """List, add, detail, edit and delete of one model under its folder."""
    listing, detail, edit, delete = views
    return [
        path(f"{folder}/", listing.as_view(), name=f"{name}_list"),
        path(f"{folder}/them/", edit.as_view(), name=f"{name}_add"),
        path(f"{folder}/<int:pk>/", detail.as_view(), name=f"{name}_detail"),
        path(f"{folder}/<int:pk>/sua/", edit.as_view(), name=f"{name}_edit"),
        path(f"{folder}/<int:pk>/xoa/", delete.as_view(), name=f"{name}_delete"),
    ]


urlpatterns = [
    path("ho-so/", overview.DossierOverview.as_view(), name="dossier_overview"),
    *pages(
        "ho-so/thong-ke", "dossier_statistics",
        dossiers.DossierList, dossiers.DossierDetail, dossiers.DossierEdit, dossiers.DossierDelete,
    ),
    *pages(
        "ho-so/so-hoa", "digitisation",
        dossiers.DigitisationList, dossiers.DigitisationDetail,
        dossiers.DigitisationEdit, dossiers.DigitisationDelete,
    ),
    *pages(
        "ho-so/ky-bao-cao", "period",
        statistics.PeriodList, statistics.PeriodDetail, statistics.PeriodEdit, statistics.PeriodDelete,
    ),
    path("ho-so/doi-chieu/", statistics.StatisticsCompare.as_view(), name="statistics_compare"),
    path("ho-so/tinh-lai/", statistics.StatisticsRefresh.as_view(), name="statistics_refresh"),
    path("ho-so/thong-ke/<int:pk>/bang/", statistics.StatisticsTables.as_view(), name="statistics_tables"),
    path("bieu-do/", statistics.Charts.as_view(), name="charts"),
    path("qua-han/", late.LateRegister.as_view(), name="late_register"),
    path("qua-han/<int:parent>/them/", late.LateEdit.as_view(), name="late_add"),
    path("qua-han/nguyen-nhan/<int:pk>/", late.LateDetail.as_view(), name="late_detail"),
    path("qua-han/nguyen-nhan/<int:pk>/sua/", late.LateEdit.as_view(), name="late_edit"),
    path("qua-han/nguyen-nhan/<int:pk>/xoa/", late.LateDelete.as_view(), name="late_delete"),
    path("qua-han/van-ban-xin-loi/", late.LetterList.as_view(), name="letter_list"),
    path("cap-duoi/", province.Province.as_view(), name="province"),
    *pages(
        "hai-long", "survey",
        survey.SurveyList, survey.SurveyDetail, survey.SurveyEdit, survey.SurveyDelete,
    ),
    *urls_surveys.urlpatterns,
    path("thu-tuc/", overview.ProcedureOverview.as_view(), name="procedure_overview"),
    *pages(
        "thu-tuc/so-luong", "procedure_count",
        procedures.CountList, procedures.CountDetail, procedures.CountEdit, procedures.CountDelete,
    ),
    *pages(
        "thu-tuc/de-nghi", "proposal",
        procedures.ProposalList, procedures.ProposalDetail,
        procedures.ProposalEdit, procedures.ProposalDelete,
    ),
    *pages(
        "thu-tuc/cap-xa", "coverage",
        procedures.CoverageList, procedures.CoverageDetail,
        procedures.CoverageEdit, procedures.CoverageDelete,
    ),
    # the catalogue
    *pages(
        "thu-tuc/linh-vuc", "field",
        catalogue.FieldList, catalogue.FieldDetail, catalogue.FieldEdit, catalogue.FieldDelete,
    ),
    *pages(
        "thu-tuc/danh-muc", "procedure",
        catalogue.ProcedureList, catalogue.ProcedureDetail,
        catalogue.ProcedureEdit, catalogue.ProcedureDelete,
    ),
    *pages(
        "thu-tuc/thay-doi", "change",
        changes.ChangeList, changes.ChangeDetail, changes.ChangeEdit, changes.ChangeDelete,
    ),
    path("thu-tuc/danh-muc/<int:parent>/quy-trinh/them/", serving.ServicePick.as_view(), name="service_add"),
    path("thu-tuc/quy-trinh/<int:pk>/go/", serving.ServiceDelete.as_view(), name="service_delete"),
    path("thu-tuc/tai-lieu/<int:parent>/them/", serving.ServedPick.as_view(), name="served_add"),
    path("thu-tuc/tai-lieu/<int:pk>/go/", serving.ServedDelete.as_view(), name="served_delete"),
    path("thu-tuc/phu-quy-trinh/", coverage.ProcedureCoverage.as_view(), name="procedure_coverage"),
    path("thu-tuc/nhap-danh-muc/", catalogue_import.CatalogueUpload.as_view(), name="catalogue_import"),
    path(
        "thu-tuc/nhap-danh-muc/da-nhap/",
        catalogue_import.ImportList.as_view(),
        name="catalogue_import_list",
    ),
    path(
        "thu-tuc/nhap-danh-muc/<int:pk>/",
        catalogue_import.CataloguePreview.as_view(),
        name="catalogue_import_detail",
    ),
    path(
        "thu-tuc/nhap-danh-muc/<int:pk>/xoa/",
        catalogue_import.ImportDelete.as_view(),
        name="catalogue_import_delete",
    ),
    path("thu-tuc/danh-muc.xlsx", catalogue_import.CatalogueExport.as_view(), name="catalogue_export"),
    # dossiers and their import
    path("ho-so/danh-sach/", dossier_rows.DossierRowList.as_view(), name="dossier_list"),
    path("ho-so/danh-sach/<int:pk>/", dossier_rows.DossierRowDetail.as_view(), name="dossier_detail"),
    path("ho-so/nhap/", imports.ImportList.as_view(), name="import_list"),
    path("ho-so/nhap/them/", imports.ImportAdd.as_view(), name="import_add"),
    path("ho-so/nhap/<int:pk>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("ho-so/nhap/<int:pk>/ghep-cot/", imports.ImportMap.as_view(), name="import_map"),
    path("ho-so/nhap/<int:pk>/nhap/", imports.ImportRun.as_view(), name="import_run"),
    path("ho-so/nhap/<int:pk>/lam-lai/", imports.ImportAgain.as_view(), name="import_again"),
    path("ho-so/nhap/<int:pk>/tien-do/", imports.ImportProgress.as_view(), name="import_progress"),
    path("ho-so/nhap/<int:pk>/khong-nhan/", imports.ImportRejected.as_view(), name="import_rejected"),
    path("ho-so/nhap/<int:pk>/xoa/", imports.ImportDelete.as_view(), name="import_delete"),
    path("ho-so/nguon/<int:pk>/", sources.SourceDetail.as_view(), name="source_detail"),
    path("ho-so/nguon/<int:pk>/sua/", sources.SourceEdit.as_view(), name="source_edit"),
    *pages(
        "ho-so/lich", "calendar",
        calendar.CalendarList, calendar.CalendarDetail, calendar.CalendarEdit, calendar.CalendarDelete,
    ),
    *pages(
        "khieu-nai", "complaint",
        complaint_book.ComplaintList, complaints.ComplaintDetail,
        complaints.ComplaintEdit, complaints.ComplaintDelete,
    ),
    path("khieu-nai/khong-phat-sinh/", complaint_book.NoneConfirm.as_view(), name="complaint_none"),
    path("khieu-nai/<int:pk>/buoc/<str:step>/", complaints.ComplaintStep.as_view(), name="complaint_step"),
    *pages(
        "khieu-nai/thoi-han", "complaint_rule",
        complaint_rules.RuleList, complaint_rules.RuleDetail,
        complaint_rules.RuleEdit, complaint_rules.RuleDelete,
    ),
    path("khieu-nai/thoi-han/mau/", complaint_rules.RuleSample.as_view(), name="complaint_rule_sample"),
]  # fmt: skip
