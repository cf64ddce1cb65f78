"""`manage.py load_framework FILE`: load a framework from its JSON form, or say everything that
is wrong with the file.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria.catalogue import load_framework
from criteria.queries import read_framework
from criteria.validators import warnings_in
from ictindex.lib.errors import DomainError


class Command(BaseCommand):
    help = "Nạp một bộ tiêu chí từ tệp JSON. Tệp sai thì không nạp gì và nêu rõ từng chỗ sai."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp JSON của bộ tiêu chí")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            framework = load_framework(options["file"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        for warning in warnings_in(read_framework(framework)):
            self.stderr.write(self.style.WARNING(f"Lưu ý – {warning}"))
        self.stdout.write(
            self.style.SUCCESS(f"Đã có bộ tiêu chí «{framework.code}»: {framework.title}.")
        )
