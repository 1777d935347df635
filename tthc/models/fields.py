"""Fields of state management (lĩnh vực), by which procedures, dossiers and opinions are grouped."""

from django.db import models

from qms.models import Record


class Field(Record):
    url_name = "tthc:field_detail"
    edit_permission = "tthc.edit"
    search_fields = ("name",)

    name = models.CharField("tên lĩnh vực", max_length=200)

    class Meta(Record.Meta):
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="field_name_once",
                violation_error_message="Lĩnh vực này đã có.",
            ),
        )

    def __str__(self) -> str:
        return self.name
