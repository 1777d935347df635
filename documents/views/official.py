"""Pages of official documents."""

from documents import permissions
from documents.filters import OfficialFilter
from documents.forms import OfficialDocumentForm
from documents.models import OfficialDocument
from qms.views.generic import RecordDelete, RecordDetail, RecordEdit
from qms.views.tables import Column, RecordList


class OfficialList(RecordList):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = OfficialDocument
    title = "Văn bản"
    intro = "Quyết định, kế hoạch, thông báo, công văn mà các mục khác dẫn tới."
    columns = (
        Column("symbol", "Số, ký hiệu", sort="number"),
        Column("kind", "Loại", sort="kind"),
        Column("subject", "Trích yếu", sort="sort_key"),
        Column("issued_on", "Ngày", sort="issued_on", css="date"),
        Column("issuer", "Cơ quan ban hành", sort="issuer"),
    )
    filterset_class = OfficialFilter
    default_sort = "-issued_on"
    add_url_name = "documents:official_add"
    add_label = "Nhập văn bản"
    empty_text = "Chưa có văn bản nào. Nhập kế hoạch, quyết định của năm trước; các mục khác dẫn tới chúng."


class OfficialDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = OfficialDocument
    groups = (("", ("kind", "symbol", "issued_on", "issuer", "subject", "signer", "effective_on")),)
    edit_url_name = "documents:official_edit"
    delete_url_name = "documents:official_delete"

    def _label(self, name: str) -> str:
        return "Số, ký hiệu" if name == "symbol" else super()._label(name)


class OfficialEdit(RecordEdit):
    permission = permissions.EDIT
    model = OfficialDocument
    form_class = OfficialDocumentForm
    list_url_name = "documents:official_list"
    add_title = "Nhập văn bản"


class OfficialDelete(RecordDelete):
    permission = permissions.EDIT
    model = OfficialDocument
    list_url_name = "documents:official_list"
