"""Publishing: what is frozen, what is checked, who answers for what, what becomes everybody's,
and corrections of it.
"""

import hashlib
from datetime import timedelta

import pytest
from django.http import Http404

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from reports.council.services.acceptance import NOT_ACCEPTED
from reports.editions.members import Erratum
from reports.editions.queries import checks, store
from reports.editions.queries.checks import checks_of
from reports.editions.services import editions, files
from reports.editions.services.editions import (
    MADE_ALREADY,
    NO_EXPLANATION,
    NOTHING_PUBLISHED,
    SIGNED_MEANWHILE,
    ask_again,
    ask_to_freeze,
    prepare_correction,
    take_in_signed,
    withdraw_edition,
)
from reports.editions.services.freeze import GONE, NOTHING_CHANGED, WAITS, published_edition
from reports.editions.services.publication import (
    CANNOT,
    NO_REASON,
    OTHER_STATE,
    ChecksFailed,
    publish,
    publish_correction,
    publish_loaded,
    sign_off,
)
from reports.editions.signature.signatures import SignatureRefused
from reports.enums import EditionState, FileFormat, JobState
from reports.layout.pdf import PdfUnavailable
from reports.models import Edition, EditionFile, SignOff
from reports.results.queries.open_data import as_open_data
from scoring.results.queries import campaign_results
from submissions.campaigns.services import phases
from submissions.enums import OutcomeKind, Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Comment, Evidence, EvidenceUse
from tests.reports.editions.factories import (
    answer_for_everything,
    freeze,
    frozen_by,
    lay_out_quickly,
    make_desk,
    publish_all,
)
from tests.stored_files import edition_path, evidence_path, lay
from tests.submissions.factories import NOW
from tests.units.record.tampering import record_everything
from units.models import AuditEntry
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 made up"
PASSING = [
    "nothing_missing", "reconciled", "evidence_present", "accepted", "comments_answered",
    "decision_written",
    "text_decided", "bases_in_force", "edition_frozen", "files_whole", "figures_current",
    "words_current",
]  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    lay_out_quickly(monkeypatch)


@pytest.fixture
def desk():
    return make_desk()


def passed(desk) -> list[str]:
    return [
        each.code for each in checks_of(Campaign.objects.get(pk=desk.campaign.pk)) if each.is_passed
    ]


def outcome(desk, code: str):
    return next(
        each for each in checks_of(Campaign.objects.get(pk=desk.campaign.pk)) if each.code == code
    )


def acts() -> list[str]:
    return list(
        AuditEntry.objects.filter(act__startswith="edition.")
        .order_by("sequence")
        .values_list("act", flat=True)
    )


def change_points(desk) -> None:
    """Behind the back of everything, as a slip in the database would."""
    Appraisal.objects.filter(round=Round.SECOND).update(points=2)


# --- freezing -------------------------------------------------------------------------------------


def test_freezing_stores_the_content_and_the_files(desk):
    edition = freeze(desk)
    data = as_open_data(campaign_results(desk.campaign))["sha256"]
    assert (edition.number, edition.state, edition.data_sha256) == (1, EditionState.FROZEN, data)
    stored = {file.format: store.read_checked(file) for file in edition.files.all()}
    assert stored[FileFormat.PDF] == PDF
    assert hashlib.sha256(stored[FileFormat.CONTENT]).hexdigest() == edition.content_sha256
    assert data.encode() in stored[FileFormat.JSON]
    assert acts()[:2] == ["edition.freezing_asked_for", "edition.frozen"]
    assert verify_record() == []


def test_only_one_edition_waits(desk):
    freeze(desk)
    with pytest.raises(StaleState, match=WAITS):
        freeze(desk)


@pytest.mark.parametrize("name", ["publisher", "wg_head", "council_member", "auditor", "unit_head"])
def test_others_do_not_freeze(desk, name):
    with pytest.raises(NotAllowed):
        ask_to_freeze(campaign=desk.campaign, by=desk.people[name])
    assert not Edition.objects.exists()


def test_administrator_is_refused_as_well(desk):
    with pytest.raises((NotAllowed, Http404)):
        ask_to_freeze(campaign=desk.campaign, by=desk.people["administrator"])


