"""For a timer that runs every hour or so: reminds units of the deadline at 7, 3 and 1 days
before it and at its end.
"""

from typing import Any

from django.core.management.base import BaseCommand

from submissions.handing_in.services.reminders import send_reminders


class Command(BaseCommand):
    """A run that was missed is made up for by the next one; a run too many sends nothing."""

    help = "Nhắc hạn nộp hồ sơ trước 7, 3, 1 ngày và khi hết hạn. Chạy lại không gửi lại."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_reminders()
        self.stdout.write(f"Đã nhắc {sent.people} người về {sent.matters} việc.")
