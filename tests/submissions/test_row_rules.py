"""What each named rule takes and what it leaves out, with the odd cases among the rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from criteria.models import AnnexAssignment, Criterion
from submissions.answers.queries.summary import is_put_off, is_without_answer
from submissions.dossier.queries.backlog import TwoReadings, is_unsettled
from submissions.dossier.queries.decisions import claimed_in, decision_in
from submissions.dossier.queries.reader import criteria_asked, lines_across
from submissions.dossier.queries.trails import Sight, trails_of
from submissions.enums import OutcomeKind, Phase, Pin, Round, SkipReason, Stance
from submissions.models import (
    Answer,
    Appraisal,
    Campaign,
    Comment,
    Evidence,
    EvidenceUse,
    GroupDeclaration,
    Meeting,
    Motion,
    Reply,
    SecondReading,
    Submission,
)
from submissions.models.evidence import (
    IN_FORCE,
    KEPT,
    LATEST,
    answered_without_evidence,
    without_evidence,
)
from submissions.models.files import (
    ANSWERED,
    NOT_CLAIMED,
    PUT_OFF,
    SUPPLIED,
    TO_BE_ANSWERED,
    TO_BE_PROVED,
    WITHOUT_ANSWER,
)
from submissions.models.replies import is_questioned
from tests.scoring.factories import (
    criterion_of,
    declare_absent,
    make_answer,
    make_campaign,
    make_framework,
    make_submission,
)
from tests.submissions.factories import make_user
from units.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    return make_submission(make_campaign(make_framework(), phase=Phase.APPRAISE_1), "A")


def answer_to(submission, group="HT", code="2", annex="I", rounds=None, **columns) -> Answer:
    criterion = criterion_of(submission, annex, group, code)
    answer = make_answer(submission, criterion, claimed=None, rounds=rounds or {})
    Answer.objects.filter(pk=answer.pk).update(**columns)
    return answer


def file_named(name, submission, **columns) -> Evidence:
    return Evidence.objects.create(
        submission=submission,
        name=name,
        stored_as=name,
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        uploaded_at=timezone.now(),
        **columns,
    )


@pytest.fixture
def files(submission) -> list[Evidence]:
    """Withdrawn and superseded in every combination, and a newer version that was withdrawn."""
    older = file_named("superseded", submission, is_supplementary=True)
    gone = file_named("withdrawn and superseded", submission, is_withdrawn=True)
    return [
        file_named("alone", submission),
        file_named("withdrawn", submission, is_withdrawn=True),
        older,
        file_named("newer", submission, supersedes=older, is_supplementary=True),
        gone,
        file_named("newer, withdrawn", submission, supersedes=gone, is_withdrawn=True),
    ]


def names(files) -> set[str]:
    return set(files.values_list("name", flat=True))


def test_file_is_in_force_unless_withdrawn_or_superseded(files):
    assert names(Evidence.objects.in_force()) == {"alone", "newer"}


def test_a_row_of_a_file_says_the_same_as_the_query(files):
    read = Evidence.objects.select_related("superseded_by")
    assert {each.name for each in read if IN_FORCE.holds(each)} == names(
        Evidence.objects.in_force()
    )


def test_file_is_kept_unless_withdrawn(files):
    assert names(Evidence.objects.kept()) == {"alone", "superseded", "newer"}


def test_a_row_of_a_file_says_whether_it_is_kept_and_the_latest(files):
    read = list(Evidence.objects.select_related("superseded_by"))
    assert {each.name for each in read if KEPT.holds(each)} == names(Evidence.objects.kept())
    assert {each.name for each in read if LATEST.holds(each)} == {
        "alone",
        "withdrawn",
        "newer",
        "newer, withdrawn",
    }


def test_supplementary_files_are_those_of_the_reply(files):
    assert names(Evidence.objects.supplementary()) == {"superseded", "newer"}


def test_uses_of_files_go_by_the_same_rules(files, submission):
    answer = answer_to(submission)
    for file in files:
        EvidenceUse.objects.create(evidence=file, answer=answer)
    uses = EvidenceUse.objects
    assert [
        set(chosen.values_list("evidence__name", flat=True))
        for chosen in (uses.in_force(), uses.kept(), uses.supplementary())
    ] == [
        names(chosen)
        for chosen in (
            Evidence.objects.in_force(),
            Evidence.objects.kept(),
            Evidence.objects.supplementary(),
        )
    ]


def test_answer_is_questioned_where_it_is_contested_or_proved_anew_by_a_file_in_force(
    files, submission
):
    """What was withdrawn, or replaced by an ordinary file, proves nothing anew."""
    named = {file.name: file for file in files}
    replaced = file_named("replaced", submission, is_supplementary=True)
    file_named("ordinary", submission, supersedes=replaced)
    taken_back = file_named("taken back", submission, is_supplementary=True, is_withdrawn=True)
    places = [("HT", "1.1"), ("HT", "1.2"), ("HT", "2"), ("DV", "1")]
    answers = [answer_to(submission, group, code) for group, code in places]
    proofs = [named["newer"], replaced, taken_back, named["alone"]]
    for answer, file in zip(answers, proofs, strict=True):
        EvidenceUse.objects.create(evidence=file, answer=answer)
    for answer, stance in zip(answers[1:], (Stance.AGREES, Stance.CONTESTS), strict=False):
        Reply.objects.create(
            answer=answer,
            stance=stance,
            text="Có đủ",
            changed_by=make_user(stance),
            changed_at=timezone.now(),
        )
    asked = set(Answer.objects.filter(is_questioned()).values_list("pk", flat=True))
    trails = trails_of({"submission": submission}, Sight(evidence=True, replies=True))
    assert asked == {key for key, trail in trails.items() if trail.is_questioned}
    assert asked == {answers[0].pk, answers[2].pk}


def test_answer_is_without_evidence_unless_a_file_in_force_proves_it(files, submission):
    """What does not apply lacks none."""
    Criterion.objects.update(evidence_expected="Báo cáo")
    places = [("HT", "1.1"), ("HT", "1.2"), ("HT", "2"), ("DV", "1")]
    answers = [answer_to(submission, group, code) for group, code in places]
    Answer.objects.filter(pk=answers[0].pk).update(self_outcome=OutcomeKind.NOT_APPLICABLE)
    alone, withdrawn, superseded, *_ = files
    for answer, file in zip(answers[1:], [alone, withdrawn, superseded], strict=True):
        EvidenceUse.objects.create(evidence=file, answer=answer)
    assert set(Answer.objects.filter(without_evidence())) == set(answers[2:])


def test_nothing_is_to_be_proved_of_what_is_not_answered_yet(submission):
    """It is without evidence all the same, and the two are counted apart."""
    for note, entry in ENTRIES.items():
        enter(submission, note, **entry)
    assert {each.note for each in Answer.objects.filter(answered_without_evidence())} == {
        "points",
        "ratio",
    }
    assert {each.note for each in Answer.objects.filter(without_evidence())} == (
        ENTRIES.keys() - BY_OTHERS - {"not applicable", "needs no proof"}
    )


def test_absence_counts_once_the_working_group_has_confirmed_it(submission):
    confirmed = declare_absent(submission, "DV")
    declare_absent(submission, "HT", is_confirmed=False)
    assert list(GroupDeclaration.objects.confirmed()) == [confirmed]


def test_answers_of_a_group_confirmed_absent_are_not_applicable(submission):
    other = make_submission(submission.campaign, "B", order=2)
    declare_absent(submission, "DV")
    declare_absent(submission, "HT", is_confirmed=False)
    left = [answer_to(submission), answer_to(other, "DV", "1")]
    answer_to(submission, "DV", "1")
    assert set(Answer.objects.applicable()) == set(left)


def test_answer_is_undecided_while_no_outcome_is_given_in_that_round(submission):
    declare_absent(submission, "DV")
    open_ones = [
        answer_to(submission, code="1.1"),
        answer_to(submission, code="1.2", rounds={Round.FIRST: None, Round.SECOND: "1"}),
    ]
    decided = answer_to(submission, code="2", rounds={Round.FIRST: "1"})
    answer_to(submission, "DV", "1")
    answer_to(submission, "DV", "1", "II", rounds={Round.FIRST: "1"})
    assert list(Answer.objects.undecided(Round.FIRST).in_official_order()) == open_ones
    assert list(Answer.objects.decided(Round.FIRST)) == [decided]


@pytest.mark.parametrize(
    ("assigned", "asked"),
    [
        ({"": "I"}, {"I HT", "I DV"}),
        ({"": "I", "HT": "II"}, {"II HT", "I DV"}),
        ({"": "II", "DV": "I"}, {"II HT", "I DV"}),
        ({}, set()),
    ],
)
def test_answer_is_asked_by_the_annex_of_its_group(submission, assigned, asked):
    annexes = {annex.code: annex for annex in submission.campaign.framework.annexes.all()}
    AnnexAssignment.objects.all().delete()
    for group, annex in assigned.items():
        AnnexAssignment.objects.create(
            period=submission.campaign.code,
            unit=submission.unit,
            annex=annexes[annex],
            group_code=group,
        )
    for annex in ("I", "II"):
        answer_to(submission, "HT", "2", annex)
        answer_to(submission, "DV", "1", annex)
    places = Answer.objects.asked().values_list(
        "criterion__group__annex__code", "criterion__group__code"
    )
    assert {f"{annex} {group}" for annex, group in places} == asked


def test_answer_of_a_group_declared_absent_is_not_asked(submission):
    declare_absent(submission, "DV", is_confirmed=False)
    answer_to(submission, "DV", "1")
    asked = answer_to(submission)
    assert list(Answer.objects.asked()) == [asked]


#: What was entered for a criterion, and what the rules say of it.
ENTRIES = {
    "nothing": {},
    "no figures": {"skipped": SkipReason.NO_FIGURES},
    "later": {"skipped": SkipReason.LATER},
    "points": {"self_outcome": OutcomeKind.SCORED, "self_points": 1},
    "not applicable": {"self_outcome": OutcomeKind.NOT_APPLICABLE},
    "half a ratio": {"kind": "ratio_to_best", "declared": {"numerator": 1}},
    "ratio": {"kind": "ratio_to_best", "declared": {"numerator": 1, "denominator": 2}},
    "ratio of another rule": {"declared": {"numerator": 1, "denominator": 2}},
    "supplied and skipped": {
        "kind": "supplied",
        "rule": {"by": "Cục CNTT", "kind": "manual"},
        "skipped": SkipReason.LATER,
    },
    "supplied": {"kind": "supplied", "rule": {"by": "Cục CNTT", "kind": "manual"}},
    "needs no proof": {"expected": ""},
}
ANSWERS = {"points", "not applicable", "ratio"}
BY_OTHERS = {"supplied", "supplied and skipped"}


def enter(submission, note, *, kind="manual", rule=None, expected="Báo cáo", **columns) -> None:
    """A criterion of its own for each entry, named by the answer's note."""
    group = criterion_of(submission, "I", "HT", "2").group
    criterion = Criterion.objects.create(
        group=group,
        code=note[:20],
        name=note,
        maximum=1,
        rule_kind=kind,
        rule=rule or {},
        evidence_expected=expected,
    )
    Answer.objects.create(submission=submission, criterion=criterion, note=note, **columns)