@pytest.mark.parametrize(
    "phase", [Phase.DRAFT_REPORT, Phase.COUNCIL_2, Phase.PUBLISHED, Phase.ARCHIVED]
)
def test_nothing_is_frozen_in_other_phases(desk, phase):
    Campaign.objects.update(phase=phase)
    with pytest.raises(NotAllowed):
        freeze(desk)


def test_what_cannot_be_laid_out_is_told_and_laid_out_when_it_can_be(desk, monkeypatch):
    def refuse(contents, progress=None):
        raise PdfUnavailable

    monkeypatch.setattr(files, "lay_out", refuse)
    rendering = ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    rendering.refresh_from_db()
    assert (rendering.state, "Pango" in rendering.problem) == (JobState.FAILED, True)
    assert not rendering.edition.files.filter(format=FileFormat.PDF).exists()
    lay_out_quickly(monkeypatch)
    assert frozen_by(ask_again(campaign=desk.campaign, by=desk.secretary)) == rendering.edition
    assert rendering.edition.files.filter(format=FileFormat.PDF).exists()
    with pytest.raises(StaleState, match=MADE_ALREADY):
        ask_again(campaign=desk.campaign, by=desk.secretary)


def test_withdrawn_edition_stays_stored_and_another_is_frozen(desk):
    first = freeze(desk)
    withdraw_edition(edition=first, reason="Sai trích yếu", by=desk.secretary)
    assert [(each.number, each.state) for each in [freeze(desk), first]] == [
        (2, "frozen"),
        (1, "withdrawn"),
    ]
    assert store.is_whole(first.files.get(format=FileFormat.PDF))
    with pytest.raises(StaleState, match=GONE):
        withdraw_edition(edition=first, reason="Lần nữa", by=desk.secretary)


def test_withdrawing_takes_a_reason(desk):
    with pytest.raises(DomainError, match=editions.NO_REASON):
        withdraw_edition(edition=freeze(desk), reason=" ", by=desk.secretary)


# --- checks ---------------------------------------------------------------------------------------


def test_everything_in_order_passes_but_bands_with_gaps_and_the_missing_signature(desk):
    freeze(desk)
    assert passed(desk) == PASSING
    assert [each.code for each in checks_of(desk.campaign) if each.holds_up] == [
        "bands_whole",
        "signed",
    ]
    assert "Không có nhóm nào cho điểm từ 80,00 trở lên" in outcome(desk, "bands_whole").rows


def test_before_freezing_there_is_no_edition_and_no_file(desk):
    assert set(PASSING) - set(passed(desk)) == {"edition_frozen", "files_whole"}


def test_missing_outcome_blocks(desk):
    freeze(desk)
    of_unit = Appraisal.objects.filter(
        answer__submission__unit__code="A", answer__criterion__group__code="HT"
    )
    row = of_unit.filter(round=Round.SECOND).first()
    Appraisal.objects.filter(pk=row.pk).update(outcome=OutcomeKind.MISSING, points=None)
    found = outcome(desk, "nothing_missing")
    assert (found.is_passed, found.blocks) == (False, True)
    assert any("A: HT, tiêu chí" in line for line in found.rows)


def test_cited_file_that_is_gone_or_changed_blocks(desk):
    answer = Answer.objects.first()
    content = b"%PDF-1.7 evidence"
    evidence = Evidence.objects.create(
        submission=answer.submission,
        name="quyet-dinh.pdf",
        stored_as="0" * 48,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type="application/pdf",
        uploaded_at=NOW,
    )
    path = evidence_path(evidence.stored_as)
    lay(path, content)
    assert outcome(desk, "evidence_present").is_passed
    EvidenceUse.objects.create(evidence=evidence, answer=answer)
    lay(path, content[::-1])
    assert outcome(desk, "evidence_present").is_passed  # the page looks at sizes only
    deep = checks_of(desk.campaign, looks=checks.is_whole)
    assert [each.rows for each in deep if each.code == "evidence_present"] == [
        ("A: quyet-dinh.pdf",)
    ]
    path.unlink()
    found = outcome(desk, "evidence_present")
    assert (found.rows, found.blocks) == (("A: quyet-dinh.pdf",), True)


