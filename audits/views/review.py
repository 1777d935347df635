"""Pages of the leader's review: what is put before it, who attends, the minutes, the conclusions and their tasks."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from audits import permissions
from audits.enums import ConclusionState, ReviewState
from audits.forms import review as forms
from audits.models import ManagementReview, ReviewAttendee, ReviewConclusion, ReviewSection
from audits.review_inputs import review_inputs
from audits.services.review import (
    attendees_fill,
    next_review_round,
    review_delete,
    review_row_delete,
    review_row_save,
    review_save,
)
from qms.http import AgencyRequest
from qms.views.base import Action, Panel, QmsView
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit, RecordStep
from qms.views.rows import RowDelete, RowEdit, rows_panel
from qms.views.tables import Column, RecordList

REVIEW_CSS = {ReviewState.PLANNED: "plain", ReviewState.HELD: "warn", ReviewState.FOLLOWED_UP: "ok"}


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
        ("", ("planned_on", "held_on", "starts_at", "ends_at", "place", "chair", "secretary", "signed_on")),
    )
    edit_url_name = "audits:review_edit"
    delete_url_name = "audits:review_delete"
    step_url_name = "audits:review_step"
    state_css = REVIEW_CSS  # type: ignore[assignment]
    attendee_columns = (
        Column("name", "Họ và tên", lambda row: row.display_name),
        Column("title", "Chức vụ, đơn vị", lambda row: row.display_title),
        Column("role", "Vai trò"),
    )
    section_columns = (
        Column("letter", "Mục", lambda row: f"{row.letter}. {row.heading}"),
        Column("body", "Nội dung", lambda row: row.body or "Chưa ghi"),
    )
    conclusion_columns = (
        Column("text", "Nội dung công việc"),
        Column("owner", "Thực hiện"),
        Column("due", "Thời gian", lambda row: row.due_text),
        Column("checker", "Người kiểm tra"),
        Column("state", "Tình trạng"),
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().for_papers()

    def get_actions(self, obj: Any) -> list[Action]:
        return [replace(action, disabled_reason=obj.change_refusal) for action in super().get_actions(obj)]

    def get_panels(self, obj: ManagementReview) -> list[Panel]:
        writes = self.may_write(obj) and not obj.change_refusal
        inputs = Panel(
            "Thông tin đầu vào (9.3.2)" + ("" if obj.inputs else " – cập nhật đến hôm nay"),
            "audits/_partials/review_inputs_later.html",
            {"url": reverse("audits:review_inputs", args=[obj.pk])},
        )
        rows = [
            self._rows(
                "Thành phần", self.attendee_columns, obj.attendees.all(), "attendee", "Thêm người dự", writes
            ),
            *self._fill(obj, writes),
            self._rows(
                "Nội dung biên bản", self.section_columns, obj.sections.all(), "section", "Thêm mục", writes
            ),
            self._conclusions(obj, writes),
        ]
        # before the minutes are signed one writes from it, afterwards it is what they rested on
        return [*rows, inputs] if obj.change_refusal else [inputs, *rows]

    def _rows(
        self, title: str, columns: tuple[Column, ...], rows: Any, name: str, label: str, writes: bool
    ) -> Panel:
        add = Action(label, reverse(f"audits:{name}_add", args=[self.kwargs["pk"]])) if writes else None
        empty = "Chưa có dòng nào."
        return rows_panel(title, columns, rows, url_prefix=f"audits:{name}", add=add, empty_text=empty)

    def _fill(self, obj: ManagementReview, writes: bool) -> list[Panel]:
        if not writes or obj.attendees.all():
            return []
        action = Action(
            "Lấy từ Ban Chỉ đạo", reverse("audits:attendee_fill", args=[obj.pk]), "secondary", method="post"
        )
        text = "Lấy cả Ban Chỉ đạo đang hoạt động làm thành phần dự họp, rồi thêm bớt từng người."
        return [
            Panel("Lấy nhanh thành phần", "audits/_partials/offer.html", {"text": text, "action": action})
        ]

    def _conclusions(self, obj: ManagementReview, writes: bool) -> Panel:
        rows = obj.conclusions.all()
        add = Action("Thêm kết luận", reverse("audits:conclusion_add", args=[obj.pk])) if writes else None
        return rows_panel(
            "Kết luận, việc phải làm",
            self.conclusion_columns,
            rows,
            url_prefix="audits:conclusion",
            add=add,
            opens=True,
            empty_text="Chưa có kết luận. Mỗi kết luận thành một việc: ai làm, hạn nào, ai kiểm tra.",
        )


class ReviewEdit(RecordEdit):
    permission = permissions.EDIT
    model = ManagementReview
    form_class = forms.ManagementReviewForm
    list_url_name = "audits:review_list"
    add_title = "Lên lịch họp xem xét của lãnh đạo"

    def new_object(self, parent: int | None) -> Any:
        review = super().new_object(parent)
        review.round = next_review_round(review.year)
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


class ReviewInputs(QmsView):
    """What the year has to say to the meeting, as a part of a page: it reads from every corner of the year.

    ?chen=1: each line with a button that puts it into the text beside.
    """

    permission = permissions.VIEW

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        review: ManagementReview = get_object_or_404(ManagementReview.objects.all(), pk=pk)
        context = {"inputs": review.inputs or review_inputs(review), "inserts": "chen" in request.GET}
        return render(request, "audits/_partials/review_inputs.html", context)


class AttendeeFill(QmsView):
    """The committee in force comes to the meeting."""

    permission = permissions.EDIT

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        review: ManagementReview = get_object_or_404(ManagementReview.objects.all(), pk=pk)
        try:
            added = attendees_fill(review=review, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã thêm {added} người từ Ban Chỉ đạo.")
        return redirect(review.get_absolute_url())


class ReviewRowEdit(RowEdit, abstract=True):
    parent_name = "review"

    def save(self, form: Any, expected_version: int | None) -> Any:
        return review_row_save(row=form.instance, actor=self.request.user, expected_version=expected_version)

    def success_url(self, obj: Any) -> str:
        return reverse(ManagementReview.url_name, args=[obj.review_id])


class ReviewRowDelete(RowDelete, abstract=True):
    def remove(self, obj: Any) -> None:
        review_row_delete(row=obj, actor=self.request.user)

    def success_url(self, obj: Any) -> str:
        return reverse(ManagementReview.url_name, args=[obj.review_id])


class AttendeeEdit(ReviewRowEdit):
    permission = permissions.EDIT
    model = ReviewAttendee
    form_class = forms.ReviewAttendeeForm
    add_title = "Thêm người dự họp"


class AttendeeDelete(ReviewRowDelete):
    permission = permissions.EDIT
    model = ReviewAttendee


class SectionEdit(ReviewRowEdit):
    """The text of a part, beside what the year has to say to it."""

    permission = permissions.EDIT
    model = ReviewSection
    form_class = forms.ReviewSectionForm
    add_title = "Thêm mục biên bản"
    template = "audits/review_section_edit.html"

    def get_extra(self, obj: ReviewSection) -> dict[str, Any]:
        return {"data": {"url": f"{reverse('audits:review_inputs', args=[obj.review_id])}?chen=1"}}


class SectionDelete(ReviewRowDelete):
    permission = permissions.EDIT
    model = ReviewSection


class ConclusionEdit(ReviewRowEdit):
    permission = permissions.EDIT
    model = ReviewConclusion
    form_class = forms.ReviewConclusionForm
    add_title = "Thêm kết luận"


class ConclusionDelete(ReviewRowDelete):
    permission = permissions.EDIT
    model = ReviewConclusion


class ConclusionDetail(RecordDetail):
    """A conclusion as a task: who, until when, what came of it."""

    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = ReviewConclusion
    groups = (
        ("", ("review", "text", "owner", "person", "due_text", "checker")),
        ("Kết quả", ("done_on", "result")),
    )
    edit_url_name = "audits:conclusion_edit"
    delete_url_name = "audits:conclusion_delete"
    step_url_name = "audits:conclusion_step"
    state_css = {ConclusionState.DONE: "ok", ConclusionState.OPEN: "warn"}  # noqa: RUF012

    def get_queryset(self) -> Any:
        return ReviewConclusion.objects.for_list()

    def get_actions(self, obj: Any) -> list[Action]:
        refusal = obj.review.change_refusal
        return [replace(action, disabled_reason=refusal) for action in super().get_actions(obj)]

    def _label(self, name: str) -> str:
        return "Thời gian" if name == "due_text" else super()._label(name)


class ConclusionStep(RecordStep):
    permission = permissions.VIEW
    model = ReviewConclusion


class ConclusionList(RecordList):
    """Every task of the agency's reviews, the ones to do first."""

    permission = permissions.VIEW
    model = ReviewConclusion
    title = "Kết luận của lãnh đạo"
    intro = "Việc phải làm theo kết luận các cuộc họp xem xét trong năm và kết quả thực hiện."
    columns = (
        Column("text", "Nội dung công việc", sort="sort_key"),
        Column("review", "Cuộc họp"),
        Column("owner", "Thực hiện", sort="owner"),
        Column("due", "Thời gian", lambda row: row.due_text, sort="due_on"),
        Column("checker", "Người kiểm tra"),
        Column("state", "Tình trạng", sort="state"),
    )
    default_sort = "-state"
    empty_text = "Chưa có kết luận nào trong năm. Kết luận được ghi ở trang cuộc họp xem xét."

    def get_queryset(self) -> Any:
        return ReviewConclusion.objects.for_list().filter(review__year=self.request.year)
