"""Addresses of corrective-action requests. A step’s address comes last: it takes any word."""

from django.urls import path

from audits.views import actions, measures, overdue

urlpatterns = [
    path("qua-han/", overdue.Overdue.as_view(), name="overdue"),
    path("khac-phuc/", actions.CarList.as_view(), name="car_list"),
    path("khac-phuc/them/", actions.CarEdit.as_view(), name="car_add"),
    path("khac-phuc/<int:pk>/", actions.CarDetail.as_view(), name="car_detail"),
    path("khac-phuc/<int:pk>/sua/", actions.CarEdit.as_view(), name="car_edit"),
    path("khac-phuc/<int:pk>/xoa/", actions.CarDelete.as_view(), name="car_delete"),
    path("khac-phuc/vong/<int:pk>/sua/", measures.RoundEdit.as_view(), name="round_edit"),
    path("khac-phuc/vong/<int:parent>/bien-phap/them/", measures.ActionEdit.as_view(), name="action_add"),
    path("khac-phuc/bien-phap/<int:pk>/sua/", measures.ActionEdit.as_view(), name="action_edit"),
    path("khac-phuc/bien-phap/<int:pk>/xoa/", measures.ActionDelete.as_view(), name="action_delete"),
    path("khac-phuc/bien-phap/<int:pk>/da-xong/", measures.ActionDone.as_view(), name="action_done"),
    path("khac-phuc/<int:pk>/<str:step>/", actions.CarStep.as_view(), name="car_step"),
]
