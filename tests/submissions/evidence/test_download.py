"""Handing files out: who may, that each time is recorded, that a damaged file is not sent; the
package; the sweep.
"""

import csv
import io
import json
import os
import time
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import NotAllowed
from ictindex.lib.private_files import StoredFileDamaged
from submissions.dossier.queries.evidence import proofs_of
from submissions.enums import Phase
from submissions.evidence.services.changes import (
    DocumentDescription,
    describe_evidence,
    description_version,
    withdraw_evidence,
)
from submissions.evidence.services.download import hand_out, hand_out_all, sweep
from submissions.evidence.services.package import package
from submissions.models import Evidence
from tests import sample_files
from tests.stored_files import evidence_path, lay
from tests.submissions.evidence.factories import arrive, files_kept, make_desk, stored
from tests.submissions.factories import NOW
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def facts(act: str) -> list[dict]:
    return [json.loads(entry.facts) for entry in AuditEntry.objects.filter(act=act)]


def packed(desk, by=None) -> zipfile.ZipFile:
    files = hand_out_all(submission=desk.submission, by=by or desk.staff)
    return zipfile.ZipFile(io.BytesIO(b"".join(package(files, proofs_of(desk.submission)))))


def listed(archive: zipfile.ZipFile) -> list[dict]:
    text = archive.read("Muc luc.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_file_is_handed_out_and_recorded_each_time(desk):
    content = sample_files.make_pdf()
    evidence = desk.receive(content)
    for is_preview in (False, True):
        with hand_out(evidence=evidence, is_preview=is_preview, by=desk.staff) as file:
            assert file.read() == content
    assert [each["preview"] for each in facts("self.evidence_downloaded")] == [False, True]


def test_what_others_download_is_recorded_where_the_unit_does_not_read(desk):
    evidence = desk.receive()
    desk.move(Phase.APPRAISE_1)
    evidence = Evidence.objects.get(pk=evidence.pk)
    hand_out(evidence=evidence, is_preview=False, by=desk.people["appraiser"]).close()
    entry = AuditEntry.objects.get(act="evidence.downloaded")
    assert (entry.actor, entry.unit) == (desk.people["appraiser"], desk.submission.unit)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("appraiser", Http404),
        ("conflicted", Http404),
        ("wg_head", NotAllowed),
        ("administrator", Http404),
        ("council_member", Http404),
    ],
)
def test_nobody_sees_files_before_the_deadline_but_the_unit(desk, who, refusal):
    evidence = desk.receive()
    with pytest.raises(refusal):
        hand_out(evidence=evidence, is_preview=False, by=desk.people[who])
    assert AuditEntry.objects.filter(act__contains="download").count() == 0


def test_appraiser_of_the_own_unit_never_gets_its_files(desk):
    evidence = desk.receive()
    desk.move(Phase.APPRAISE_1)
    with pytest.raises((Http404, NotAllowed)):
        hand_out(
            evidence=Evidence.objects.get(pk=evidence.pk),
            is_preview=False,
            by=desk.people["conflicted"],
        )


@pytest.mark.parametrize("damage", ["changed", "gone", "shorter", "path"])
def test_damaged_file_is_not_sent_and_is_recorded(desk, damage):
    evidence = desk.receive()
    if damage == "path":
        Evidence.objects.filter(pk=evidence.pk).update(stored_as="../../../etc/passwd")
        evidence = Evidence.objects.get(pk=evidence.pk)
    elif damage == "gone":
        stored(evidence).unlink()
    else:
        content = stored(evidence).read_bytes()
        lay(stored(evidence), content[:-1] if damage == "shorter" else b"X" + content[1:])
    with pytest.raises(StoredFileDamaged, match="Tệp không được gửi đi"):
        hand_out(evidence=evidence, is_preview=False, by=desk.staff)
    assert (len(facts("self.evidence_damaged")), len(facts("self.evidence_downloaded"))) == (1, 0)


def test_row_that_somebody_changed_leads_nowhere_else(desk):
    """Not even to a file with the right content: what lies outside the folder is not ours to
    hand out.
    """
    evidence = desk.receive()
    outside = stored(evidence).parent.parent / "outside"
    stored(evidence).rename(outside)
    Evidence.objects.filter(pk=evidence.pk).update(stored_as="../outside")
    with pytest.raises(StoredFileDamaged):
        hand_out(evidence=Evidence.objects.get(pk=evidence.pk), is_preview=False, by=desk.staff)


def test_withdrawn_file_is_only_for_who_may_read_the_history(desk):
    evidence = desk.receive()
    withdraw_evidence(evidence=evidence, by=desk.staff, now=NOW)
    desk.move(Phase.APPRAISE_1)
    evidence = Evidence.objects.get(pk=evidence.pk)
    for who in ("unit_staff", "wg_head", "auditor"):
        hand_out(evidence=evidence, is_preview=False, by=desk.people[who]).close()
    with pytest.raises(Http404):
        hand_out(evidence=evidence, is_preview=False, by=desk.people["appraiser"])