def test_without_acceptance_nothing_is_published():
    desk = make_desk(is_accepted=False)
    freeze(desk)
    found = outcome(desk, "accepted")
    assert (found.sentence, found.blocks) == (NOT_ACCEPTED, True)


def test_changed_figures_void_the_acceptance_and_the_frozen_edition(desk):
    freeze(desk)
    change_points(desk)
    assert {"accepted", "figures_current", "words_current"} & set(passed(desk)) == set()
    assert outcome(desk, "figures_current").blocks


def test_changed_words_need_an_answer(desk):
    freeze(desk)
    Campaign.objects.update(decision_number="1102/QĐ-BNV")
    found = outcome(desk, "words_current")
    assert (found.is_passed, found.blocks) == (False, False)
    assert outcome(desk, "figures_current").is_passed


def test_damaged_file_of_the_edition_blocks(desk):
    file = freeze(desk).files.get(format=FileFormat.PDF)
    lay(edition_path(file.stored_as), PDF + b" sua")
    found = outcome(desk, "files_whole")
    assert (found.rows, found.blocks) == (("Tệp PDF bị hỏng hoặc không còn",), True)
    edition_path(file.stored_as).unlink()
    assert outcome(desk, "files_whole").rows == ("Tệp PDF bị hỏng hoặc không còn",)


def test_unanswered_comment_needs_an_answer(desk):
    Comment.objects.create(
        campaign=desk.campaign,
        pin="whole",
        text="Xem lại bố cục",
        by=desk.people["council_member"],
        at=NOW,
    )
    assert outcome(desk, "comments_answered").rows == ("Toàn bộ dự thảo: Xem lại bố cục",)


def test_number_of_queries_does_not_grow_with_units(desk, django_assert_max_num_queries):
    freeze(desk)
    with django_assert_max_num_queries(77):
        checks_of(Campaign.objects.get(pk=desk.campaign.pk))


# --- answering for a check ------------------------------------------------------------------------


def give(
    desk, code: str, *, by=None, state=None, reason="Bộ tiêu chí không nêu mức này"
) -> SignOff:
    found = outcome(desk, code)
    return sign_off(
        campaign=desk.campaign,
        check=code,
        state_sha256=state or found.state_sha256,
        reason=reason,
        by=by or desk.secretary,
    )


def test_answer_is_kept_with_name_and_reason(desk):
    given = give(desk, "bands_whole")
    found = outcome(desk, "bands_whole")
    assert (found.sign_off, found.holds_up, given.by) == (given, False, desk.secretary)
    assert (
        AuditEntry.objects.get(act="edition.signed_off").reason == "Bộ tiêu chí không nêu mức này"
    )


def test_answer_holds_only_for_what_was_wrong_then(desk):
    give(desk, "bands_whole")
    desk.campaign.framework.bands.filter(code="B").update(lower=55)
    assert outcome(desk, "bands_whole").holds_up


@pytest.mark.parametrize(
    ("code", "options", "problem"),
    [
        ("bands_whole", {"reason": "  "}, NO_REASON),
        ("bands_whole", {"state": "0" * 64}, OTHER_STATE),
        ("edition_frozen", {}, CANNOT),
        ("reconciled", {"state": "0" * 64}, OTHER_STATE),
    ],
)
def test_answers_that_do_not_count(desk, code, options, problem):
    with pytest.raises(DomainError, match=problem[:40]):
        give(desk, code, **options)
    assert not SignOff.objects.exists()


def test_nobody_answers_twice_for_the_same(desk):
    state = give(desk, "bands_whole").state_sha256
    with pytest.raises(StaleState):
        give(desk, "bands_whole", state=state)


@pytest.mark.parametrize("name", ["wg_head", "council_member", "auditor", "appraiser"])
def test_others_do_not_answer(desk, name):
    with pytest.raises(NotAllowed):
        give(desk, "bands_whole", by=desk.people[name])


# --- publishing -----------------------------------------------------------------------------------


