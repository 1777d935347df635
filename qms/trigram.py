"""Search inside a big table's text: a trigram index on PostgreSQL, nothing on SQLite (stack.md §5).

The one seam for it: a migration lists `TrigramIndex("administrativeprocedure", "search_text")`.
"""

import logging
from typing import Any

from django.db import OperationalError, ProgrammingError, transaction
from django.db.migrations.operations.base import Operation

logger = logging.getLogger(__name__)
MISSING = (
    "PostgreSQL chưa có pg_trgm nên tìm kiếm trong %s sẽ chậm khi bảng lớn. Nhờ quản trị cơ sở dữ liệu chạy: "
    "CREATE EXTENSION pg_trgm; CREATE INDEX %s ON %s USING gin (%s gin_trgm_ops);"
)


class TrigramIndex(Operation):
    """GIN over one text column, which serves `contains`. Without the right to install pg_trgm it logs what to run."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def state_forwards(self, app_label: str, state: Any) -> None:
        """An index that Django's state knows nothing of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table, column = self._column(app_label, to_state)
        name = f"{table}_{column}_trigram"
        try:
            with transaction.atomic(using=schema_editor.connection.alias):
                schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except (ProgrammingError, OperationalError):  # no right to it; not on the disk
            logger.warning(MISSING, table, name, table, column)
            return
        quoted = [schema_editor.quote_name(part) for part in (name, table, column)]
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS {} ON {} USING gin ({} gin_trgm_ops)".format(*quoted)
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table, column = self._column(app_label, from_state)
            schema_editor.execute(
                f"DROP INDEX IF EXISTS {schema_editor.quote_name(f'{table}_{column}_trigram')}"
            )

    def _column(self, app_label: str, state: Any) -> tuple[str, str]:
        model = state.apps.get_model(app_label, self.model)
        return model._meta.db_table, model._meta.get_field(self.field).column

    def describe(self) -> str:
        return f"Trigram index on {self.model}.{self.field} (PostgreSQL)"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.model}_{self.field}_trigram"
