"""Addresses of the reports app."""

from django.urls import path

from reports.views import outlines, reports, sections

app_name = "reports"
urlpatterns = [
    path("de-cuong/", outlines.OutlineList.as_view(), name="outline_list"),
    path("de-cuong/them/", outlines.OutlineEdit.as_view(), name="outline_add"),
    path("de-cuong/<int:pk>/", outlines.OutlineDetail.as_view(), name="outline_detail"),
    path("de-cuong/<int:pk>/sua/", outlines.OutlineEdit.as_view(), name="outline_edit"),
    path("de-cuong/<int:pk>/xoa/", outlines.OutlineDelete.as_view(), name="outline_delete"),
    path("de-cuong/<int:pk>/sao-chep/", outlines.OutlineCopy.as_view(), name="outline_copy"),
    path(
        "de-cuong/<int:parent>/them-muc/", outlines.OutlineSectionEdit.as_view(), name="outline_section_add"
    ),
    path("de-cuong/muc/<int:pk>/", outlines.OutlineSectionEdit.as_view(), name="outline_section_edit"),
    path(
        "de-cuong/muc/<int:pk>/xoa/", outlines.OutlineSectionDelete.as_view(), name="outline_section_delete"
    ),
    path("de-cuong/muc/<int:pk>/len/", outlines.OutlineSectionUp.as_view(), name="outline_section_up"),
    path("de-cuong/muc/<int:pk>/xuong/", outlines.OutlineSectionDown.as_view(), name="outline_section_down"),
    path("nam/", reports.ReportList.as_view(), name="report_list"),
    path("nam/them/", reports.ReportAdd.as_view(), name="report_add"),
    path("nam/<int:pk>/", reports.ReportDetail.as_view(), name="report_detail"),
    path("nam/<int:pk>/sua/", reports.ReportEdit.as_view(), name="report_edit"),
    path("nam/<int:pk>/xoa/", reports.ReportDelete.as_view(), name="report_delete"),
    path("nam/<int:pk>/da-xem/", reports.FiguresConfirm.as_view(), name="figures_confirm"),
    path("nam/<int:pk>/muc/<slug:key>/", sections.SectionEdit.as_view(), name="section_edit"),
    path("nam/<int:pk>/muc/<slug:key>/xem/", sections.SectionPreview.as_view(), name="section_preview"),
    path("nam/<int:pk>/muc/<slug:key>/khoi-phuc/", sections.SectionReset.as_view(), name="section_reset"),
    path("nam/<int:pk>/<str:step>/", reports.ReportStep.as_view(), name="report_step"),
]
