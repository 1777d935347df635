"""Addresses of the tthc app."""

from django.urls import path

from qms.views.base import QmsView
from tthc.views import complaint_rules, complaints, dossiers, overview, procedures, survey

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
    *pages(
        "khieu-nai", "complaint",
        complaints.ComplaintList, complaints.ComplaintDetail,
        complaints.ComplaintEdit, complaints.ComplaintDelete,
    ),
    path("khieu-nai/khong-phat-sinh/", complaints.NoneConfirm.as_view(), name="complaint_none"),
    path("khieu-nai/<int:pk>/buoc/<str:step>/", complaints.ComplaintStep.as_view(), name="complaint_step"),
    *pages(
        "khieu-nai/thoi-han", "complaint_rule",
        complaint_rules.RuleList, complaint_rules.RuleDetail,
        complaint_rules.RuleEdit, complaint_rules.RuleDelete,
    ),
    path("khieu-nai/thoi-han/mau/", complaint_rules.RuleSample.as_view(), name="complaint_rule_sample"),
]  # fmt: skip
