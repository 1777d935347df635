"""Load the demo when the database is empty, and say where to go and who to be."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from qms import demo
from qms.models import Agency


class Command(BaseCommand):
    help = "Nạp năm mẫu và tài khoản thử nghiệm khi cơ sở dữ liệu còn trống (chỉ khi DEBUG=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        demo.refuse_outside_debug()
        if not Agency.objects.exists():
            demo.load_demo()
        accounts = "\n".join(f"    {username:12} {role.label}" for username, role in demo.ACCOUNTS)
        address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        self.stdout.write(
            f"\nMở {address}\nTài khoản thử nghiệm (mật khẩu chung: {demo.PASSWORD}):\n{accounts}\n"
        )
