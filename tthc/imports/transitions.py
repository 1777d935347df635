"""The life of an import: uploaded → mapped → running → done, or refused; each step locked, with its history row."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from qms import history
from tthc.enums import ImportState

if TYPE_CHECKING:
    from qms.models import User
    from tthc.models import DossierImport

WAITING = frozenset({ImportState.UPLOADED, ImportState.MAPPED, ImportState.RUNNING, ImportState.REFUSED})
SENTENCE = "Lần nhập này đã xong. Muốn nhập nữa thì chọn tệp mới."


def lock(record: "DossierImport") -> "DossierImport":
    """The stored row, locked; call inside a transaction. Raises ValidationError when it is done already."""
    locked: DossierImport = (
        type(record)
        .objects.select_for_update(of=("self",), no_key=True)
        .select_related("source")
        .get(pk=record.pk)
    )
    if locked.state not in WAITING:
        raise ValidationError(SENTENCE)
    return locked


def step(
    record: "DossierImport", state: ImportState, *, actor: "User | None", label: str, **values: Any
) -> "DossierImport":
    """Move a locked import on, with these values and one history row; call it last before the commit."""
    before = record.snapshot()
    for name, value in values.items():
        setattr(record, name, value)
    record.state = state
    record.version += 1
    record.save()
    changes = history.diff(record, before, record.snapshot())
    if changes:
        history.record(record, action=f"import_{state.value}", label=label, actor=actor, changes=changes)
    return record


def note(record: "DossierImport", **values: Any) -> None:
    """Working values (scan, preview, job), which the history does not tell."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=[*values, "updated_at"])
