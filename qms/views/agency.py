"""The entered agency itself: its facts, its names as they were, where it came from."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse

from qms import permissions
from qms.access import agencies_seen_by
from qms.forms import DateField, RecordForm, record_form
from qms.http import AgencyRequest
from qms.models import Agency, AgencyFormerName, AgencyPredecessor
from qms.models.organisation import AgencyNames
from qms.organisation import agency_predecessor_save, agency_rename, former_name_save
from qms.views.base import Action, Panel
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.rows import rows_panel
from qms.views.tables import Column

NAMES = ("full_name", "short_name", "parent_name", "place")


class AgencyForm(RecordForm):
    class Meta:
        model = Agency
        fields = (*NAMES, "notation", "head_title", "signing_mode", "obliged", "valid_from", "valid_to")
        help_texts: ClassVar = {
            "full_name": "Sửa ở đây chỉ để chữa chữ sai; cơ quan đổi tên thì chọn “Đổi tên”."
        }


class AgencyRenameForm(RecordForm):
    from_day = DateField(
        label="Tên mới dùng từ ngày", help_text="Văn bản trước ngày này vẫn in tên đang dùng hiện nay."
    )

    class Meta:
        model = Agency
        fields = NAMES


class AgencyDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.MANAGE_AGENCY
    model = Agency
    groups = (
        ("Tên", NAMES),
        ("Thể thức, chế độ ký", ("notation", "head_title", "signing_mode")),
        ("Tổ chức", ("code", "kind", "parent", "obliged", "valid_from", "valid_to")),
    )
    attachable = False

    def get(self, request: AgencyRequest, pk: int = 0) -> HttpResponse:
        """No number in the address: an agency's page is about itself."""
        return super().get(request, request.agency.pk)

    def get_actions(self, obj: Any) -> list[Action]:
        return [Action("Sửa", reverse("qms:agency_edit"), "primary")]

    def get_panels(self, obj: Agency) -> list[Panel]:
        may_write = self.may_write(obj)
        panels = [_former_names(obj, may_write), _predecessors(obj, may_write)]
        if after := obj.successors.select_related("agency"):
            panels.append(_origins("Cơ quan kế tục", "agency", after))
        if children := list(obj.children.order_by("short_name")):
            panels.append(_children(children, self.request.year))
        return panels


def _former_names(agency: Agency, may_write: bool) -> Panel:
    return rows_panel(
        "Tên trước đây",
        (
            Column("valid_to", "Dùng đến hết ngày", css="date"),
            Column("full_name", "Tên đầy đủ"),
            Column("short_name", "Tên ngắn"),
            Column("parent_name", "Cơ quan chủ quản"),
            Column("place", "Địa danh"),
        ),
        agency.former_names.order_by("-valid_to"),
        url_prefix="qms:agency_former_name",
        add=Action("Đổi tên", reverse("qms:agency_rename")) if may_write else None,
        empty_text="Chưa đổi tên lần nào. Khi đổi tên, văn bản của những năm trước vẫn in tên cũ.",
    )


def _predecessors(agency: Agency, may_write: bool) -> Panel:
    add = Action("Thêm cơ quan tiền thân", reverse("qms:agency_predecessor_add"))
    return _origins(
        "Cơ quan tiền thân",
        "display_name",
        agency.predecessors.select_related("predecessor").order_by("happened_on", "pk"),
        add if may_write else None,
    )


def _origins(title: str, other: str, rows: Any, add: Action | None = None) -> Panel:
    columns = (
        Column(other, "Cơ quan"),
        Column("happened_on", "Từ ngày", css="date"),
        Column("decision", "Theo văn bản"),
    )
    return rows_panel(
        title,
        columns,
        rows,
        url_prefix="qms:agency_predecessor",
        add=add,
        empty_text="Chưa ghi cơ quan tiền thân. Ghi khi cơ quan này do sáp nhập hoặc chia tách mà có.",
    )


