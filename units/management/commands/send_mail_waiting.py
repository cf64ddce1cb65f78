"""`manage.py send_mail_waiting`: send the mails that wait.

For a timer, so that mails go out after the mail server was away.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from units.mail import send_waiting


class Command(BaseCommand):
    help = (
        "Gửi các thư còn chờ. Chạy định kỳ (ví dụ 10 phút một lần) để gửi lại khi máy chủ thư đã "
        "hoạt động."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-failed",
            action="store_true",
            help="gửi lại cả những thư đã gửi không thành công",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        tally = send_waiting(with_failed=options["with_failed"])
        self.stdout.write(
            f"Đã gửi {tally.sent} thư, không gửi được {tally.failed} thư, còn chờ {tally.waiting} "
            "thư."
        )