def test_package_holds_every_file_and_a_list(desk):
    contents = [
        sample_files.make_pdf(text="một"),
        sample_files.make_picture(),
        sample_files.make_pdf(text="ba"),
    ]
    first = desk.receive(contents[0], name="Quyết định.pdf", answer=desk.answers[0])
    desk.receive(contents[1], name="=anh.png")
    desk.receive(contents[2], name="Quyết định.pdf", supersedes=first)
    withdraw_evidence(evidence=desk.receive(name="rút.pdf"), by=desk.staff, now=NOW)
    archive = packed(desk)
    assert archive.testzip() is None
    names = ["Ban cu/001 Quyết định.pdf", "002 =anh.png", "003 Quyết định.pdf"]
    assert archive.namelist() == [*names, "Muc luc.csv"]
    assert [archive.read(name) for name in names] == contents
    rows = listed(archive)
    assert [row["Tệp trong gói"] for row in rows] == names
    assert [row["Chứng minh cho tiêu chí"] for row in rows] == ["HT 1.1", "", "HT 1.1"]
    assert {row["Tình trạng"] for row in rows} == {"nguyên vẹn"}
    assert facts("self.evidence_package_downloaded") == [
        {"files": [first.pk, first.pk + 1, first.pk + 2]}
    ]


def test_list_in_the_package_holds_no_formulas(desk):
    evidence = desk.receive()
    said = DocumentDescription('=HYPERLINK("http://a")', None, "+1", "@SUM(A1)\n;x")
    describe_evidence(
        evidence=evidence,
        description=said,
        pages={},
        version=description_version(evidence),
        by=desk.staff,
        now=NOW,
    )
    row = listed(packed(desk))[0]
    assert (row["Số, ký hiệu"], row["Cơ quan ban hành"], row["Trích yếu"]) == (
        '\'=HYPERLINK("http://a")',
        "'+1",
        "'@SUM(A1) ;x",
    )


def test_damaged_file_is_left_out_of_the_package_and_named(desk):
    evidence, whole = desk.receive(name="hỏng.pdf"), desk.receive(name="lành.pdf")
    lay(stored(evidence), b"x")
    archive = packed(desk)
    assert archive.namelist() == ["002 lành.pdf", "Muc luc.csv"]
    assert [row["Tình trạng"] for row in listed(archive)] == [
        "BỊ HỎNG, không có trong gói",
        "nguyên vẹn",
    ]
    assert archive.read("002 lành.pdf") == stored(whole).read_bytes()


def test_package_is_made_while_it_is_sent(desk):
    desk.receive(
        sample_files.pack(sample_files.word_parts() | {"word/a.bin": os.urandom(3 << 20)}),
        name="a.docx",
    )
    blocks = list(package(hand_out_all(submission=desk.submission, by=desk.staff), {}))
    assert max(map(len, blocks)) < 1 << 19


def test_files_in_a_package_have_the_hour_at_which_they_came(desk):
    evidence = desk.receive()
    at = datetime(2021, 11, 2, 20, 30, tzinfo=UTC)
    Evidence.objects.filter(pk=evidence.pk).update(uploaded_at=at)
    (info,) = [each for each in packed(desk).infolist() if each.filename != "Muc luc.csv"]
    assert info.date_time == (2021, 11, 3, 3, 30, 0)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("appraiser", True), ("wg_head", True), ("auditor", True), ("conflicted", False)],
)
def test_package_is_for_who_may(desk, who, allowed):
    desk.receive()
    desk.move(Phase.APPRAISE_1)
    if allowed:
        assert packed(desk, by=desk.people[who]).testzip() is None
        return
    with pytest.raises((NotAllowed, Http404)):
        hand_out_all(submission=desk.submission, by=desk.people[who])


def age(path, hours: int) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def test_sweep_removes_what_killed_uploads_left_and_nothing_else(desk, monkeypatch):
    kept = desk.receive()

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Evidence, "save", die)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            desk.receive()
    orphans = sorted(files_kept() - {kept.stored_as})
    for name in (orphans[0], kept.stored_as):
        age(stored(kept).parent / name, 25)
    age(old := arrive().path, 25)
    young = arrive().path
    found = sweep(now=timezone.now())
    assert found.removed == [str(evidence_path(orphans[0])), str(old)]
    assert files_kept() == {kept.stored_as, orphans[1]}
    assert (old.exists(), young.exists()) == (False, True)
    assert sweep(now=timezone.now()).removed == []
    assert len(sweep(now=timezone.now() + timedelta(days=2), removes=False).removed) >= 2
    assert young.exists()


def test_sweep_keeps_a_file_whose_row_somebody_removed(desk):
    evidence = desk.receive()
    path = stored(evidence)
    Evidence.objects.filter(pk=evidence.pk).delete()
    age(path, 25)
    found = sweep(now=timezone.now())
    assert (found.removed, found.kept) == ([], [str(path)])
    assert path.exists()


def test_sweep_is_a_command(desk, capsys):
    evidence = desk.receive()
    orphan = stored(evidence).parent / ("a" * 48)
    orphan.write_bytes(b"x")
    age(orphan, 25)
    call_command("sweep_evidence", "--dry-run")
    assert (capsys.readouterr().out, orphan.exists()) == (
        "Sẽ xóa 1 tệp do lần tải lên dở dang để lại.\n",
        True,
    )
    call_command("sweep_evidence")
    assert (capsys.readouterr().out, orphan.exists()) == (
        "Đã xóa 1 tệp do lần tải lên dở dang để lại.\n",
        False,
    )
    Evidence.objects.filter(pk=evidence.pk).delete()
    age(stored(evidence), 25)
    call_command("sweep_evidence")
    assert "GIỮ LẠI" in capsys.readouterr().err
