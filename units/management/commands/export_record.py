"""`manage.py export_record`: the whole record as JSON Lines, for checking outside the
application.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from units.record.queries.verification import exported_entries


class Command(BaseCommand):
    help = (
        "Xuất nhật ký ra tệp JSON Lines; kiểm tra bằng ictindex/lib/chain.py trên máy chỉ có "
        "Python."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, required=True, help="tệp xuất ra")

    def handle(self, *_args: Any, **options: Any) -> None:
        with options["output"].open("w", encoding="utf-8") as file:
            for entry in exported_entries():
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.stdout.write(f"Đã xuất nhật ký ra {options['output']}.")
