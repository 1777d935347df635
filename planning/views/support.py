"""Pages of guidance documents and training."""

from typing import Any

from planning import forms, permissions
from planning.filters import GuidanceFilter, TrainingFilter
from planning.models import GuidanceDocument, TrainingCourse
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
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
    groups = (("", ("year", "title", "partner", "lecturer", "held_on", "participants", "evidence")),)
    edit_url_name = "planning:training_edit"
    delete_url_name = "planning:training_delete"


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
