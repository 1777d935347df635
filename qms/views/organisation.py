"""Units and persons of the agency."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_filters import CharFilter, FilterSet

from qms import permissions
from qms.forms import DateField, RecordForm, record_form
from qms.models import Person, PersonFormerName, Unit, UnitFormerName, UnitPredecessor
from qms.organisation import former_name_save, person_move, person_save, unit_predecessor_save, unit_rename
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import RowDelete, RowEdit, rows_panel
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

    def get_panels(self, obj: Unit) -> list[Panel]:
        may_write = self.may_write(obj)
        panels = [_former_names(obj, may_write), _predecessors(obj, may_write)]
        if after := obj.successors.select_related("unit"):
            panels.append(
                rows_panel("Đơn vị kế tục", _origin("unit"), after, url_prefix="", add=None, empty_text="")
            )
        return panels


def _former_names(unit: Unit, may_write: bool) -> Panel:
    return rows_panel(
        "Tên trước đây",
        (Column("valid_to", "Dùng đến hết ngày", css="date"), Column("name", "Tên")),
        unit.former_names.order_by("-valid_to"),
        url_prefix="qms:unit_former_name",
        add=Action("Đổi tên", reverse("qms:unit_rename", args=[unit.pk])) if may_write else None,
        empty_text="Chưa đổi tên lần nào. Khi đổi tên, giấy tờ của những năm trước vẫn in tên cũ.",
    )


def _predecessors(unit: Unit, may_write: bool) -> Panel:
    add = Action("Thêm đơn vị tiền thân", reverse("qms:unit_predecessor_add", args=[unit.pk]))
    return rows_panel(
        "Tiền thân",
        _origin("predecessor"),
        unit.predecessors.select_related("predecessor"),
        url_prefix="qms:unit_predecessor",
        add=add if may_write else None,
        empty_text="Chưa ghi đơn vị tiền thân. Ghi khi đơn vị này do sáp nhập hoặc chia tách mà có.",
    )


def _origin(other: str) -> tuple[Column, ...]:
    return (Column(other, "Đơn vị"), Column("decision", "Theo văn bản"))


class UnitForm(RecordForm):
    class Meta:
        model = Unit
        fields = ("name", "short_name", "valid_from", "valid_to")
        help_texts: ClassVar = {"name": "Sửa ở đây chỉ để chữa chữ sai; đơn vị đổi tên thì chọn “Đổi tên”."}


class UnitRenameForm(RecordForm):
    from_day = DateField(
        label="Tên mới dùng từ ngày", help_text="Giấy tờ trước ngày này vẫn in tên đang dùng hiện nay."
    )

    class Meta:
        model = Unit
        fields = ("name", "short_name")


class UnitEdit(RecordEdit):
    permission = permissions.MANAGE_PEOPLE
    model = Unit
    form_class: ClassVar[type[RecordForm]] = UnitForm
    list_url_name = "qms:unit_list"


class UnitRename(UnitEdit):
    permission = permissions.MANAGE_PEOPLE
    form_class = UnitRenameForm
    edit_title = "Đổi tên"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        data = {name: form.cleaned_data[name] for name in ("name", "short_name", "from_day")}
        return unit_rename(form.instance, **data, actor=self.request.user, expected_version=expected_version)


class UnitDelete(RecordDelete):
    permission = permissions.MANAGE_PEOPLE
    model = Unit
    list_url_name = "qms:unit_list"


class UnitFormerNameEdit(RecordEdit):
    permission = permissions.MANAGE_PEOPLE
    model = UnitFormerName
    form_class = record_form(UnitFormerName, "name", "valid_to")
    list_url_name = "qms:unit_list"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return former_name_save(form.instance, actor=self.request.user, expected_version=expected_version)


class UnitFormerNameDelete(RowDelete):
    permission = permissions.MANAGE_PEOPLE
    model = UnitFormerName


class UnitPredecessorEdit(RowEdit):
    permission = permissions.MANAGE_PEOPLE
    model = UnitPredecessor
    form_class = record_form(UnitPredecessor, "predecessor", "decision")
    parent_name = "unit"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return unit_predecessor_save(
            form.instance, actor=self.request.user, expected_version=expected_version
        )


class UnitPredecessorDelete(RowDelete):
    permission = permissions.MANAGE_PEOPLE
    model = UnitPredecessor


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

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit", "user")

    def get_panels(self, obj: Person) -> list[Panel]:
        return [_former_positions(obj, self.may_write(obj))]

    def get_actions(self, obj: Any) -> list[Action]:
        edit, *rest = super().get_actions(obj)
        return [edit, Action("Đổi chức vụ", reverse("qms:person_move", args=[obj.pk])), *rest]


def _former_positions(person: Person, may_write: bool) -> Panel:
    add = Action("Thêm chức vụ trước đây", reverse("qms:person_former_name_add", args=[person.pk]))
    return rows_panel(
        "Chức vụ trước đây",
        (
            Column("valid_to", "Đến hết ngày", css="date"),
            Column("name", "Họ và tên", lambda row: row.names.addressed),
            Column("position", "Chức vụ"),
            Column("unit_name", "Đơn vị"),
        ),
        person.former_names.order_by("-valid_to"),
        url_prefix="qms:person_former_name",
        add=add if may_write else None,
        empty_text="Chưa ghi chức vụ trước đây. Có ghi thì giấy tờ của những năm trước in đúng chức vụ khi ấy.",
    )


PERSON_NAMES = ("name", "honorific", "position", "unit")


class PersonForm(RecordForm):
    class Meta:
        model = Person
        fields = (*PERSON_NAMES, "key")
        help_texts: ClassVar = {
            "position": "Sửa ở đây chỉ để chữa chữ sai; người này giữ chức vụ khác thì chọn “Đổi chức vụ”."
        }


class PersonMoveForm(RecordForm):
    from_day = DateField(
        label="Từ ngày", help_text="Giấy tờ trước ngày này vẫn in họ tên, chức vụ, đơn vị đang ghi hiện nay."
    )

    class Meta:
        model = Person
        fields = PERSON_NAMES


class PersonEdit(RecordEdit):
    permission = permissions.MANAGE_PEOPLE
    model = Person
    form_class: ClassVar[type[RecordForm]] = PersonForm
    list_url_name = "qms:person_list"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return person_save(form.instance, actor=self.request.user, expected_version=expected_version)


class PersonMove(PersonEdit):
    permission = permissions.MANAGE_PEOPLE
    form_class = PersonMoveForm
    edit_title = "Đổi chức vụ"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return person_move(
            form.instance,
            values={name: form.cleaned_data[name] for name in PERSON_NAMES},
            from_day=form.cleaned_data["from_day"],
            actor=self.request.user,
            expected_version=expected_version,
        )


class PersonFormerNameEdit(RowEdit):
    permission = permissions.MANAGE_PEOPLE
    model = PersonFormerName
    form_class = record_form(PersonFormerName, "valid_to", "name", "honorific", "position", "unit_name")
    parent_name = "person"

    def new_object(self, parent: int | None) -> Any:
        """What he is called rarely changes: given, to be corrected."""
        person = get_object_or_404(Person.objects.all(), pk=parent)
        return PersonFormerName(person=person, name=person.name, honorific=person.honorific)

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return former_name_save(form.instance, actor=self.request.user, expected_version=expected_version)


class PersonFormerNameDelete(RowDelete):
    permission = permissions.MANAGE_PEOPLE
    model = PersonFormerName


class PersonDelete(RecordDelete):
    permission = permissions.MANAGE_PEOPLE
    model = Person
    list_url_name = "qms:person_list"
