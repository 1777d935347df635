"""Units and persons of the agency."""

from django.db.models import QuerySet
from django_filters import CharFilter, FilterSet

from qms import permissions
from qms.forms import record_form
from qms.models import Person, Unit
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList, search_words


class NameFilter(FilterSet):
    q = CharFilter(label="Tìm", method="words")

    def words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search_words(queryset, name, value)


class UnitList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.MANAGE_PEOPLE
    model = Unit
    title = "Đơn vị"
    intro = "Phòng, ban, đơn vị thuộc cơ quan; giấy tờ năm cũ vẫn in tên cũ."
    columns = (
        Column("name", "Tên", sort="sort_key"),
        Column("short_name", "Tên ngắn"),
        Column("valid_from", "Từ ngày", sort="valid_from", css="date"),
        Column("valid_to", "Đến ngày", css="date"),
    )
    filterset_class = NameFilter
    add_url_name = "qms:unit_add"
    add_label = "Thêm đơn vị"


class UnitDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.MANAGE_PEOPLE
    model = Unit
    groups = (("", ("name", "short_name", "valid_from", "valid_to")),)
    edit_url_name = "qms:unit_edit"
    delete_url_name = "qms:unit_delete"


class UnitEdit(RecordEdit):
    permission = permissions.MANAGE_PEOPLE
    model = Unit
    form_class = record_form(Unit, "name", "short_name", "valid_from", "valid_to")
    list_url_name = "qms:unit_list"


class UnitDelete(RecordDelete):
    permission = permissions.MANAGE_PEOPLE
    model = Unit
    list_url_name = "qms:unit_list"


class PersonList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.MANAGE_PEOPLE
    model = Person
    title = "Cán bộ, công chức"
    intro = "Mỗi người một dòng; hai người trùng tên là hai dòng, phân biệt bằng đơn vị."
    columns = (
        Column("name", "Họ và tên", sort="sort_key"),
        Column("position", "Chức vụ"),
        Column("unit", "Đơn vị", sort="unit__sort_key"),
    )
    filterset_class = NameFilter
    add_url_name = "qms:person_add"
    add_label = "Thêm người"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")


class PersonDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.MANAGE_PEOPLE
    model = Person
    groups = (("", ("name", "honorific", "position", "unit", "user", "key")),)
    edit_url_name = "qms:person_edit"
    delete_url_name = "qms:person_delete"


class PersonEdit(RecordEdit):
    permission = permissions.MANAGE_PEOPLE
    model = Person
    form_class = record_form(Person, "name", "honorific", "position", "unit", "key")
    list_url_name = "qms:person_list"


class PersonDelete(RecordDelete):
    permission = permissions.MANAGE_PEOPLE
    model = Person
    list_url_name = "qms:person_list"
