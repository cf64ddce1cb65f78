"""`freeze_loaded CODE [--output FILE]`: the edition of a campaign that was published before it
was loaded, and its PDF.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.errors import DomainError
from ictindex.lib.files import write_whole
from reports.editions.queries.store import file_of, read_checked
from reports.editions.services.files import make_files
from reports.editions.services.publication import publish_loaded
from reports.enums import FileFormat
from reports.layout.pdf import PdfRefused, PdfUnavailable
from reports.models import Edition
from submissions.models import Campaign


class Command(BaseCommand):
    """Run again it changes nothing. It is run by the operator, so it asks for no permission."""

    help = (
        "Chốt bản ban hành số 1 của một đợt đã ban hành được nạp vào hệ thống (chạy lại không đổi "
        "gì), kèm bản PDF."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="mã đợt đánh giá, ví dụ 2020")
        parser.add_argument("--output", type=Path, help="chép bản PDF của bản ban hành ra tệp này")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(code=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"Không có đợt đánh giá nào mang mã «{options['campaign']}».")
        try:
            edition = publish_loaded(campaign=campaign)
            make_files(edition)
            if options["output"]:
                write_whole(options["output"], self._pdf(edition))
        except (DomainError, PdfUnavailable, PdfRefused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(
                f"Bản số {edition.number} của đợt {campaign.code}, SHA-256 của nội dung: "
                f"{edition.content_sha256}"
            )

    def _pdf(self, edition: Edition) -> bytes:
        file = file_of(edition, FileFormat.PDF)
        if file is None:
            raise CommandError("Bản PDF của bản ban hành chưa tạo được.")
        return read_checked(file)