@pytest.mark.parametrize(
    ("rule", "notes"),
    [
        (ANSWERED, ANSWERS),
        (SUPPLIED, BY_OTHERS),
        (WITHOUT_ANSWER, ENTRIES.keys() - ANSWERS - BY_OTHERS),
        (TO_BE_ANSWERED, ENTRIES.keys() - ANSWERS - BY_OTHERS - {"no figures"}),
        (PUT_OFF, {"no figures", "later"}),
        (TO_BE_PROVED, ENTRIES.keys() - BY_OTHERS - {"not applicable", "needs no proof"}),
    ],
    ids=["answered", "supplied", "without answer", "to be answered", "put off", "to be proved"],
)
def test_what_is_entered_answers_or_does_not(submission, rule, notes):
    for note, entry in ENTRIES.items():
        enter(submission, note, **entry)
    assert set(Answer.objects.filter(rule).values_list("note", flat=True)) == notes


def test_figures_without_points_are_no_claim(submission):
    """Not even a whole ratio, which answers all the same."""
    for note, entry in ENTRIES.items():
        enter(submission, note, **entry)
    unclaimed = {each.note for each in Answer.objects.not_claimed()}
    assert unclaimed == ENTRIES.keys() - {"points", "not applicable"}
    read = lines_of(submission)
    assert {line.answer.note for line in read if NOT_CLAIMED.holds(line.answer)} == unclaimed
    assert {line.answer.note for line in read if claimed_in(line.answer) is None} == unclaimed