def test_publishing_makes_the_edition_and_the_campaign_public(desk):
    edition = publish_all(desk)
    assert (desk.campaign.phase, edition.state, edition.published_by) == (
        Phase.PUBLISHED,
        EditionState.PUBLISHED,
        desk.publisher,
    )
    assert acts()[-1] == "edition.published"
    assert AuditEntry.objects.filter(act="campaign.advanced").count() == 1
    assert verify_record() == []


def test_checks_that_fail_hold_publication_up(desk):
    edition = freeze(desk)
    with pytest.raises(ChecksFailed) as refused:
        publish(
            campaign=desk.campaign, source=Phase.SIGNING, number=edition.number, by=desk.publisher
        )
    assert [each.code for each in refused.value.outcomes] == ["bands_whole", "signed"]
    assert (Campaign.objects.get().phase, Edition.objects.get().state) == (
        Phase.SIGNING,
        EditionState.FROZEN,
    )


def test_figures_changed_after_everything_was_answered_for_hold_it_up(desk):
    edition = freeze(desk)
    answer_for_everything(desk)
    change_points(desk)
    with pytest.raises(ChecksFailed):
        publish(
            campaign=desk.campaign, source=Phase.SIGNING, number=edition.number, by=desk.publisher
        )


def test_another_edition_than_the_one_seen_is_not_published(desk):
    first = freeze(desk)
    withdraw_edition(edition=first, reason="Sai", by=desk.secretary)
    freeze(desk)
    answer_for_everything(desk)
    with pytest.raises(StaleState, match=GONE):
        publish(
            campaign=desk.campaign, source=Phase.SIGNING, number=first.number, by=desk.publisher
        )


def test_publishing_twice_is_stale(desk):
    edition = publish_all(desk)
    with pytest.raises(StaleState, match=phases.MOVED_ALREADY):
        publish(
            campaign=desk.campaign, source=Phase.SIGNING, number=edition.number, by=desk.publisher
        )


@pytest.mark.parametrize("name", ["council_secretary", "wg_head", "auditor"])
def test_others_do_not_publish(desk, name):
    edition = freeze(desk)
    answer_for_everything(desk)
    with pytest.raises(NotAllowed):
        publish(
            campaign=desk.campaign,
            source=Phase.SIGNING,
            number=edition.number,
            by=desk.people[name],
        )


def test_phase_does_not_move_without_an_edition(desk):
    with pytest.raises(phases.NotReady):
        phases.advance(campaign=desk.campaign, source=Phase.SIGNING, by=desk.publisher)


# --- corrections ----------------------------------------------------------------------------------

ERRATA = [Erratum("Bảng 1, dòng A", "10,00", "11,00")]


def prepare(desk, errata=ERRATA, explanation="Sửa lỗi in.") -> Edition:
    return frozen_by(
        prepare_correction(
            campaign=desk.campaign, explanation=explanation, errata=errata, by=desk.publisher
        )
    )


def test_correction_takes_the_place_of_the_old_edition_which_stays(desk):
    first = publish_all(desk)
    second = prepare(desk)
    assert published_edition(desk.campaign) == first
    answer_for_everything(desk, by=desk.publisher)
    publish_correction(
        campaign=desk.campaign, number=second.number, by=desk.publisher, now=NOW + timedelta(days=1)
    )
    assert list(Edition.objects.order_by("number").values_list("number", "state")) == [
        (1, "superseded"),
        (2, "published"),
    ]
    second.refresh_from_db()
    assert second.what_changed == "Sửa lỗi in.\nBảng 1, dòng A: «10,00» → «11,00»"
    assert store.is_whole(first.files.get(format=FileFormat.PDF))
    assert verify_record() == []


def test_correction_names_what_the_data_changed_by_itself(desk):
    publish_all(desk)
    Campaign.objects.update(signer="Nguyễn Văn B")
    assert (
        prepare(desk, errata=[]).what_changed
        == "Sửa lỗi in.\nQuyết định, người ký: «Lê Vĩnh Tân» → «Nguyễn Văn B»"
    )


