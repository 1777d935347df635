"""Give an account a role from the server's shell: how an installation gets its first administrator."""

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from qms.enums import Role
from qms.management.arguments import agency_of
from qms.models import User
from qms.scope import in_agency
from qms.services import role_assign

PASSWORD = "QMS_PASSWORD"  # noqa: S105 - the variable's name


class Command(BaseCommand):
    help = (
        "Giao vai trò cho một tài khoản; chưa có tài khoản thì tạo mới, mật khẩu hỏi tại chỗ hoặc lấy từ "
        f"biến môi trường {PASSWORD}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency")
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--name", default="", help="Họ tên, khi tạo tài khoản mới.")

    def handle(self, *args: Any, agency: str, username: str, role: str, name: str, **options: Any) -> None:
        found = agency_of(agency)
        known = User.objects.filter(username__iexact=username).exists()
        try:
            password = "" if known else self._password()
            with in_agency(found):
                assignment = role_assign(
                    username=username,
                    role=role,
                    actor=None,
                    full_name=name or username,
                    password=password,
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{assignment}.")

    def _password(self) -> str:
        """From the environment or typed twice. Raises ValidationError for a weak one."""
        password = os.environ.get(PASSWORD) or getpass.getpass("Mật khẩu mới: ")
        if PASSWORD not in os.environ and getpass.getpass("Nhập lại: ") != password:
            raise ValidationError("Hai lần nhập mật khẩu không giống nhau.")
        validate_password(password)
        return password