def lines_of(submission):
    asked = criteria_asked(group__annex__framework=submission.campaign.framework)
    return [
        line
        for line in lines_across(asked, Sight(claims=True), submission=submission)
        if line.is_asked
    ]


@pytest.mark.parametrize(
    ("is_so", "rule"),
    [(is_without_answer, WITHOUT_ANSWER), (is_put_off, PUT_OFF)],
    ids=["without answer", "put off"],
)
def test_page_of_a_group_says_what_the_rules_do(submission, is_so, rule):
    for note, entry in ENTRIES.items():
        enter(submission, note, **entry)
    lines = lines_of(submission)
    assert {line.answer.note for line in lines if is_so(line)} == set(
        Answer.objects.filter(rule).values_list("note", flat=True)
    )


def appraisals_of_every_kind(submission) -> None:
    rows = [
        ("1.1", Round.FIRST, {"outcome": OutcomeKind.SCORED, "points": 1}),
        ("1.1", Round.SECOND, {"outcome": OutcomeKind.NOT_APPLICABLE}),
        ("1.1", Round.COUNCIL, {"outcome": OutcomeKind.MISSING}),
        ("1.2", Round.FIRST, {"outcome": OutcomeKind.REFUSED, "ground": "late"}),
        ("1.2", Round.SECOND, {"outcome": OutcomeKind.MISSING}),
    ]
    answers = {code: answer_to(submission, code=code) for code in ("1.1", "1.2")}
    for code, number, columns in rows:
        Appraisal.objects.create(answer=answers[code], round=number, **columns)


