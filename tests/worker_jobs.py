"""A job the test's worker knows."""

from qms.jobs import Context, job


@job("test.ping", "Thử hàng đợi")
def ping(context: Context) -> None:
    context.progress(1, 1)
