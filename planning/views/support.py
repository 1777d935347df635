"""Pages of guidance documents and training."""

from typing import Any

from django.urls import reverse

from planning import forms, permissions
from planning.filters import GuidanceFilter, TrainingFilter
from planning.models import GuidanceDocument, TrainingAttendee, TrainingCourse
from planning.services import attendees_add
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.picks import PickRows
from qms.views.rows import RowDelete, RowEdit, rows_panel
from qms.views.tables import Column, RecordList


class YearShown(RecordDetail, abstract=True):
    """A year is a name, not a quantity: never “2.024”."""

    def _value(self, obj: Any, name: str) -> str:
        return str(obj.year) if name == "year" else super()._value(obj, name)


class GuidanceList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = GuidanceDocument
    title = "Văn bản chỉ đạo"
    intro = "Kế hoạch, công văn đôn đốc, hướng dẫn các đơn vị trong năm; báo cáo năm đếm từ danh sách này."
    columns = (
        Column("subject", "Nội dung", sort="sort_key"),
        Column("kind", "Loại", sort="kind"),
        Column("symbol", "Số, ký hiệu"),
        Column("day", "Ngày", css="date", sort="issued_on"),
        Column("quarter_label", "Quý"),
    )
    filterset_class = GuidanceFilter
    of_year = True
    add_url_name = "planning:guidance_add"
    add_label = "Thêm văn bản chỉ đạo"
    empty_text = "Chưa có văn bản chỉ đạo nào trong năm. Thêm từng kế hoạch, công văn đã ban hành."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("document")


class GuidanceDetail(YearShown):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = GuidanceDocument
    groups = (("", ("year", "kind", "subject", "symbol", "day", "quarter_label")),)
    edit_url_name = "planning:guidance_edit"
    delete_url_name = "planning:guidance_delete"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("document")

    def _label(self, name: str) -> str:
        labels = {"symbol": "Số, ký hiệu", "day": "Ngày ban hành", "quarter_label": "Quý"}
        return labels.get(name) or super()._label(name)


class GuidanceEdit(RecordEdit):
    permission = permissions.EDIT
    model = GuidanceDocument
    form_class = forms.GuidanceDocumentForm
    list_url_name = "planning:guidance_list"
    add_title = "Thêm văn bản chỉ đạo"


class GuidanceDelete(RecordDelete):
    permission = permissions.EDIT
    model = GuidanceDocument
    list_url_name = "planning:guidance_list"


class TrainingList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = TrainingCourse
    title = "Đào tạo"
    intro = "Lớp tập huấn về HTQLCL trong năm, số người dự và minh chứng."
    columns = (
        Column("title", "Nội dung", sort="sort_key"),
        Column("partner", "Phối hợp"),
        Column("held_on", "Ngày", sort="held_on", css="date"),
        Column("participants", "Số người", sort="participants", css="num"),
    )
    filterset_class = TrainingFilter
    of_year = True
    add_url_name = "planning:training_add"
    add_label = "Thêm lớp tập huấn"
    empty_text = "Chưa có lớp tập huấn nào trong năm."


class TrainingDetail(YearShown):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = TrainingCourse
    groups = (
        ("", ("year", "title", "partner", "lecturer", "held_on", "participants", "for_auditors", "evidence")),
    )
    edit_url_name = "planning:training_edit"
    delete_url_name = "planning:training_delete"
    attendees = (
        Column("position", "TT", css="num"),
        Column("name", "Họ và tên", lambda row: row.person.name),
        Column("title", "Chức vụ", lambda row: row.person.position),
        Column("unit", "Đơn vị", lambda row: row.person.unit.name if row.person.unit else ""),
        Column("certificate", "Chứng nhận"),
    )

    def get_panels(self, obj: Any) -> list[Panel]:
        add = None
        if self.may_write(obj):
            add = Action("Thêm nhiều người dự", reverse("planning:attendee_pick", args=[obj.pk]))
        panel = rows_panel(
            "Người dự",
            self.attendees,
            obj.attendees.for_list().order_by("position", "pk"),
            url_prefix="planning:attendee",
            add=add,
            empty_text="Chưa có ai trong danh sách dự.",
        )
        return [panel]


class TrainingEdit(RecordEdit):
    permission = permissions.EDIT
    model = TrainingCourse
    form_class = forms.TrainingCourseForm
    list_url_name = "planning:training_list"
    add_title = "Thêm lớp tập huấn"


class TrainingDelete(RecordDelete):
    permission = permissions.EDIT
    model = TrainingCourse
    list_url_name = "planning:training_list"


class AttendeeEdit(RowEdit):
    permission = permissions.EDIT
    model = TrainingAttendee
    form_class = forms.TrainingAttendeeForm
    parent_name = "course"
    add_title = "Thêm người dự tập huấn"


class AttendeePick(PickRows):
    permission = permissions.EDIT
    model = TrainingCourse
    title = "Thêm nhiều người dự tập huấn"
    done = "{} người dự"

    def make_form(self, owner: Any, data: Any = None) -> Any:
        return forms.PickAttendeesForm(data, course=owner)

    def add(self, owner: Any, form: Any) -> int:
        given = form.cleaned_data
        return attendees_add(
            course=owner, persons=given["rows"], certificate=given["certificate"], actor=self.request.user
        )


class AttendeeDelete(RowDelete):
    permission = permissions.EDIT
    model = TrainingAttendee


class AuditorList(RecordList):
    """Who was trained as an internal auditor, when and where, up to the end of the year."""

    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = TrainingAttendee
    title = "Đánh giá viên đã đào tạo"
    intro = "Người dự các lớp đánh dấu “đào tạo đánh giá viên nội bộ” từ trước đến hết năm nay."
    columns = (
        Column("name", "Họ và tên", lambda row: row.person.name, sort="person__sort_key"),
        Column("title", "Chức vụ", lambda row: row.person.position),
        Column("unit", "Đơn vị", lambda row: row.person.unit.name if row.person.unit else ""),
        Column("course", "Lớp", lambda row: row.course.title, sort="course__sort_key"),
        Column(
            "held_on",
            "Ngày",
            lambda row: row.course.held_on or f"năm {row.course.year}",
            "course__held_on",
            "date",
        ),
        Column("certificate", "Chứng nhận"),
    )
    default_sort = "person__sort_key"
    add_url_name = "planning:training_list"
    add_label = "Mở danh sách lớp tập huấn"
    empty_text = (
        "Chưa có đánh giá viên nào được đào tạo. Ở trang lớp tập huấn, đánh dấu “đào tạo đánh giá viên nội bộ” "
        "rồi nhập người dự."
    )

    def get_queryset(self) -> Any:
        return TrainingAttendee.objects.trained_auditors(self.request.year).for_list()