def places(appraisals) -> set[tuple[str, int]]:
    return set(appraisals.values_list("answer__criterion__code", "round"))


def test_appraisal_is_decided_by_any_outcome_but_missing(submission):
    appraisals_of_every_kind(submission)
    assert places(Appraisal.objects.decided()) == {("1.1", 1), ("1.1", 2), ("1.2", 1)}
    assert {
        (each.answer.criterion.code, each.round)
        for each in Appraisal.objects.all()
        if each.is_decided
    } == places(Appraisal.objects.decided())


def test_first_round_is_not_final(submission):
    appraisals_of_every_kind(submission)
    assert places(Appraisal.objects.final()) == {("1.1", 2), ("1.1", 3), ("1.2", 2)}


def test_second_reading_is_decided_by_any_outcome_but_missing(submission):
    reader = make_user("reader")
    outcomes = {
        "1.1": {"outcome": OutcomeKind.REFUSED, "ground": "late"},
        "1.2": {"outcome": OutcomeKind.MISSING},
        "2": {"outcome": OutcomeKind.NOT_APPLICABLE},
    }
    for code, columns in outcomes.items():
        answer = answer_to(submission, code=code)
        SecondReading.objects.create(answer=answer, round=Round.FIRST, by=reader, **columns)
    assert places(SecondReading.objects.decided()) == {("1.1", 1), ("2", 1)}


