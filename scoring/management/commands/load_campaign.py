"""`load_campaign FOLDER`: a published campaign from files, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.errors import DomainError
from scoring.published.services.campaign import AlreadyLoaded, LoadedCampaign, load_published


class Command(BaseCommand):
    help = (
        "Nạp một đợt đánh giá đã ban hành từ một thư mục (campaign.json và các bảng CSV); tệp sai "
        "thì không nạp gì cả."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="FOLDER", help="thư mục chứa campaign.json"
        )
        parser.add_argument(
            "--if-missing", action="store_true", help="không làm gì nếu đợt này đã có"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_published(options["folder"])
        except AlreadyLoaded as refusal:
            if not options["if_missing"]:
                raise CommandError(str(refusal)) from refusal
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        else:
            if options["verbosity"]:
                self._report(loaded)

    def _report(self, loaded: LoadedCampaign) -> None:
        self.stdout.write(
            f"Đã nạp «{loaded.campaign.title}»: {loaded.campaign.submissions.count()} đơn vị."
        )
        if loaded.conflicts:
            self.stdout.write(
                f"Có {len(loaded.conflicts)} chỗ lời văn của báo cáo mâu thuẫn với điểm đã in; "
                "lấy theo điểm đã in:"
            )
        for conflict in loaded.conflicts:
            self.stdout.write(f"  {conflict}")
