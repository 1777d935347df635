"""An import of dossiers: uploaded → matched → running → done; or refused, with its rows kept to be mended."""

import datetime

from django.utils import timezone

from qms import jobs
from qms.models import User
from qms.workflow import Workflow
from tthc import permissions
from tthc.enums import ImportState as State
from tthc.models import DossierImport

import_workflow = Workflow(DossierImport)
Actor = User | None


def has_file(record: DossierImport, actor: Actor) -> str:
    return "" if record.file else "Tệp không còn trên máy chủ. Hãy chọn lại tệp."


def is_idle(record: DossierImport, actor: Actor) -> str:
    alive = record.job is not None and jobs.is_alive(record.job)
    return "Tệp đang được xử lý; chờ xong rồi làm tiếp." if alive else ""


def is_as_seen(record: DossierImport, actor: Actor) -> str:
    """Columns and words of the source are those that the preview read by; a command has no preview."""
    seen, source = record.preview, record.source
    if not seen or (seen.get("columns"), seen.get("words")) == (source.columns, source.words):
        return ""
    return f"Nguồn {source} đã được ghép khác từ lúc xem trước tệp này. Xem trước lại, hoặc sửa ghép cột, rồi nhập."


@import_workflow.transition(
    "match",
    label="Ghép cột",
    past="Đã ghép cột",
    source=[State.UPLOADED, State.MAPPED, State.RUNNING, State.REFUSED],
    target=State.MAPPED,
    permission=permissions.EDIT,
    guards=(has_file, is_idle),
    offered=False,
)
def match(record: DossierImport, *, actor: Actor) -> None:
    """What was read by the old columns and words is no preview any more."""
    record.preview = {}


@import_workflow.transition(
    "recall",
    label="Ghép cột như lần trước",
    past="Đã ghép cột như lần trước",
    source=[State.UPLOADED],
    target=State.MAPPED,
    permission=permissions.EDIT,
    guards=(has_file,),
    offered=False,
)
def recall(record: DossierImport, *, actor: Actor) -> None:
    """Done by the job that reads the file, when its source's columns and words fit."""


@import_workflow.transition(
    "start",
    label="Nhập hồ sơ",
    past="Đã bắt đầu nhập",
    source=[State.MAPPED, State.RUNNING, State.REFUSED],
    target=State.RUNNING,
    permission=permissions.EDIT,
    guards=(has_file, is_idle, is_as_seen),
    offered=False,
)
def start(record: DossierImport, *, actor: Actor, **options: bool) -> None:
    """options: all_or_nothing, add_procedures; as before where they are not given."""
    record.all_or_nothing = options.get("all_or_nothing", record.all_or_nothing)
    record.add_procedures = options.get("add_procedures", record.add_procedures)


@import_workflow.transition(
    "refuse",
    label="Không nhập",
    past="Không nhập vì có dòng chưa đúng",
    source=[State.MAPPED, State.RUNNING],
    target=State.REFUSED,
    permission=permissions.EDIT,
    offered=False,
)
def refuse(record: DossierImport, *, actor: Actor, rows: int, rejected: int) -> None:
    record.rows, record.rejected = rows, rejected


@import_workflow.transition(
    "finish",
    label="Ghi hồ sơ",
    past="Đã nhập hồ sơ",
    source=[State.MAPPED, State.RUNNING],
    target=State.DONE,
    permission=permissions.EDIT,
    offered=False,
)
def finish(record: DossierImport, *, actor: Actor, newest_on: datetime.date | None, **counts: int) -> None:
    """counts: rows, added, changed, unchanged, outdated, rejected, new_procedures. The file has done its work."""
    for name, count in counts.items():
        setattr(record, name, count)
    record.newest_on, record.finished_at = newest_on, timezone.now()
    record.file = record.rejected_file = ""
    record.scan, record.preview = {}, {}
