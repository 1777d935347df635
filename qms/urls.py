"""Addresses. Those of an agency lie under /<agency>/<year>/, which qms.middleware takes off before they are matched."""

from django.urls import include, path

urlpatterns = [
    path("", include("qms.urls_foundation")),
    path("", include("documents.urls")),
    path("ke-hoach/", include("planning.urls")),
    path("tthc/", include("tthc.urls")),
    path("danh-gia/", include("audits.urls")),
    path("bao-cao/", include("reports.urls")),
]
