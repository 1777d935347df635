"""Addresses of surveys. A step's address comes last: it takes any word."""

from django.urls import path

from tthc.views import survey_answers, survey_grid, survey_posters, survey_rounds, survey_templates

ROUND, FORM = "hai-long/dot", "hai-long/mau-phieu"

urlpatterns = [
    path("phieu/<slug:key>/", survey_answers.SurveyAnswerPage.as_view(), name="survey_answer"),
    path(f"{FORM}/", survey_templates.TemplateList.as_view(), name="survey_template_list"),
    path(f"{FORM}/them/", survey_templates.TemplateEdit.as_view(), name="survey_template_add"),
    path(
        f"{FORM}/co-san/<str:key>/", survey_templates.TemplateSample.as_view(), name="survey_template_sample"
    ),
    path(f"{FORM}/<int:pk>/", survey_templates.TemplateDetail.as_view(), name="survey_template_detail"),
    path(f"{FORM}/<int:pk>/sua/", survey_templates.TemplateEdit.as_view(), name="survey_template_edit"),
    path(f"{FORM}/<int:pk>/xoa/", survey_templates.TemplateDelete.as_view(), name="survey_template_delete"),
    path(f"{FORM}/<int:pk>/chep/", survey_templates.TemplateCopy.as_view(), name="survey_template_copy"),
    path(f"{ROUND}/them/", survey_rounds.RoundEdit.as_view(), name="survey_round_add"),
    path(f"{ROUND}/<int:pk>/", survey_rounds.RoundDetail.as_view(), name="survey_round_detail"),
    path(f"{ROUND}/<int:pk>/sua/", survey_rounds.RoundEdit.as_view(), name="survey_round_edit"),
    path(f"{ROUND}/<int:pk>/xoa/", survey_rounds.RoundDelete.as_view(), name="survey_round_delete"),
    path(f"{ROUND}/<int:pk>/so-lieu/", survey_grid.SurveyGrid.as_view(), name="survey_grid"),
    path(f"{ROUND}/<int:pk>/nap-excel/", survey_grid.SurveyGridImport.as_view(), name="survey_grid_import"),
    path(f"{ROUND}/<int:pk>/excel/", survey_grid.SurveySheet.as_view(), name="survey_sheet"),
    path(f"{ROUND}/<int:pk>/ma-qr/", survey_posters.SurveyPoster.as_view(), name="survey_poster"),
    path(f"{ROUND}/<int:pk>/<str:step>/", survey_rounds.RoundStep.as_view(), name="survey_round_step"),
]
