"""Addresses of the tthc app."""

from django.urls import path

from qms.views.base import QmsView
from tthc.views import dossiers, late, overview, procedures, province, statistics, survey

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
]  # fmt: skip
