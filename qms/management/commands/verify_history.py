"""Verify every agency's hash chain; name the first broken row and exit with 1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qms import history
from qms.models import Agency


class Command(BaseCommand):
    help = "Kiểm tra chuỗi băm của lịch sử từng cơ quan; nêu mục hỏng đầu tiên."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [
            sentence for agency in Agency.objects.order_by("code") for sentence in history.verify(agency)
        ]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write("Lịch sử nguyên vẹn.")
