"""Addresses of the documents app."""

from django.urls import path

from documents.views import official

app_name = "documents"
urlpatterns = [
    path("", official.OfficialList.as_view(), name="official_list"),
    path("them/", official.OfficialEdit.as_view(), name="official_add"),
    path("<int:pk>/", official.OfficialDetail.as_view(), name="official_detail"),
    path("<int:pk>/sua/", official.OfficialEdit.as_view(), name="official_edit"),
    path("<int:pk>/xoa/", official.OfficialDelete.as_view(), name="official_delete"),
]