NOW = timezone.now()
EARLIER, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
TEN = {"outcome": OutcomeKind.SCORED, "points": 10}
NINE = {"outcome": OutcomeKind.SCORED, "points": 9}
NOT_TRUE = {"outcome": OutcomeKind.REFUSED, "ground": "not_factual"}
TOO_LATE = {"outcome": OutcomeKind.REFUSED, "ground": "late"}
NONE_GIVEN = {"outcome": OutcomeKind.MISSING}
#: The first outcome, the second, and when that was settled.
READINGS = {
    "differ": (TEN | {"changed_at": EARLIER}, NINE, None),
    "other ground": (TOO_LATE, NOT_TRUE, None),
    "nothing else": (TEN, {"outcome": OutcomeKind.NOT_APPLICABLE}, None),
    "the same": (TEN | {"reason": "một"}, TEN | {"reason": "hai"}, None),
    "refused alike": (TOO_LATE, TOO_LATE, None),
    "no first": (None, NINE, None),
    "first taken back": (NONE_GIVEN, NINE, None),
    "no second": (TEN, NONE_GIVEN, None),
    "settled": (TEN | {"changed_at": EARLIER}, NINE, NOW),
    "settled at once": (TEN | {"changed_at": NOW}, NINE, NOW),
    "settled, of old": (TEN | {"changed_at": None}, NINE, NOW),
    "decided anew": (TEN | {"changed_at": LATER}, NINE, NOW),
    "come to agree": (NINE | {"changed_at": LATER}, NINE, NOW),
    "since taken back": (NONE_GIVEN | {"changed_at": LATER}, NINE, NOW),
}
UNSETTLED = {"differ", "other ground", "nothing else", "decided anew"}


def read_twice(submission, note, first, second, settled_at) -> SecondReading:
    enter(submission, note)
    answer = Answer.objects.get(note=note)
    if first:
        Appraisal.objects.create(answer=answer, round=Round.FIRST, **first)
    reader = User.objects.get_or_create(username="reader")[0]
    settled = {"settled_at": settled_at, "settled_by": reader if settled_at else None}
    return SecondReading.objects.create(
        answer=answer, round=Round.FIRST, by=reader, **second, **settled
    )


def two_readings(reading) -> TwoReadings:
    first = Appraisal.objects.filter(answer=reading.answer).first()
    return TwoReadings(
        first=decision_in(first),
        decided_at=first.changed_at if first else None,
        second=decision_in(reading),
        settled_at=reading.settled_at,
    )


def test_reading_is_never_settled_until_somebody_settled_it_once(submission):
    rows = [read_twice(submission, note, *case) for note, case in READINGS.items()]
    never = {each.answer.note for each in SecondReading.objects.never_settled()}
    assert never == {note for note, (_, _, settled_at) in READINGS.items() if not settled_at}
    assert {each.answer.note for each in rows if not two_readings(each).was_settled} == never


def test_two_readings_are_unsettled_while_they_differ_and_nobody_settled_that_as_it_is(submission):
    rows = [read_twice(submission, note, *case) for note, case in READINGS.items()]
    found = SecondReading.objects.filter(is_unsettled())
    assert {each.answer.note for each in found} == UNSETTLED
    assert {each.answer.note for each in rows if two_readings(each).is_unsettled} == UNSETTLED


def test_two_readings_stay_settled_unless_the_first_comes_to_differ_anew(submission):
    rows = [read_twice(submission, note, *case) for note, case in READINGS.items()]
    read = {each.answer.note: two_readings(each) for each in rows}
    once = {note for note, (_, _, settled_at) in READINGS.items() if settled_at}
    assert {note for note, two in read.items() if two.is_settled} == once - {"decided anew"}
    assert {note: two.open_again for note, two in read.items() if two.open_again} == {
        "decided anew": (NOW, LATER)
    }
    assert {note for note, two in read.items() if two.is_as_settled} == {
        *("settled", "settled at once", "settled, of old")
    }


