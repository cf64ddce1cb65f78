"""`manage.py export_report CODE --format FORM --output FILE`: the report of a campaign,
published or not, as a file.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ictindex.lib.files import write_whole
from reports.enums import FileFormat
from reports.jobs.services.drafts import FORMS
from reports.jobs.services.requests import render_now
from reports.jobs.services.worker import open_rendering
from reports.results.queries.csv_data import figures_csv
from reports.results.queries.open_data import as_json, as_open_data
from scoring.core.results import CampaignResults
from scoring.results.queries import campaign_results
from submissions.models import Campaign

STDOUT = "-"
_DATA: dict[str, Callable[[CampaignResults], bytes]] = {
    "json": lambda results: as_json(as_open_data(results)).encode(),
    "csv": figures_csv,
}


class Command(BaseCommand):
    """Writes the whole file or none. It is run by the operator, so it asks for no permission."""

    help = (
        "Xuất báo cáo của một đợt đánh giá ra tệp PDF, Word, bảng tính hoặc dữ liệu mở (JSON, CSV)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="mã đợt đánh giá, ví dụ 2020")
        parser.add_argument(
            "--format", choices=[*map(str, FORMS), *_DATA], required=True, help="dạng tệp"
        )
        parser.add_argument(
            "--output", required=True, help="tệp kết quả; dấu «-» in JSON hoặc CSV ra màn hình"
        )

    def handle(self, *, campaign: str, output: str, **options: Any) -> None:
        form = options["format"]
        if form in _DATA:
            self._export_data(_DATA[form](campaign_results(_find(campaign))), output)
        elif output == STDOUT:
            raise CommandError("Tệp dạng này phải ghi ra đĩa. Nêu tên tệp sau --output.")
        else:
            _write(Path(output), _rendered(_find(campaign), FileFormat(form)))

    def _export_data(self, content: bytes, output: str) -> None:
        if output == STDOUT:
            self.stdout.write(content.decode(), ending="")
        else:
            _write(Path(output), content)


def _find(code: str) -> Campaign:
    found = Campaign.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Campaign.objects.values_list("code", flat=True)) or "chưa có đợt nào"
        raise CommandError(f"Không có đợt đánh giá nào mang mã «{code}». Các đợt hiện có: {known}.")
    return found


def _rendered(campaign: Campaign, form: FileFormat) -> bytes:
    """The file, which readers of the pages are given from now on too."""
    rendering = render_now(campaign=campaign, form=form)
    if not rendering.is_done:
        raise CommandError(
            rendering.problem
            or "Tệp này đang được tạo ở tiến trình khác. Chạy lại lệnh này sau ít phút."
        )
    with open_rendering(rendering) as file:
        return file.read()


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except FileNotFoundError as problem:
        raise CommandError(
            f"Không ghi được «{path}»: thư mục «{path.parent}» không tồn tại."
        ) from problem
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as problem:
        raise CommandError(
            f"Không ghi được «{path}»: đường dẫn này không phải là một tệp."
        ) from problem
    except PermissionError as problem:
        raise CommandError(
            f"Không ghi được «{path}»: không có quyền ghi vào thư mục «{path.parent}»."
        ) from problem
    except OSError as problem:
        raise CommandError(f"Không ghi được «{path}»: {problem.strerror}.") from problem
