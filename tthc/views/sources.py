"""The systems that exports come from, with how their columns were matched."""

from typing import Any

from qms.views.generic import RecordDetail, RecordEdit
from qms.views.rows import rows_panel
from tthc import permissions
from tthc.forms.imports import SourceForm
from tthc.imports import columns
from tthc.models import DossierSource
from tthc.views.imports import IMPORT_COLUMNS


class SourceDetail(RecordDetail):
    permission = permissions.VIEW
    write_permission = permissions.EDIT
    model = DossierSource
    groups = (("", ("name", "level", "matched")),)
    edit_url_name = "tthc:source_edit"
    attachable = False

    def get_panels(self, obj: DossierSource) -> list[Any]:
        rows = obj.imports.select_related("source").order_by("-pk")[:20]
        shown = tuple(column for column in IMPORT_COLUMNS if column.key != "source")
        return [
            rows_panel(
                "Các lần nhập gần đây", shown, rows, url_prefix="tthc:import", add=None,
                opens=True, empty_text="Chưa nhập tệp nào từ nguồn này.",
            )
        ]  # fmt: skip

    def _label(self, name: str) -> str:
        return "Cột đã ghép" if name == "matched" else super()._label(name)

    def _value(self, obj: DossierSource, name: str) -> str:
        if name != "matched":
            return super()._value(obj, name)
        pairs = [(columns.TARGET[key].label, header) for key, header in obj.columns.items() if header]
        return "\n".join(f"{label}: {header}" for label, header in pairs) or "Chưa ghép"


class SourceEdit(RecordEdit):
    permission = permissions.EDIT
    model = DossierSource
    form_class = SourceForm
    list_url_name = "tthc:import_list"
