"""What is said about a file, which criteria it proves, and taking it out."""

import json
from datetime import date

import pytest
from django.http import Http404

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.dossier.queries.evidence import files_of
from submissions.enums import Phase
from submissions.evidence.services.changes import (
    DocumentDescription,
    cite_evidence,
    describe_evidence,
    description_version,
    uncite_evidence,
    withdraw_evidence,
)
from submissions.frame.deadlines import SubmissionClosed
from submissions.models import Answer, EvidenceUse
from submissions.models.evidence import without_evidence
from tests.submissions.evidence.factories import make_desk, stored
from tests.submissions.factories import NOW
from units.models import AuditEntry
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db

SAID = DocumentDescription("01/QĐ-BNV", date(2020, 11, 9), "Bộ Nội vụ", "Về việc thành lập")


@pytest.fixture
def desk():
    return make_desk()


def describe(desk, evidence, said=SAID, pages=None, **options):
    evidence.refresh_from_db()
    values = {"version": description_version(evidence), "by": desk.staff, "now": NOW} | options
    return describe_evidence(evidence=evidence, description=said, pages=pages or {}, **values)


def pages_of(evidence):
    return dict(evidence.uses.values_list("answer", "page"))


def test_document_is_described_and_proves_many_criteria(desk):
    evidence = desk.receive()
    describe(desk, evidence, pages={desk.answers[0].pk: " 3–4 ", desk.answers[2].pk: ""})
    evidence.refresh_from_db()
    assert (
        DocumentDescription(
            evidence.document_number, evidence.issued_on, evidence.issuer, evidence.summary
        )
        == SAID
    )
    assert pages_of(evidence) == {desk.answers[0].pk: "3–4", desk.answers[2].pk: ""}
    assert [problem for problem in verify_record() if "evidence" in problem.table] == []


def test_pages_are_corrected_added_and_dropped_in_one_entry(desk):
    evidence = desk.receive(answer=desk.answers[0])
    cite_evidence(evidence=evidence, answer=desk.answers[1], page="1", by=desk.staff, now=NOW)
    describe(desk, evidence, pages={desk.answers[1].pk: "2", desk.answers[2].pk: "9"})
    assert pages_of(evidence) == {desk.answers[1].pk: "2", desk.answers[2].pk: "9"}
    changes = json.loads(AuditEntry.objects.get(act="self.evidence_described").changes)
    how = [(each["table"], each["before"] is None, each["after"] is None) for each in changes]
    assert how == [
        ("submissions_evidence", False, False),
        ("submissions_evidenceuse", False, True),
        ("submissions_evidenceuse", False, False),
        ("submissions_evidenceuse", True, False),
    ]
    assert [problem for problem in verify_record() if "evidence" in problem.table] == []


def test_what_did_not_change_is_not_recorded(desk):
    evidence = desk.receive(answer=desk.answers[0])
    describe(desk, evidence, pages={desk.answers[0].pk: ""})
    describe(desk, evidence, pages={desk.answers[0].pk: ""})
    assert AuditEntry.objects.filter(act="self.evidence_described").count() == 1


def test_two_people_at_once_do_not_overwrite_each_other(desk):
    evidence = desk.receive()
    seen = description_version(evidence)
    describe(desk, evidence)
    with pytest.raises(StaleState, match="đã được người khác sửa"):
        describe(desk, evidence, DocumentDescription("khác"), version=seen)
    evidence.refresh_from_db()
    assert evidence.document_number == SAID.document_number


def test_citing_elsewhere_makes_the_page_stale_too(desk):
    evidence = desk.receive()
    seen = description_version(evidence)
    cite_evidence(evidence=evidence, answer=desk.answers[0], page="", by=desk.staff, now=NOW)
    with pytest.raises(StaleState):
        describe(desk, evidence, version=seen)


def test_texts_are_one_composed_line(desk):
    evidence = describe(
        desk,
        desk.receive(),
        DocumentDescription(
            summary="V\u1ec1 vi\u1ec7c\r\n  hop\x00 ", issuer="B\u006f\u0323\u0302 "
        ),
    )
    assert (evidence.summary, evidence.issuer) == ("Về việc hop", "Bộ")


def test_text_that_does_not_fit_is_refused(desk):
    with pytest.raises(DomainError, match="Mục «số, ký hiệu»"):
        describe(desk, desk.receive(), DocumentDescription("1" * 61))


def test_citing_again_corrects_the_page(desk):
    evidence = desk.receive()
    for page in ("1", "2"):
        cite_evidence(evidence=evidence, answer=desk.answers[0], page=page, by=desk.staff, now=NOW)
    assert pages_of(evidence) == {desk.answers[0].pk: "2"}


