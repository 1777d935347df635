"""The register of the year: its list, and the confirmation that nothing came in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qms.http import AgencyRequest
from qms.papers import papers_of
from qms.views.base import Action, QmsView
from qms.views.tables import Column, RecordList
from tthc import permissions
from tthc.forms.complaints import ComplaintFilter
from tthc.models import Complaint, ComplaintBook
from tthc.services.complaints import none_confirm, none_refusal
from tthc.views.complaints import standing


def told(row: Complaint) -> str:
    """A denunciation's words stand on its own page alone."""
    return "(giữ bí mật)" if row.is_secret else row.subject


class ComplaintList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = Complaint
    title = "Khiếu nại, phản ánh"
    columns = (
        Column("number_label", "Số", sort="number"),
        Column("kind", "Loại", sort="kind"),
        Column("received_on", "Ngày nhận", sort="received_on", css="date"),
        Column("subject", "Nội dung", told),
        Column("unit", "Đơn vị liên quan", sort="unit__sort_key"),
        Column("handler", "Người xử lý", lambda row: row.handler.name if row.handler else "chưa giao"),
        Column("due_on", "Hạn", sort="due_on", css="date"),
        Column("state", "Tình trạng", standing, sort="state"),
    )
    filterset_class = ComplaintFilter
    default_sort = "-number"
    add_url_name = "tthc:complaint_add"
    add_label = "Ghi khiếu nại, phản ánh"

    @property
    def intro(self) -> str:  # type: ignore[override]
        """What the year says, the confirmation that there was nothing included."""
        book = self._book
        if book is not None and book.none_received and book.confirmed_on:
            return f"Đã xác nhận ngày {book.confirmed_on:%d/%m/%Y}: năm {book.year} không phát sinh."
        return "Sổ theo dõi của năm. Tố cáo chỉ hiện với thư ký, lãnh đạo và người xử lý."

    @property
    def empty_text(self) -> str:  # type: ignore[override]
        return (
            f"Năm {self.request.year} chưa ghi mục nào. Nếu cả năm không có thì xác nhận “không phát sinh”: "
            "báo cáo năm chỉ ghi 0 khi đã xác nhận."
        )

    @property
    def _book(self) -> ComplaintBook | None:
        if "_book" not in self.__dict__:
            self.__dict__["_book"] = ComplaintBook.objects.filter(year=self.request.year).first()
        return self.__dict__["_book"]

    def get_queryset(self) -> Any:
        rows = Complaint.objects.visible_to(self.request.user).of_year(self.request.year)
        return rows.for_list()

    def get_actions(self) -> list[Action]:
        actions, book = super().get_actions(), self._book
        if actions and not (book and book.none_received) and not none_refusal(self.request.year):
            url = reverse("tthc:complaint_none")
            actions.append(Action("Xác nhận không phát sinh", url, "secondary", method="post"))
        if book is not None:
            kinds = papers_of(book, self.request.user)
            actions += [
                Action(f"In {kind.label[:1].lower()}{kind.label[1:]}", kind.url_of(book)) for kind in kinds
            ]
        return [*actions, Action("Thời hạn giải quyết", reverse("tthc:complaint_rule_list"))]


class NoneConfirm(QmsView):
    permission = permissions.EDIT

    def post(self, request: AgencyRequest) -> HttpResponse:
        try:
            none_confirm(year=request.year, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã xác nhận: năm {request.year} không phát sinh khiếu nại, phản ánh.")
        return redirect("tthc:complaint_list")
