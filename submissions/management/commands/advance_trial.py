"""`advance_trial CAMPAIGN --to PHASE`: takes a trial campaign on, so that the screens of a
later phase can be tried.
"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.errors import DomainError
from submissions.demo.services.accounts import demo_password
from submissions.demo.services.trial import REACHABLE, play_to
from submissions.models import Campaign


class Command(BaseCommand):
    help = (
        "Đưa đợt dùng thử sang giai đoạn sau: điền số liệu minh họa, nộp hồ sơ, giữ nguyên điểm, "
        "để thử các màn hình."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="mã đợt dùng thử, ví dụ 2021")
        parser.add_argument(
            "--to",
            required=True,
            choices=[str(phase) for phase in REACHABLE],
            help="giai đoạn cần đến",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(code=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"Chưa có đợt «{options['campaign']}». Chạy lệnh load_demo trước.")
        try:
            campaign = play_to(
                campaign, options["to"], password=demo_password(settings.DATA_DIR / "demo-password")
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Đợt {campaign.code} đang ở giai đoạn «{campaign.get_phase_display()}»: "
            f"/dot/{campaign.code}/"
        )
