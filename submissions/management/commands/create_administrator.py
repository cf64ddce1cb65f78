"""`create_administrator NAME`: an administrator made by the operator of the server, the only
way to the first one.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from ictindex.lib.errors import DomainError
from submissions.campaigns.services.appointments import appoint_administrator
from units.models import User
from units.people.services.link_mail import invitation_link


class Command(BaseCommand):
    help = (
        "Tạo quản trị viên (hoặc trao vai trò quản trị cho tài khoản đã có) từ máy chủ và in liên "
        "kết đặt mật khẩu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--full-name", default="", help="họ và tên, cần khi tạo tài khoản mới")
        parser.add_argument(
            "--email", default="", help="địa chỉ thư điện tử, cần khi tạo tài khoản mới"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username, email = options["username"].strip(), options["email"].strip()
        self._check(username, email)
        try:
            invitation = appoint_administrator(
                username=username, full_name=options["full_name"], email=email
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"«{username}» đã được trao vai trò quản trị hệ thống.")
        if invitation:
            self.stdout.write(
                f"Đặt mật khẩu tại (dùng một lần, trong 7 ngày): {invitation_link(invitation)}"
            )

    def _check(self, username: str, email: str) -> None:
        try:
            User.username_validator(username)
            if email:
                validate_email(email)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        if "@" in username:
            raise CommandError("Tên đăng nhập không được có «@», để không nhầm với địa chỉ thư.")
