"""Computing a year's statistics anew, in the background."""

from qms.jobs import Context, Result, job
from qms.scope import current_agency
from tthc.services.statistics import KIND, statistics_recount


@job(KIND, "Tính lại thống kê hồ sơ")
def refresh(context: Context) -> Result | None:
    """The year of the job; no file comes of it."""
    context.progress(0, 1, "Đang đếm hồ sơ")
    statistics_recount(current_agency(), context.job.year, actor=context.job.started_by)
    context.progress(1, 1, "Đã tính xong")
    return None