def test_readings_of_a_group_confirmed_absent_need_no_settling(submission):
    reading = read_twice(submission, "differ", *READINGS["differ"])
    declare_absent(submission, "HT", is_confirmed=False)
    assert list(SecondReading.objects.filter(is_unsettled())) == [reading]
    GroupDeclaration.objects.update(is_confirmed=True)
    assert not SecondReading.objects.filter(is_unsettled()).exists()


@pytest.fixture
def campaigns():
    framework = make_framework()
    phases = {2018: Phase.ARCHIVED, 2019: Phase.PUBLISHED, 2020: Phase.SIGNING}
    return {year: make_campaign(framework, year, phase=phase) for year, phase in phases.items()}


def test_campaign_is_public_from_publication_on_archived_or_not(campaigns):
    public = [campaigns[2019], campaigns[2018]]
    assert list(Campaign.objects.public()) == public
    assert [each for each in campaigns.values() if each.is_public] == public[::-1]


def test_campaign_of_the_year_before_is_a_published_one_of_that_year(campaigns):
    again = make_campaign(campaigns[2019].framework, 2019, code="2019-2", phase=Phase.REVISION)
    before = {
        year: list(Campaign.objects.of_year_before(campaign))
        for year, campaign in campaigns.items()
    }
    assert before == {2018: [], 2019: [campaigns[2018]], 2020: [campaigns[2019]]}
    assert list(Campaign.objects.of_year_before(again)) == [campaigns[2018]]


def test_campaign_is_not_the_year_before_of_itself(campaigns):
    own = campaigns[2019]
    own.previous_year = own.year
    assert list(Campaign.objects.of_year_before(own)) == []


def test_campaign_that_compares_with_no_year_has_none_before(campaigns):
    own = campaigns[2020]
    own.previous_year = None
    assert list(Campaign.objects.of_year_before(own)) == []


def test_years_that_a_campaign_compares_are_its_own_and_the_one_before(campaigns):
    own = campaigns[2019]
    assert set(Campaign.objects.of_compared_years(own)) == {campaigns[2018], own}
    own.previous_year = None
    assert list(Campaign.objects.of_compared_years(own)) == [own]


def test_a_row_of_a_unit_s_file_says_whether_it_is_handed_in(submission):
    handed_in = make_submission(submission.campaign, "B")
    handed_in.submitted_at, handed_in.content_sha256 = timezone.now(), "0" * 64
    handed_in.submitted_by = make_user("head")
    handed_in.save()
    assert [each for each in Submission.objects.all() if not each.is_handed_in] == [submission]
    assert [*Submission.objects.not_handed_in()] == [submission]


def test_motion_is_counted_once_it_is_closed_whatever_its_meeting(submission):
    meeting = Meeting.objects.create(
        campaign=submission.campaign, number=1, held_on=timezone.localdate()
    )
    counted = Motion.objects.create(
        meeting=meeting, number=1, entitled=3, present=0, closed_at=timezone.now()
    )
    put = Motion.objects.create(meeting=meeting, number=2, entitled=3, present=3)
    assert [each for each in Motion.objects.all() if each.is_counted] == [counted]
    assert [*Motion.objects.counted()] == [counted]
    assert [*Motion.objects.open()] == [put]


def test_comment_is_unanswered_while_nothing_is_said_of_it_be_it_a_single_word(submission):
    said = {"by": make_user("member"), "at": timezone.now(), "pin": Pin.WHOLE}
    for response in ("", "0"):
        Comment.objects.create(campaign=submission.campaign, response=response, **said)
    assert [each.response for each in Comment.objects.all() if each.is_answered] == ["0"]
    assert [each.response for each in Comment.objects.unanswered()] == [""]