def test_uncited_file_stays_for_other_criteria(desk):
    evidence = desk.receive(answer=desk.answers[0])
    cite_evidence(evidence=evidence, answer=desk.answers[1], page="", by=desk.staff, now=NOW)
    uncite_evidence(evidence=evidence, answer=desk.answers[0], by=desk.staff, now=NOW)
    assert pages_of(evidence) == {desk.answers[1].pk: ""}
    assert [problem for problem in verify_record() if "evidence" in problem.table] == []


def test_criterion_of_another_unit_is_not_found(desk):
    evidence, foreign = desk.receive(), desk.other.answers.get()
    with pytest.raises(Http404):
        describe(desk, evidence, pages={foreign.pk: ""})
    with pytest.raises(Http404):
        cite_evidence(evidence=evidence, answer=foreign, page="", by=desk.staff, now=NOW)
    assert EvidenceUse.objects.count() == 0


def test_withdrawn_document_is_kept_with_its_versions_and_proves_nothing(desk):
    first = desk.receive(answer=desk.answers[0])
    second = desk.receive(supersedes=first)
    withdraw_evidence(evidence=second, by=desk.staff, reason=" nhầm tệp ", now=NOW)
    assert [(file.is_withdrawn, file.is_in_force) for file in files_of(desk.submission)] == [
        (True, False),
        (True, False),
    ]
    assert stored(first).exists()
    assert stored(second).exists()
    entry = AuditEntry.objects.get(act="self.evidence_withdrawn")
    assert (entry.reason, len(json.loads(entry.changes))) == ("nhầm tệp", 2)
    assert [problem for problem in verify_record() if "evidence" in problem.table] == []


def test_withdrawn_document_leaves_its_criteria_without_evidence(desk):
    answer = desk.answers[0]
    answer.criterion.evidence_expected = "Quyết định"
    answer.criterion.save()
    evidence = desk.receive(answer=answer)
    lacking = Answer.objects.filter(without_evidence(), submission=desk.submission)
    assert list(lacking) == []
    withdraw_evidence(evidence=evidence, by=desk.staff, now=NOW)
    assert list(lacking.all()) == [answer]


@pytest.mark.parametrize("act", ["withdraw", "describe", "cite"])
def test_older_or_withdrawn_version_is_not_changed(desk, act):
    first = desk.receive()
    desk.receive(supersedes=first)
    gone = desk.receive()
    withdraw_evidence(evidence=gone, by=desk.staff, now=NOW)
    acts = {
        "withdraw": lambda evidence: withdraw_evidence(evidence=evidence, by=desk.staff, now=NOW),
        "describe": lambda evidence: describe(desk, evidence),
        "cite": lambda evidence: cite_evidence(
            evidence=evidence, answer=desk.answers[0], page="", by=desk.staff, now=NOW
        ),
    }
    for evidence in (first, gone):
        with pytest.raises(StaleState, match="đã được rút hoặc đã có bản mới hơn"):
            acts[act](evidence)


def test_while_explaining_only_what_was_added_then_is_changed(desk):
    original = desk.receive(answer=desk.answers[0])
    desk.move(Phase.EXPLAIN, submitted_at=NOW, submitted_by=desk.staff, content_sha256="a" * 64)
    added = desk.receive()
    describe(desk, added, pages={desk.answers[1].pk: "5"})
    assert pages_of(added) == {desk.answers[1].pk: "5"}
    for act in (
        lambda: describe(desk, original),
        lambda: cite_evidence(
            evidence=original, answer=desk.answers[1], page="", by=desk.staff, now=NOW
        ),
        lambda: uncite_evidence(evidence=original, answer=desk.answers[0], by=desk.staff, now=NOW),
        lambda: withdraw_evidence(evidence=original, by=desk.staff, now=NOW),
        lambda: withdraw_evidence(evidence=added, by=desk.staff, now=NOW),
    ):
        with pytest.raises((NotAllowed, StaleState)):
            act()
    assert pages_of(original) == {desk.answers[0].pk: ""}


def test_after_handing_in_and_after_the_deadline_nothing_changes(desk):
    evidence = desk.receive()
    with pytest.raises(SubmissionClosed):
        describe(desk, evidence, now=desk.campaign.self_score_due_at)
    desk.move(Phase.SELF_SCORE, submitted_at=NOW, submitted_by=desk.staff, content_sha256="a" * 64)
    with pytest.raises(SubmissionClosed):
        withdraw_evidence(evidence=evidence, by=desk.staff, now=NOW)
    assert evidence.is_withdrawn is False


@pytest.mark.parametrize(
    "who", ["appraiser", "wg_head", "auditor", "administrator", "council_secretary"]
)
def test_nobody_outside_the_unit_changes_anything(desk, who):
    evidence = desk.receive()
    with pytest.raises((NotAllowed, Http404)):
        describe(desk, evidence, by=desk.people[who])
    with pytest.raises((NotAllowed, Http404)):
        withdraw_evidence(evidence=evidence, by=desk.people[who], now=NOW)
