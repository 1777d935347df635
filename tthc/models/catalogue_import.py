"""A list of TTHC that was sent in, read and waiting to be accepted."""

from typing import Any

from django.db import models

from qms.models import Record
from tthc.enums import Level

WORKING = frozenset({"rows", "columns"})


class CatalogueImport(Record):
    """`rows`: what the file says, row by row (tthc/catalogue/sheet.py), until it is accepted; the file is not kept."""

    url_name = "tthc:catalogue_import_detail"
    edit_permission = "tthc.edit"
    search_fields = ("file_name",)

    file_name = models.CharField("tệp", max_length=200)
    level = models.CharField(
        "cấp thực hiện",
        max_length=10,
        choices=Level,
        help_text="Của những dòng mà tệp không ghi cấp.",
    )
    rows = models.JSONField(default=list, editable=False)
    columns = models.JSONField(default=list, editable=False)
    """Of each table of the file, what was read and what was not (tthc.catalogue.columns.told_columns)."""
    accepted_at = models.DateTimeField("đã nhận lúc", null=True, editable=False)
    added = models.PositiveIntegerField("thêm mới", default=0, editable=False)
    changed = models.PositiveIntegerField("thay đổi", default=0, editable=False)
    ended = models.PositiveIntegerField("bãi bỏ", default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = "lần nhập danh mục TTHC"
        verbose_name_plural = "các lần nhập danh mục TTHC"

    def __str__(self) -> str:
        return self.file_name

    def snapshot(self) -> dict[str, Any]:
        """The rows themselves come into the history of the procedures that they change."""
        return {name: value for name, value in super().snapshot().items() if name not in WORKING}
