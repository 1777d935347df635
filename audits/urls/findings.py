"""Addresses of findings. A step’s address comes last: it takes any word."""

from django.urls import path

from audits.views import findings

urlpatterns = [
    path("noi-bo/<int:parent>/phat-hien/them/", findings.FindingEdit.as_view(), name="finding_add"),
    path("phat-hien/", findings.FindingList.as_view(), name="finding_list"),
    path("phat-hien/<int:pk>/", findings.FindingDetail.as_view(), name="finding_detail"),
    path("phat-hien/<int:pk>/sua/", findings.FindingEdit.as_view(), name="finding_edit"),
    path("phat-hien/<int:pk>/xoa/", findings.FindingDelete.as_view(), name="finding_delete"),
    path("phat-hien/<int:pk>/<str:step>/", findings.FindingStep.as_view(), name="finding_step"),
]
