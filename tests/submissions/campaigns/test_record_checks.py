"""Verification asked for on screen, the exported record, receipts and the checkpoint of a
published campaign.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from submissions.enums import Phase
from submissions.models import Answer
from tests.permissions.stage import Stage, set_stage
from tests.units.record.tampering import record_everything
from units.enums import RunState
from units.models import AuditEntry, ChainHead, VerificationRun
from units.record import services as verifications
from units.record.runs import run_verification
from units.record.services import STALE_AFTER


@pytest.fixture
def stage(db, settings) -> Stage:
    settings.REQUIRE_TOTP = False
    return set_stage(Phase.APPRAISE_2)


class Queue:
    """A worker that never comes."""

    def enqueue(self, pk: int) -> None: ...


def as_person(stage: Stage, who: str) -> Client:
    client = Client()
    client.force_login(stage.people[who])
    return client


def verify_by(stage: Stage, who: str, witness: str = "") -> str:
    """Asks on the campaign's page and reads the answer."""
    client = as_person(stage, who)
    answer = client.post(
        reverse("campaign_record_check_run", args=["2020"]), {"dau": witness}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["wg_head", "council_secretary", "auditor"])
def test_whole_record_is_called_whole(stage, who):
    record_everything()
    assert "Nhật ký nguyên vẹn" in verify_by(stage, who)
    assert AuditEntry.objects.latest("sequence").act == "record.verified"


def test_changed_value_is_named_and_its_content_kept_from_who_may_not_read_it(stage):
    record_everything()
    Answer.objects.filter(pk=stage.answer.pk).update(note="điểm bị sửa lén")
    sentence = (
        f"Bảng submissions_answer, dòng {stage.answer.pk}, cột note: đã bị sửa ngoài ứng dụng."
    )
    for who, sees in (("auditor", True), ("wg_head", False), ("council_secretary", False)):
        page = verify_by(stage, who)
        assert "Nhật ký không khớp ở 1 chỗ" in page
        assert sentence in page
        assert ("điểm bị sửa lén" in page) is sees, who


def test_head_that_was_kept_outside_is_held_against_the_record(stage):
    record_everything()
    head = ChainHead.objects.get()
    assert "Nhật ký nguyên vẹn" in verify_by(stage, "auditor", f" {head} ")
    assert "Nhật ký đã bị viết lại" in verify_by(stage, "auditor", f"{head.sequence}:{'1' * 64}")
    assert "Nhật ký bị cắt đuôi" in verify_by(
        stage, "auditor", f"{head.sequence + 9}:{head.entry_hash}"
    )


@pytest.mark.parametrize("witness", ["12", "abc:def", "x" * 90, "1:" + "g" * 63])
def test_witness_that_is_none_is_refused_in_words(stage, witness):
    assert "Dấu xác nhận có dạng SỐ:MÃ" in verify_by(stage, "auditor", witness)
    assert not VerificationRun.objects.exists()


def test_second_request_gets_the_verification_that_is_under_way(stage, monkeypatch):
    monkeypatch.setattr(verifications, "verify_record_task", Queue())
    first = verifications.ask_for_verification(campaign=None, by=stage.people["auditor"])
    second = verifications.ask_for_verification(campaign=stage.campaign, by=stage.people["wg_head"])
    assert (first.pk, first.state) == (second.pk, RunState.WAITING)
    page = as_person(stage, "auditor").get(reverse("record_check")).content.decode()
    assert "Đang chờ đến lượt" in page
    assert 'http-equiv="refresh"' in page


def test_verification_whose_worker_is_gone_holds_nobody_up(stage, monkeypatch):
    monkeypatch.setattr(verifications, "verify_record_task", Queue())
    asker = stage.people["auditor"]
    lost = verifications.ask_for_verification(
        campaign=None, by=asker, now=timezone.now() - STALE_AFTER * 2
    )
    new = verifications.ask_for_verification(campaign=None, by=asker)
    lost.refresh_from_db()
    assert (lost.state, new.state, lost.pk == new.pk) == (RunState.FAILED, RunState.WAITING, False)
    run_verification(lost.pk)
    lost.refresh_from_db()
    assert lost.state == RunState.FAILED


