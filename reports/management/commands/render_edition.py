"""`render_edition CODE [--number N] [--output FILE]`: lay an edition out again from its frozen
content, and compare.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.errors import DomainError
from ictindex.lib.files import write_whole
from reports.editions.services.reproduction import Reproduction, render_again
from reports.layout.pdf import PdfRefused, PdfUnavailable
from reports.models import Edition


class Command(BaseCommand):
    """Ends with an error when a file does not come out as it was stored.

    Nothing stored is changed.
    """

    help = "Dựng lại các tệp của một bản ban hành từ nội dung đã chốt, so với các tệp đã lưu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="mã đợt đánh giá, ví dụ 2020")
        parser.add_argument("--number", type=int, help="số của bản; mặc định là bản đang ban hành")
        parser.add_argument("--output", type=Path, help="ghi bản PDF dựng lại ra tệp này")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = _find(options["campaign"], options["number"])
        try:
            again = render_again(edition)
            if options["output"]:
                write_whole(options["output"], again.pdf)
        except (DomainError, PdfUnavailable, PdfRefused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self._report(edition, again)

    def _report(self, edition: Edition, again: Reproduction) -> None:
        for each in again.files:
            said = "giống hệt" if each.is_same else "KHÁC"
            self.stdout.write(
                f"Bản số {edition.number}, {each.label}: {said} tệp đã lưu ({each.sha256})"
            )
        for name, then, now in again.engine_changes:
            self.stdout.write(
                f"  {name}: khi chốt {then or 'không có'}, hiện nay {now or 'không có'}"
            )
        if not all(each.is_same for each in again.files):
            raise CommandError(
                "Có tệp dựng lại không giống tệp đã lưu. Tệp đã lưu vẫn là bản chính thức."
            )


def _find(code: str, number: int | None) -> Edition:
    own = Edition.objects.select_related("campaign").filter(campaign__code=code)
    found = (own.filter(number=number) if number else own.published()).first()
    if found is None:
        raise CommandError(f"Đợt «{code}» không có bản ban hành nào như vậy.")
    return found
