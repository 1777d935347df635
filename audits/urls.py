"""Addresses of the audits app."""

from django.urls import path

from audits.views import findings, internal, review

app_name = "audits"
urlpatterns = [
    path("noi-bo/", internal.AuditList.as_view(), name="audit_list"),
    path("noi-bo/them/", internal.AuditEdit.as_view(), name="audit_add"),
    path("noi-bo/<int:pk>/", internal.AuditDetail.as_view(), name="audit_detail"),
    path("noi-bo/<int:pk>/sua/", internal.AuditEdit.as_view(), name="audit_edit"),
    path("noi-bo/<int:pk>/xoa/", internal.AuditDelete.as_view(), name="audit_delete"),
    path("noi-bo/<int:parent>/don-vi/them/", internal.AuditedUnitEdit.as_view(), name="audited_unit_add"),
    path("noi-bo/don-vi/<int:pk>/sua/", internal.AuditedUnitEdit.as_view(), name="audited_unit_edit"),
    path("noi-bo/don-vi/<int:pk>/xoa/", internal.AuditedUnitDelete.as_view(), name="audited_unit_delete"),
    path("noi-bo/<int:parent>/phat-hien/them/", findings.FindingEdit.as_view(), name="finding_add"),
    path("phat-hien/", findings.FindingList.as_view(), name="finding_list"),
    path("phat-hien/<int:pk>/", findings.FindingDetail.as_view(), name="finding_detail"),
    path("phat-hien/<int:pk>/sua/", findings.FindingEdit.as_view(), name="finding_edit"),
    path("phat-hien/<int:pk>/xoa/", findings.FindingDelete.as_view(), name="finding_delete"),
    path("xem-xet/", review.ReviewList.as_view(), name="review_list"),
    path("xem-xet/them/", review.ReviewEdit.as_view(), name="review_add"),
    path("xem-xet/<int:pk>/", review.ReviewDetail.as_view(), name="review_detail"),
    path("xem-xet/<int:pk>/sua/", review.ReviewEdit.as_view(), name="review_edit"),
    path("xem-xet/<int:pk>/xoa/", review.ReviewDelete.as_view(), name="review_delete"),
    path("noi-bo/<int:pk>/<str:step>/", internal.AuditStep.as_view(), name="audit_step"),
    path("phat-hien/<int:pk>/<str:step>/", findings.FindingStep.as_view(), name="finding_step"),
    path("xem-xet/<int:pk>/<str:step>/", review.ReviewStep.as_view(), name="review_step"),
]