def test_verification_that_breaks_off_says_so(stage, monkeypatch):
    def break_off(**_options):
        raise OSError("disk")

    monkeypatch.setattr("units.record.runs.verify_record", break_off)
    assert "bị đứt giữa chừng" in verify_by(stage, "auditor")


def download(stage: Stage, who: str, folder: Path, name: str, *args: object) -> Path:
    response = as_person(stage, who).get(reverse(name, args=args))
    assert response.status_code == 200
    path = folder / response.headers["Content-Disposition"].split('"')[1]
    path.write_bytes(
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    return path


def run_alone(program: Path, *arguments: object) -> tuple[int, str]:
    """As an outsider would: Python without site packages, in another folder."""
    command = [sys.executable, "-I", "-S", str(program), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}, cwd="/"
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def taken_out(stage, tmp_path) -> tuple[Path, Path, Path]:
    """The program, the exported record and the unit's receipt, each downloaded by who may."""
    receipt = download(
        stage, "unit_head_own", tmp_path, "unit_receipt", "2020", "A", stage.own_entry.pk
    )
    return (
        download(stage, "without_role", tmp_path, "record_verifier"),
        download(stage, "auditor", tmp_path, "record_export"),
        receipt,
    )


def test_export_is_whole_and_holds_the_receipt(stage, taken_out):
    program, export, receipt = taken_out
    assert receipt.name == f"bien-nhan-2020-A-{stage.own_entry.pk}.json"
    head = ChainHead.objects.get()
    assert run_alone(program, export, "--witness", head, "--receipt", receipt) == (
        0,
        "Nhật ký nguyên vẹn.\n",
    )
    assert (
        json.loads(export.read_text(encoding="utf-8").splitlines()[-1])["act"] == "record.exported"
    )


def test_record_without_the_receipts_entry_as_handed_out_is_found_out(stage, taken_out):
    program, export, receipt = taken_out
    number = str(stage.own_entry.pk)
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["sequence"] != number]
    export.write_text("".join(kept), encoding="utf-8")
    code, said = run_alone(program, export, "--receipt", receipt)
    assert code == 1
    assert f"Mục {number} của nhật ký đã bị xóa." in said
    assert f"Nhật ký không có mục {number} ghi trên biên nhận." in said


@pytest.mark.parametrize("column", ["reason", "act", "at", "actor_name", "changes"])
def test_receipt_that_was_changed_is_found_out(taken_out, column):
    program, export, receipt = taken_out
    entry = json.loads(receipt.read_text(encoding="utf-8"))
    receipt.write_text(json.dumps(entry | {column: "khác"}), encoding="utf-8")
    code, said = run_alone(program, export, "--receipt", receipt)
    assert (code, said) == (
        1,
        "Biên nhận đã bị sửa: nội dung không khớp mã xác nhận ghi trên biên nhận.\n",
    )


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "null",
        '{"sequence": "1"}',
        "\x00",
        "[" * 9000,
        '"x"',
        '{"sequence": 1, "entry_hash": 2}',
    ],
)
def test_file_that_is_no_record_is_refused_in_words(taken_out, content):
    program, export, _ = taken_out
    export.write_text(content, encoding="utf-8")
    code, said = run_alone(program, export)
    assert code == 2
    assert said.startswith(f"Không đọc được dòng 1 của {export}")


def test_file_that_is_not_there_is_refused_without_a_traceback(taken_out):
    program, export, receipt = taken_out
    assert run_alone(program, export.with_name("khong-co.jsonl"))[0] == 2
    receipt.write_text("không phải", encoding="utf-8")
    assert run_alone(program, export, "--receipt", receipt)[0] == 2


def test_checkpoint_names_the_entry_that_published(campaign_2020):
    answer = Client().get(reverse("checkpoint", args=["2020"]))
    entry = AuditEntry.objects.get(act="campaign.loaded")
    assert answer.json() == {
        "campaign": "2020",
        "witness": f"{entry.pk}:{entry.entry_hash}",
        "at": entry.at.isoformat(),
    }