def _children(children: list[Agency], year: int) -> Panel:
    """Who opens this page reads the agencies below, so each leads to its own year."""
    columns = (
        Column("short_name", "Cơ quan"),
        Column("kind", "Loại"),
        Column("valid_to", "Đến hết ngày", css="date"),
    )
    return rows_panel(
        "Cơ quan cấp dưới",
        columns,
        children,
        url_prefix="",
        add=None,
        empty_text="",
        opens=True,
        url=lambda row: f"/{row.code}/{year}/",
    )


class AgencyPredecessorForm(RecordForm):
    class Meta:
        model = AgencyPredecessor
        fields = ("predecessor", "predecessor_name", "decision", "happened_on")
        help_texts: ClassVar = {
            "predecessor": "Cơ quan có trong phần mềm mà anh/chị được xem; cơ quan khác thì ghi tên ở dưới.",
            "predecessor_name": "Chỉ ghi khi cơ quan đó không có trong danh sách trên.",
            "decision": "Nghị quyết, quyết định sáp nhập hoặc chia tách, ví dụ Nghị quyết số 1669/NQ-UBTVQH15.",
            "happened_on": "Ngày cơ quan này tiếp nhận nhiệm vụ của cơ quan tiền thân.",
        }

    def offer(self, seen: list[Agency]) -> None:
        """Only agencies the user may see, and the one already written."""
        pks = {agency.pk for agency in seen} - {self.instance.agency_id} | {self.instance.predecessor_id}
        field: Any = self.fields["predecessor"]
        field.queryset = Agency.objects.filter(pk__in=pks - {None}).order_by("short_name")


class AgencyEdit(RecordEdit):
    permission = permissions.MANAGE_AGENCY
    model = Agency
    form_class: ClassVar[type[RecordForm]] = AgencyForm
    list_url_name = "qms:agency_detail"

    def get_object(self, pk: int | None, parent: int | None) -> Any:
        return Agency.objects.get(pk=self.request.agency.pk)


class AgencyRename(AgencyEdit):
    permission = permissions.MANAGE_AGENCY
    form_class = AgencyRenameForm
    edit_title = "Đổi tên"

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        data = form.cleaned_data
        return agency_rename(
            self.request.agency,
            names=AgencyNames(**{name: data[name] for name in NAMES}),
            from_day=data["from_day"],
            actor=self.request.user,
            expected_version=expected_version,
        )


class AgencyFormerNameEdit(RecordEdit):
    permission = permissions.MANAGE_AGENCY
    model = AgencyFormerName
    form_class = record_form(AgencyFormerName, *NAMES, "valid_to")
    list_url_name = "qms:agency_detail"

    def get_queryset(self) -> Any:
        return AgencyFormerName.objects.filter(agency=self.request.agency)

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return former_name_save(form.instance, actor=self.request.user, expected_version=expected_version)


class AgencyFormerNameDelete(RecordDelete):
    permission = permissions.MANAGE_AGENCY
    model = AgencyFormerName
    list_url_name = "qms:agency_detail"

    def get_queryset(self) -> Any:
        return AgencyFormerName.objects.filter(agency=self.request.agency)


class AgencyPredecessorEdit(RecordEdit):
    permission = permissions.MANAGE_AGENCY
    model = AgencyPredecessor
    form_class = AgencyPredecessorForm
    list_url_name = "qms:agency_detail"

    def get_queryset(self) -> Any:
        return AgencyPredecessor.objects.filter(agency=self.request.agency)

    def new_object(self, parent: int | None) -> Any:
        return AgencyPredecessor(agency=self.request.agency)

    def make_form(self, *args: Any, **kwargs: Any) -> RecordForm:
        form = AgencyPredecessorForm(*args, **kwargs)
        form.offer(agencies_seen_by(self.request.user))
        return form

    def save(self, form: RecordForm, expected_version: int | None) -> Any:
        return agency_predecessor_save(
            form.instance, actor=self.request.user, expected_version=expected_version
        )


class AgencyPredecessorDelete(RecordDelete):
    permission = permissions.MANAGE_AGENCY
    model = AgencyPredecessor
    list_url_name = "qms:agency_detail"

    def get_queryset(self) -> Any:
        return AgencyPredecessor.objects.filter(agency=self.request.agency)
