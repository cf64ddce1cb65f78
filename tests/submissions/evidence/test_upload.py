"""Taking in a file: what is stored and recorded, and every reason why it is not."""

import json
import os
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from ictindex.lib import private_files
from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.file_kinds import UnacceptableFile
from submissions.enums import Phase
from submissions.evidence.services import upload as services
from submissions.evidence.services.arrival import NO_ROOM, NO_SPACE
from submissions.evidence.services.upload import (
    NOT_CONFIRMED,
    EvidenceExists,
    receive_evidence,
    room_of,
)
from submissions.frame.deadlines import SubmissionClosed
from submissions.models import Evidence, EvidenceUse
from tests import sample_files
from tests.submissions.evidence.factories import arrive, files_kept, make_desk, stored
from tests.submissions.factories import NOW, appoint, make_user
from units.enums import Role
from units.models import AuditEntry
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def facts_of(act: str) -> dict:
    return json.loads(AuditEntry.objects.get(act=act).facts)


def test_file_is_kept_whole_under_a_random_name_and_recorded(desk):
    content = sample_files.make_pdf()
    evidence = desk.receive(content, name="../Quyết định\u202e 01.PDF", answer=desk.answers[0])
    assert stored(evidence).read_bytes() == content
    assert len(evidence.stored_as) == 48
    assert (evidence.name, evidence.size, evidence.media_type) == (
        "Quyết định 01.PDF",
        len(content),
        "application/pdf",
    )
    assert (evidence.uploaded_by, evidence.uploaded_at, evidence.is_supplementary) == (
        desk.staff,
        NOW,
        False,
    )
    assert list(EvidenceUse.objects.values_list("evidence", "answer", "page")) == [
        (evidence.pk, desk.answers[0].pk, "")
    ]
    entry = AuditEntry.objects.get(act="self.evidence_uploaded")
    assert (entry.actor, entry.unit, entry.campaign_code) == (
        desk.staff,
        desk.submission.unit,
        desk.campaign.code,
    )
    assert json.loads(entry.facts) == {"no_state_secret": True, "scan": "không dùng phần mềm quét"}


def test_nobody_else_on_the_machine_reads_the_files(desk):
    path = stored(desk.receive())
    assert oct(path.stat().st_mode)[-3:] == "400"
    assert oct(path.parent.stat().st_mode)[-3:] == "700"


def test_record_agrees_with_rows_and_files(desk):
    before = {
        problem.key
        for problem in verify_record()
        if problem.table.startswith("submissions_evidence")
    }
    desk.receive(answer=desk.answers[0])
    assert (
        {
            problem.key
            for problem in verify_record()
            if problem.table.startswith("submissions_evidence")
        }
        == before
        == set()
    )


def test_new_version_leaves_the_older_one_and_proves_the_same(desk):
    first = desk.receive(answer=desk.answers[0])
    Evidence.objects.filter(pk=first.pk).update(
        document_number="01/QĐ", issuer="Bộ Nội vụ", summary="Về việc"
    )
    EvidenceUse.objects.filter(evidence=first).update(page="3")
    second = desk.receive(supersedes=first, answer=desk.answers[1])
    first.refresh_from_db()
    assert (second.supersedes, first.is_withdrawn, stored(first).exists()) == (first, False, True)
    assert (second.document_number, second.issuer, second.summary) == (
        "01/QĐ",
        "Bộ Nội vụ",
        "Về việc",
    )
    assert dict(second.uses.values_list("answer", "page")) == {
        desk.answers[0].pk: "3",
        desk.answers[1].pk: "",
    }
    assert dict(first.uses.values_list("answer", "page")) == {desk.answers[0].pk: "3"}


def test_version_that_was_replaced_meanwhile_is_not_replaced_again(desk):
    first = desk.receive()
    desk.receive(supersedes=first)
    with pytest.raises(StaleState, match="đã có bản mới hơn"):
        desk.receive(supersedes=first)
    assert Evidence.objects.count() == len(files_kept()) == 2


def test_same_file_twice_is_told_apart_by_its_content(desk):
    content = sample_files.make_pdf()
    first = desk.receive(content, name="một.pdf")
    with pytest.raises(EvidenceExists) as refusal:
        desk.receive(content, name="hai.pdf")
    assert refusal.value.evidence == first
    assert str(refusal.value).startswith(
        "Đơn vị đã tải lên chính tệp này lúc 16:00 ngày 20/11/2020 với tên «một.pdf»."
    )
    assert len(files_kept()) == 1


def test_same_file_of_another_unit_is_no_concern(desk):
    content = sample_files.make_pdf()
    desk.receive(content)
    other = make_user("other")
    appoint(other, Role.UNIT_STAFF, desk.campaign, desk.other.unit)
    assert desk.receive(content, submission=desk.other, by=other).submission == desk.other


def test_nothing_is_taken_without_the_confirmation_about_secrets(desk):
    with pytest.raises(DomainError, match=r"^Chưa xác nhận") as refusal:
        desk.receive(is_no_secret=False)
    assert str(refusal.value) == NOT_CONFIRMED
    assert (Evidence.objects.count(), files_kept()) == (0, set())


def test_hostile_file_leaves_nothing(desk):
    with pytest.raises(UnacceptableFile, match="HTML"):
        desk.receive(b"<html>", name="a.pdf")
    assert (Evidence.objects.count(), files_kept(), AuditEntry.objects.count()) == (0, set(), 0)


def test_content_decides_the_ending_of_the_name(desk):
    assert (
        desk.receive(sample_files.make_picture(), name="hoa-don.pdf.exe").name
        == "hoa-don.pdf.exe.png"
    )


