"""`sweep_evidence`: remove the files that uploads left behind when they were cut short; a timer
runs it once a day.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from submissions.evidence.services.download import sweep


class Command(BaseCommand):
    help = "Xóa các tệp mà lần tải lên dở dang để lại từ hơn một ngày (chạy định kỳ mỗi ngày)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xóa")

    def handle(self, *args: Any, **options: Any) -> None:
        removes = not options["dry_run"]
        swept = sweep(now=timezone.now(), removes=removes)
        done = "Đã xóa" if removes else "Sẽ xóa"
        self.stdout.write(f"{done} {len(swept.removed)} tệp do lần tải lên dở dang để lại.")
        for place in swept.kept:
            self.stderr.write(
                f"GIỮ LẠI {place}: nhật ký có tệp này nhưng bảng dữ liệu không còn. Chạy "
                "verify_record để kiểm tra."
            )
