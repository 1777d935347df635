"""Pages of the leader's review."""

from dataclasses import replace
from typing import Any

from audits import forms, permissions
from audits.enums import ReviewState
from audits.models import ManagementReview
from audits.services import review_delete, review_refusal, review_save
from qms.views.base import Action
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep
from qms.views.tables import Column, RecordList


class ReviewList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ManagementReview
    title = "Xem xét của lãnh đạo"
    intro = "Mỗi năm ít nhất một lần, sau khi đánh giá nội bộ (QĐ 19/2014/QĐ-TTg, Điều 4)."
    columns = (
        Column("title", "Cuộc họp", sort="sort_key"),
        Column("state", "Trạng thái", sort="state"),
        Column("planned_on", "Dự kiến", sort="planned_on", css="date"),
        Column("held_on", "Họp ngày", sort="held_on", css="date"),
        Column("chair", "Chủ trì", lambda row: row.chair.name if row.chair else ""),
    )
    of_year = True
    add_url_name = "audits:review_add"
    add_label = "Lên lịch họp"
    empty_text = "Chưa có cuộc họp xem xét nào trong năm. Lên lịch họp sau đợt đánh giá nội bộ."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("chair")


class ReviewDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ManagementReview
    groups = (
        ("", ("planned_on", "held_on", "chair", "place")),
        ("Kết luận", ("conclusions", "follow_up")),
    )
    edit_url_name = "audits:review_edit"
    delete_url_name = "audits:review_delete"
    step_url_name = "audits:review_step"
    state_css = {ReviewState.PLANNED: "plain", ReviewState.FOLLOWED_UP: "ok"}  # noqa: RUF012

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("chair")

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = review_refusal(obj)
        return [replace(action, disabled_reason=refusal) for action in super().get_actions(obj)]


class ReviewEdit(RecordEdit):
    permission = permissions.EDIT
    model = ManagementReview
    form_class = forms.ManagementReviewForm
    list_url_name = "audits:review_list"
    add_title = "Lên lịch họp xem xét của lãnh đạo"

    def new_object(self, parent: int | None) -> Any:
        review = super().new_object(parent)
        review.round = ManagementReview.objects.filter(year=review.year).count() + 1
        return review

    def save(self, form: Any, expected_version: int | None) -> Any:
        return review_save(review=form.instance, actor=self.request.user, expected_version=expected_version)


class ReviewDelete(RecordDelete):
    permission = permissions.EDIT
    model = ManagementReview
    list_url_name = "audits:review_list"

    def remove(self, obj: ManagementReview) -> None:
        review_delete(review=obj, actor=self.request.user)


class ReviewStep(RecordStep):
    permission = permissions.VIEW
    model = ManagementReview
