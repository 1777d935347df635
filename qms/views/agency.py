"""The entered agency itself: its facts, its names as they were, where it came from."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse

from qms import permissions
from qms.forms import DateField, RecordForm, record_form
from qms.http import AgencyRequest
from qms.models import Agency, AgencyFormerName
from qms.models.organisation import AgencyNames
from qms.organisation import agency_rename, former_name_save
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
        panels = [_former_names(obj, self.may_write(obj))]
        if before := obj.predecessors.select_related("predecessor"):
            panels.append(_origins("Tiền thân", "predecessor", before))
        if after := obj.successors.select_related("agency"):
            panels.append(_origins("Cơ quan kế tục", "agency", after))
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


def _origins(title: str, other: str, rows: Any) -> Panel:
    columns = (Column(other, "Cơ quan"), Column("decision", "Theo văn bản"))
    return rows_panel(title, columns, rows, url_prefix="", add=None, empty_text="")


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