def test_correction_names_a_changed_figure_with_old_and_new(desk):
    publish_all(desk)
    Appraisal.objects.filter(round=Round.SECOND, answer__submission__unit__code="A").update(
        points=5
    )
    lines = prepare(desk, errata=[]).what_changed.splitlines()
    assert [line for line in lines if line.startswith("Bảng 1, ")] == [
        "Bảng 1, Đơn vị A, Thẩm định 2020: «2,00» → «10,00»",
        "Bảng 1, trung bình, Thẩm định 2020: «1,67» → «5,67»",
    ]


@pytest.mark.parametrize(
    ("errata", "explanation", "problem"),
    [([], "Sửa lỗi in.", NOTHING_CHANGED), (ERRATA, " ", NO_EXPLANATION)],
)
def test_correction_must_say_what_and_why(desk, errata, explanation, problem):
    publish_all(desk)
    with pytest.raises(DomainError, match=problem[:40]):
        prepare(desk, errata=errata, explanation=explanation)


def test_without_a_published_edition_there_is_nothing_to_correct(desk):
    Campaign.objects.update(phase=Phase.PUBLISHED)
    with pytest.raises(DomainError, match=NOTHING_PUBLISHED):
        prepare(desk)


def test_only_the_publisher_corrects(desk):
    publish_all(desk)
    with pytest.raises(NotAllowed):
        prepare_correction(
            campaign=desk.campaign, explanation="Sửa", errata=ERRATA, by=desk.secretary
        )


def test_nothing_is_corrected_before_publication(desk):
    with pytest.raises(NotAllowed):
        prepare(desk)


# --- editions of loaded campaigns, and the signed file --------------------------------------------


def test_loaded_campaign_gets_its_edition_once(desk):
    Campaign.objects.update(phase=Phase.PUBLISHED)
    first = publish_loaded(campaign=desk.campaign, now=NOW)
    assert publish_loaded(campaign=desk.campaign) == first
    assert (first.number, first.state, first.published_at) == (1, EditionState.PUBLISHED, NOW)


def test_unpublished_campaign_gets_none_that_way(desk):
    with pytest.raises(DomainError, match="chưa ban hành"):
        publish_loaded(campaign=desk.campaign)


def test_signed_file_is_refused_unless_it_holds_the_approved_one(desk):
    edition = freeze(desk)
    with pytest.raises(SignatureRefused):
        take_in_signed(
            edition=edition, content=b"%PDF-1.7 another", seen_sha256="", by=desk.secretary
        )
    assert not EditionFile.objects.filter(format=FileFormat.SIGNED).exists()


def test_signed_file_takes_the_place_of_an_earlier_one_that_stays_stored(desk, monkeypatch):
    from reports.editions.signature.signatures import Signature  # noqa: PLC0415

    edition = freeze(desk)
    found = (Signature("Lê Vĩnh Tân", "2020-12-21T09:00:00+07:00", True, False, "Lê Vĩnh Tân ký."),)
    monkeypatch.setattr(editions, "check_signed", lambda _content, **_options: found)
    first = take_in_signed(
        edition=edition, content=PDF + b" 1", seen_sha256="", by=desk.secretary, now=NOW
    )
    second = take_in_signed(
        edition=edition, content=PDF + b" 2", seen_sha256=first.sha256, by=desk.publisher, now=NOW
    )
    with pytest.raises(StaleState, match=SIGNED_MEANWHILE):
        take_in_signed(
            edition=edition, content=PDF + b" 3", seen_sha256=first.sha256, by=desk.secretary
        )
    first.refresh_from_db()
    assert (first.is_replaced, second.is_replaced) == (True, False)
    assert store.file_of(edition, FileFormat.SIGNED) == second
    assert second.findings[0]["signer"] == "Lê Vĩnh Tân"
    assert outcome(desk, "signed").is_passed
    record_everything()
    assert verify_record() == []


@pytest.mark.parametrize("name", ["wg_head", "council_member", "auditor"])
def test_others_bring_no_signed_file(desk, name):
    edition = freeze(desk)
    with pytest.raises(NotAllowed):
        take_in_signed(edition=edition, content=PDF, seen_sha256="", by=desk.people[name])
