"""How long the verification of a year takes, and how much memory: `python -m
tests.bench.verification [entries]`.

A year of 23 units with about 20,000 entries is made in a folder of its own, or in the database of
DATABASE_URL, which must be empty. Then two processes are measured: the floor, which only reads
every row and hashes it, and the verification.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ENTRIES = 20_000
MOST_SECONDS = 10
MOST_MEGABYTES = 200
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"


@dataclass(frozen=True)
class MeasuredVerification:
    """One process: wall time and its highest resident memory."""

    seconds: float
    megabytes: float
    output: str


def main(number: int = ENTRIES) -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        prepared = measure("prepare", str(number))
        sys.stdout.write(prepared.output)
        start, floor, whole = measure("start"), measure("floor"), measure("verify")
    sys.stdout.write(f"{floor.output}{whole.output}")
    sys.stdout.write(f"start    {start.seconds:6.2f} s {start.megabytes:6.0f} MB\n")
    sys.stdout.write(f"floor    {floor.seconds:6.2f} s {floor.megabytes:6.0f} MB\n")
    sys.stdout.write(f"verify   {whole.seconds:6.2f} s {whole.megabytes:6.0f} MB\n")
    sys.stdout.write(
        f"ratio    {(whole.seconds - start.seconds) / (floor.seconds - start.seconds):6.2f}\n"
    )
    return 0 if whole.seconds < MOST_SECONDS and whole.megabytes < MOST_MEGABYTES else 1


def measure(*arguments: str) -> MeasuredVerification:
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([sys.executable, "-m", __spec__.name, *arguments], stdout=output)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{arguments} failed")
        output.seek(0)
        return MeasuredVerification(
            time.perf_counter() - began, used.ru_maxrss / 1024, output.read()
        )


def prepare(number: int) -> None:
    """The campaign of 2020 with its records of loading, and then one act after the other on its
    answers.
    """
    from django.core.management import call_command
    from django.db import transaction

    from submissions.models import Answer
    from units import audit
    from units.models import AuditEntry, User

    call_command("migrate", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    with transaction.atomic():
        person = User.objects.create(username="bench", full_name="Đào Thị Thử")
        audit.record(act="account.invited", by=None, changes=[audit.inserted(person)])
        answers = list(
            Answer.objects.select_related("submission__campaign", "submission__unit").order_by("pk")
        )
        for step in range(number):
            answer = answers[step % len(answers)]
            before = audit.row_of(answer)
            answer.note, answer.version = (
                f"Lần sửa {step} của kê khai này, theo báo cáo của đơn vị.",
                answer.version + 1,
            )
            answer.save(update_fields=["note", "version"])
            of = answer.submission
            changes = [audit.updated(before, answer)]
            audit.record(
                act="self.answer_saved",
                by=person,
                campaign=of.campaign,
                unit=of.unit,
                subject=answer,
                changes=changes,
            )
    sys.stdout.write(f"{AuditEntry.objects.count()} entries, {len(answers)} answers\n")


def floor() -> None:
    """Read every recorded row and every entry once, and hash it: what no verification can do
    without.
    """
    from units import audit
    from units.models import AuditEntry

    digest = hashlib.sha256()
    for model in [AuditEntry, *audit.recorded_models()]:
        for row in model._default_manager.order_by("pk").values_list().iterator(chunk_size=500):
            digest.update(json.dumps(row, ensure_ascii=False, default=str).encode())
    sys.stdout.write(f"floor: {digest.hexdigest()[:16]}\n")


def verify() -> None:
    from units.record.queries.verification import verify_record

    problems = verify_record()
    assert problems == [], problems[:3]
    sys.stdout.write("verify: nothing wrong\n")


def run(name: str, *arguments: str) -> None:
    import django

    django.setup()
    match name:
        case "prepare":
            prepare(int(arguments[0]))
        case "floor":
            floor()
        case "verify":
            verify()


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].isdigit():
        run(*sys.argv[1:])
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
