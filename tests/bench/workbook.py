"""How long a workbook of 135 criteria takes to make and to read back, and how much memory: `python
-m tests.bench.workbook`.

The real framework with random answers, in a folder of its own. Two processes are measured: the
floor, which only writes and reads the same cells with openpyxl, and the round trip from the rows of
the database to the comparison with them. Starting is not counted.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

UNIT = "BTGCP"
CRITERIA = 135
MOST_SECONDS = 1.5
MOST_MEGABYTES = 150
#: Making it also means drop-downs, notes, locks and seals; reading it also means knowing each cell
#: and every rule.
MOST_RATIO = 4
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"


@dataclass(frozen=True)
class MeasuredWorkbook:
    """One process: the work itself, best of three, and its highest resident memory."""

    seconds: float
    megabytes: float


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        subprocess.run([sys.executable, "-m", __spec__.name, "prepare"], check=True)
        floor, whole = measure("floor"), measure("whole")
    ratio = whole.seconds / floor.seconds
    sys.stdout.write(f"floor    {floor.seconds:6.3f} s {floor.megabytes:6.0f} MB\n")
    sys.stdout.write(f"whole    {whole.seconds:6.3f} s {whole.megabytes:6.0f} MB\n")
    sys.stdout.write(f"ratio    {ratio:6.2f}\n")
    return (
        0
        if whole.seconds < MOST_SECONDS and whole.megabytes < MOST_MEGABYTES and ratio < MOST_RATIO
        else 1
    )


def measure(name: str) -> MeasuredWorkbook:
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, name], check=True, capture_output=True, text=True
    )
    seconds, megabytes = done.stdout.split()
    return MeasuredWorkbook(float(seconds), float(megabytes))


def prepare() -> None:
    from django.core.management import call_command

    from submissions.models import Submission
    from tests.submissions.workbook.random_answers import store_random

    call_command("migrate", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    store_random(Submission.objects.get(campaign__code="2020", unit__code=UNIT), 1)


def floor() -> None:
    """The same cells with their formats, and nothing else."""
    from io import BytesIO

    import openpyxl

    cells = _cells()

    def work() -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in cells.items():
            sheet = book.create_sheet(title)
            for (row, column), (value, number_format) in rows.items():
                sheet.cell(row, column).value = value
                sheet.cell(row, column).number_format = number_format
        file = BytesIO()
        book.save(file)
        read = openpyxl.load_workbook(BytesIO(file.getvalue()))
        assert sum(1 for sheet in read for row in sheet.iter_rows() for _ in row) >= sum(
            map(len, cells.values())
        )

    _tell(work)


def _cells() -> dict[str, dict[tuple[int, int], tuple[object, str]]]:
    from io import BytesIO

    import openpyxl

    book = openpyxl.load_workbook(BytesIO(_workbook()))
    return {
        sheet.title: {
            (cell.row, cell.column): (cell.value, cell.number_format)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.data_type != "f"
        }
        for sheet in book
    }


def _workbook() -> bytes:
    from django.utils import timezone

    from submissions.workbook.book import make_workbook
    from submissions.workbook.queries import asked_of

    submission = _submission()
    return make_workbook(submission, asked_of(submission), now=timezone.now())


def _submission():
    from submissions.models import Submission

    wanted = Submission.objects.select_related("campaign__framework", "unit", "kind")
    return wanted.get(campaign__code="2020", unit__code=UNIT)


def whole() -> None:
    from datetime import date
    from io import BytesIO

    from submissions.workbook.queries import asked_of
    from submissions.workbook.upload import read_upload

    def work() -> None:
        content = _workbook()
        submission = _submission()
        upload = read_upload(
            BytesIO(content), submission, asked_of(submission), today=date(2021, 1, 1)
        )
        assert (upload.criteria, upload.filled_in, upload.problems) == (CRITERIA, (), ())

    _tell(work)


def _tell(work) -> None:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    sys.stdout.write(f"{min(times)} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}\n")


def run(name: str) -> None:
    import django

    django.setup()
    {"prepare": prepare, "floor": floor, "whole": whole}[name]()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1])
    else:
        sys.exit(main())
