"""Bring the database up to date, load the demo when it is empty, and say where to go and who to be.

Migrating here and not in a process of its own saves bin/run a second at every start.
"""

import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from qms import demo
from qms.models import Agency


class Command(BaseCommand):
    help = "Cập nhật cơ sở dữ liệu, nạp năm mẫu và tài khoản thử nghiệm khi cơ sở dữ liệu còn trống (chỉ khi DEBUG=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        demo.refuse_outside_debug()
        call_command("migrate", verbosity=0)
        if not Agency.objects.exists():
            demo.load_demo()
        accounts = "\n".join(f"    {username:12} {role.label}" for username, role in demo.ACCOUNTS)
        address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        self.stdout.write(
            f"\nMở {address}\nTài khoản thử nghiệm (mật khẩu chung: {demo.PASSWORD}):\n{accounts}\n"
        )