def test_file_beyond_the_limit_is_refused(desk, settings):
    settings.EVIDENCE_FILE_MB = 0
    with pytest.raises(DomainError, match="Tệp lớn hơn 0 MB"):
        desk.receive()


def test_unit_has_no_more_room_than_it_has(desk, settings, monkeypatch):
    content = [sample_files.make_pdf(text=str(number)) for number in range(2)]
    monkeypatch.setattr(services, "room_of", lambda _submission: len(content[0]) - 1)
    with pytest.raises(DomainError) as refusal:
        desk.receive(content[0])
    assert (str(refusal.value), files_kept()) == (NO_ROOM, set())


def test_withdrawn_files_still_take_room(desk, settings):
    settings.EVIDENCE_UNIT_MB = 1
    evidence = desk.receive()
    Evidence.objects.update(is_withdrawn=True)
    assert room_of(desk.submission) == (1 << 20) - evidence.size


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("unit_head", None),
        ("appraiser", Http404),
        ("conflicted", Http404),
        ("wg_head", NotAllowed),
        ("administrator", Http404),
        ("auditor", NotAllowed),
        ("council_member", Http404),
    ],
)
def test_only_the_unit_uploads(desk, who, refused):
    if refused is None:
        assert desk.receive(by=desk.people[who]).uploaded_by == desk.people[who]
        return
    with pytest.raises(refused):
        desk.receive(by=desk.people[who])
    assert files_kept() == set()


def test_file_of_a_stranger_is_not_even_looked_into(desk, monkeypatch):
    monkeypatch.setattr(services, "recognise", lambda _file: pytest.fail("looked into"))
    with pytest.raises(NotAllowed):
        desk.receive(by=desk.people["auditor"])
    with pytest.raises(SubmissionClosed):
        desk.receive(now=desk.campaign.self_score_due_at)


def test_unit_does_not_upload_for_another(desk):
    with pytest.raises(Http404):
        desk.receive(submission=desk.other)


def test_criterion_of_another_unit_is_not_found(desk):
    with pytest.raises(Http404):
        desk.receive(answer=desk.other.answers.get())
    assert (Evidence.objects.count(), files_kept()) == (0, set())


def test_version_of_another_unit_is_not_found(desk):
    foreign = Evidence.objects.create(
        submission=desk.other,
        name="a.pdf",
        stored_as="f" * 48,
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        uploaded_at=NOW,
    )
    with pytest.raises(Http404):
        desk.receive(supersedes=foreign)


def test_deadline_is_an_instant(desk):
    due = desk.campaign.self_score_due_at
    desk.receive(now=due - timedelta(microseconds=1))
    with pytest.raises(SubmissionClosed, match="Đã hết hạn nộp hồ sơ lúc 16:00 ngày 30/11/2020"):
        desk.receive(now=due)


def test_file_that_was_handed_in_takes_nothing_more(desk):
    desk.move(Phase.SELF_SCORE, submitted_at=NOW, submitted_by=desk.staff, content_sha256="a" * 64)
    with pytest.raises(SubmissionClosed, match="Hồ sơ đã nộp lúc"):
        desk.receive()


def test_supplement_is_added_while_explaining_and_replaces_nothing(desk):
    first = desk.receive()
    desk.move(Phase.EXPLAIN, submitted_at=NOW, submitted_by=desk.staff, content_sha256="a" * 64)
    assert desk.receive(answer=desk.answers[2]).is_supplementary is True
    with pytest.raises(NotAllowed, match="chỉ bổ sung tài liệu mới"):
        desk.receive(supersedes=first)
    with pytest.raises(SubmissionClosed, match="Đã hết hạn giải trình"):
        desk.receive(now=desk.campaign.reply_due_at)


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.SELF_SCORE, Phase.EXPLAIN)]
)
def test_no_other_phase_takes_files(desk, phase):
    desk.move(phase)
    with pytest.raises((NotAllowed, Http404)):
        desk.receive()
    assert files_kept() == set()


def test_killed_between_file_and_row_leaves_a_file_and_no_row(desk, monkeypatch):
    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Evidence, "save", die)
    with pytest.raises(KeyboardInterrupt):
        desk.receive()
    assert (Evidence.objects.count(), len(files_kept())) == (0, 1)


def test_row_is_never_there_before_its_file(desk, monkeypatch):
    seen = []
    save = Evidence.save

    def saved(entered, **options):
        seen.append(stored(entered).exists())
        save(entered, **options)

    monkeypatch.setattr(Evidence, "save", saved)
    desk.receive()
    assert seen == [True]


@pytest.mark.parametrize("step", ["link", "fsync"])
def test_full_disk_is_said_and_leaves_nothing(desk, monkeypatch, step):
    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    monkeypatch.setattr(private_files, "write_through", fail)
    with pytest.raises(DomainError) as refusal:
        desk.receive()
    assert (str(refusal.value), Evidence.objects.count(), files_kept()) == (NO_SPACE, 0, set())


def test_disk_without_links_gets_a_copy(desk, monkeypatch):
    def fail(*_args):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    content = sample_files.make_pdf()
    assert stored(desk.receive(content)).read_bytes() == content


def test_database_that_fails_leaves_no_row(desk, monkeypatch):
    monkeypatch.setattr(
        services.audit, "record", lambda **_: (_ for _ in ()).throw(RuntimeError("lost"))
    )
    with pytest.raises(RuntimeError):
        desk.receive()
    assert Evidence.objects.count() == 0


def test_number_of_queries_does_not_grow(desk):
    for _ in range(3):
        desk.receive()
    arrived = arrive()
    with CaptureQueriesContext(connection) as few:
        receive_evidence(
            submission=desk.submission,
            arrived=arrived,
            is_no_secret=True,
            by=desk.staff,
            answer=desk.answers[0],
            now=NOW,
        )
    assert len(few) <= 10
