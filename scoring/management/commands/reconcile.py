"""`manage.py reconcile CODE`: every printed figure of a campaign against the recomputed one."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.core.reconciliation import Finding
from scoring.reconciliation.queries.findings import reconcile
from scoring.reconciliation.queries.words import as_objects, as_text
from submissions.models import Campaign


class Command(BaseCommand):
    """Writes the findings as a table or as JSON, to the screen or to a file."""

    help = "Đối soát: so từng số liệu đã in của một đợt đánh giá với số tính lại từ điểm tiêu chí."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="mã đợt đánh giá, ví dụ 2020")
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="dạng kết quả"
        )
        parser.add_argument("--output", type=Path, help="tệp kết quả; không nêu thì in ra màn hình")

    def handle(self, *, campaign: str, output: Path | None, **options: Any) -> None:
        found = Campaign.objects.filter(code=campaign).first()
        if found is None:
            raise CommandError(f"Không có đợt đánh giá nào mang mã «{campaign}».")
        text = _rendered(found, reconcile(found), form=options["format"])
        if output is None:
            self.stdout.write(text, ending="")
        else:
            _write(output, text)


def _rendered(campaign: Campaign, findings: tuple[Finding, ...], *, form: str) -> str:
    if form == "json":
        return json.dumps(as_objects(findings), ensure_ascii=False, indent=2) + "\n"
    return as_text(findings, title=campaign.title)


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Không ghi được tệp «{output}»: {error.strerror}.") from error
