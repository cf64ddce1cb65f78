"""`load_demo CAMPAIGN`: demo accounts for one campaign, and what to type to sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.errors import DomainError
from submissions.demo.services.accounts import demo_password, load_demo
from submissions.demo.services.trial import open_trial
from submissions.models import Campaign
from units.models import User


def _trial_of(campaign: Campaign, password: str) -> tuple[Campaign | None, list[User]]:
    """A campaign to try filling in, after a published one."""
    return open_trial(campaign, password=password) if campaign.is_public else (None, [])


class Command(BaseCommand):
    help = (
        "Tạo mỗi vai trò một tài khoản trình diễn trong một đợt đánh giá, và đợt năm sau để dùng "
        "thử (chạy lại không đổi gì)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "campaign", nargs="?", default="2020", help="mã đợt đánh giá, mặc định 2020"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(code=options["campaign"]).first()
        if campaign is None:
            raise CommandError(
                f"Chưa có đợt đánh giá «{options['campaign']}». Nạp số liệu bằng lệnh "
                "load_campaign trước."
            )
        kept = settings.DATA_DIR / "demo-password"
        try:
            users = load_demo(campaign, password=demo_password(kept))
            trial, more = _trial_of(campaign, demo_password(kept))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        for user in dict.fromkeys([*users, *more]):
            self.stdout.write(f"  {user.username:<28} {user.full_name}")
        if trial:
            self.stdout.write(f"  Đợt để dùng thử việc kê khai của đơn vị: /dot/{trial.code}/")
        self.stdout.write(f"  Mật khẩu chung: {demo_password(kept)} (lưu trong {kept})")
