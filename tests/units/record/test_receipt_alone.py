"""The verifier run alone on a receipt, as a unit runs it: with Python and nothing else, and
with or without the record.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ictindex.lib import chain
from tests.submissions.handing_in.factories import file_to_hand_in, finish, submit
from tests.submissions.workplace import make_work, make_workers
from units.record.queries.receipts import receipt_json
from units.record.queries.verification import exported_entries


@pytest.fixture
def receipt(db, tmp_path) -> Path:
    campaign = make_work()
    head = make_workers(campaign)["unit_head"]
    submission = file_to_hand_in(campaign)
    finish(submission, head)
    path = tmp_path / "bien-nhan.json"
    path.write_text(receipt_json(submit(submission, head)), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> tuple[int, str]:
    """In isolated mode: no site packages, no path of ours."""
    command = [sys.executable, "-I", chain.__file__, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_receipt_alone_says_its_place_and_the_hash_of_the_content(receipt):
    kept = json.loads(receipt.read_text(encoding="utf-8"))
    code, said = run("--receipt", receipt)
    assert code == 0
    assert f"{kept['sequence']}:{kept['entry_hash']}" in said
    assert json.loads(kept["facts"])["content_sha256"] in said


def test_changed_content_is_found_without_the_record(receipt):
    text = receipt.read_text(encoding="utf-8")
    receipt.write_text(text.replace("40.00", "39.00"), encoding="utf-8")
    assert run("--receipt", receipt) == (
        1,
        "Biên nhận đã bị sửa: nội dung không khớp mã xác nhận ghi trên biên nhận.\n",
    )


def test_receipt_is_found_in_the_record_in_either_order_of_arguments(receipt, tmp_path):
    export = tmp_path / "nhat-ky.jsonl"
    export.write_text(
        "".join(json.dumps(entry) + "\n" for entry in exported_entries()), encoding="utf-8"
    )
    assert (
        run("--receipt", receipt, export)
        == run(export, "--receipt", receipt)
        == (0, "Nhật ký nguyên vẹn.\n")
    )


@pytest.mark.parametrize("arguments", [(), ("--witness", "1:" + "0" * 64)])
def test_nothing_to_check_is_a_mistake(arguments):
    assert run(*arguments)[0] == 2
