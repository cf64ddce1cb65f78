"""`manage.py verify_record`: is the record whole, and does everything stored follow from it?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.chain import read_witness
from units.models import ChainHead
from units.record.queries.verification import verify_record


class Command(BaseCommand):
    help = "Kiểm tra nhật ký và đối chiếu với mọi giá trị, mọi tệp đang lưu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--witness",
            type=read_witness,
            help="dấu xác nhận đã giữ bên ngoài (thư, biên nhận, báo cáo), dạng SỐ:MÃ",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:
        problems = verify_record(witness=options["witness"])
        if options["format"] == "json":
            self.stdout.write(
                json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)
            )
        else:
            lines = [f"{problem.sentence} {problem.values}".strip() for problem in problems]
            self.stdout.write("\n".join(lines) or self._whole())
        if problems:
            raise CommandError(f"Nhật ký không khớp ở {len(problems)} chỗ.")

    def _whole(self) -> str:
        head = ChainHead.objects.get(pk=1)
        return (
            f"Nhật ký nguyên vẹn: {head.sequence} mục. Dấu xác nhận: "
            f"{head.sequence}:{head.entry_hash}"
        )
