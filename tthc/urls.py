"""Addresses of the tthc app."""

from django.urls import path

from qms.views.base import QmsView
from tthc import survey_urls
from tthc.views import dossiers, overview, procedures, survey

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
        "hai-long", "survey",
        survey.SurveyList, survey.SurveyDetail, survey.SurveyEdit, survey.SurveyDelete,
    ),
    *survey_urls.urlpatterns,
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
