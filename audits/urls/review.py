"""Addresses of management reviews. A step’s address comes last: it takes any word."""

from django.urls import path

from audits.views import review

urlpatterns = [
    path("xem-xet/", review.ReviewList.as_view(), name="review_list"),
    path("xem-xet/them/", review.ReviewEdit.as_view(), name="review_add"),
    path("xem-xet/ket-luan/", review.ConclusionList.as_view(), name="conclusion_list"),
    path("xem-xet/ket-luan/<int:pk>/", review.ConclusionDetail.as_view(), name="conclusion_detail"),
    path("xem-xet/ket-luan/<int:pk>/sua/", review.ConclusionEdit.as_view(), name="conclusion_edit"),
    path("xem-xet/ket-luan/<int:pk>/xoa/", review.ConclusionDelete.as_view(), name="conclusion_delete"),
    path("xem-xet/ket-luan/<int:pk>/<str:step>/", review.ConclusionStep.as_view(), name="conclusion_step"),
    path("xem-xet/nguoi-du/<int:pk>/sua/", review.AttendeeEdit.as_view(), name="attendee_edit"),
    path("xem-xet/nguoi-du/<int:pk>/xoa/", review.AttendeeDelete.as_view(), name="attendee_delete"),
    path("xem-xet/muc/<int:pk>/sua/", review.SectionEdit.as_view(), name="section_edit"),
    path("xem-xet/muc/<int:pk>/xoa/", review.SectionDelete.as_view(), name="section_delete"),
    path("xem-xet/<int:parent>/nguoi-du/them/", review.AttendeeEdit.as_view(), name="attendee_add"),
    path(
        "xem-xet/<int:pk>/nguoi-du/lay-tu-ban-chi-dao/", review.AttendeeFill.as_view(), name="attendee_fill"
    ),
    path("xem-xet/<int:parent>/muc/them/", review.SectionEdit.as_view(), name="section_add"),
    path("xem-xet/<int:parent>/ket-luan/them/", review.ConclusionEdit.as_view(), name="conclusion_add"),
    path("xem-xet/<int:pk>/", review.ReviewDetail.as_view(), name="review_detail"),
    path("xem-xet/<int:pk>/dau-vao/", review.ReviewInputs.as_view(), name="review_inputs"),
    path("xem-xet/<int:pk>/sua/", review.ReviewEdit.as_view(), name="review_edit"),
    path("xem-xet/<int:pk>/xoa/", review.ReviewDelete.as_view(), name="review_delete"),
    path("xem-xet/<int:pk>/<str:step>/", review.ReviewStep.as_view(), name="review_step"),
]
