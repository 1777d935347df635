"""Mail what could not be mailed before, and on working days each account's list of what waits for it."""

from typing import Any

from django.core.management.base import BaseCommand

from qms import digests


class Command(BaseCommand):
    help = "Gửi lại thư báo việc còn sót; ngày làm việc: gửi mỗi người một thư việc chờ, mỗi ngày một lần."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã gửi {digests.send_all()} thư tổng hợp.")
