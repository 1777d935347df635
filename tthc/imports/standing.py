"""Where an import stands, for its page: which question the page asks."""

from enum import StrEnum

from qms import jobs
from qms.enums import JobState
from tthc.enums import ImportState
from tthc.models import DossierImport


class Stage(StrEnum):
    WORKING = "working"
    BROKEN = "broken"
    """The work failed, or its process died."""
    MAP = "map"
    PREVIEW = "preview"
    REFUSED = "refused"
    DONE = "done"


LOST = "Việc bị ngắt giữa chừng, thường vì máy chủ khởi động lại. Chưa hồ sơ nào được ghi; tệp vẫn còn."
CSS = {Stage.DONE: "ok", Stage.BROKEN: "late", Stage.REFUSED: "late", Stage.WORKING: "info"}


def stage_of(record: DossierImport) -> Stage:
    job = record.job
    if record.state == ImportState.DONE:
        return Stage.DONE
    if job is not None and jobs.is_alive(job):
        return Stage.WORKING
    if job is None or job.state != JobState.DONE:
        return Stage.BROKEN
    if record.state == ImportState.REFUSED:
        return Stage.REFUSED
    if record.state == ImportState.UPLOADED:
        return Stage.MAP
    return Stage.PREVIEW if record.preview else Stage.BROKEN


def sentence(record: DossierImport) -> str:
    """Why the work broke."""
    job = record.job
    return job.message if job is not None and job.state == JobState.FAILED and job.message else LOST


def label(record: DossierImport, stage: Stage) -> str:
    """The tag beside the file's name."""
    return {Stage.WORKING: "Đang xử lý", Stage.BROKEN: "Bị ngắt"}.get(stage) or record.get_state_display()
