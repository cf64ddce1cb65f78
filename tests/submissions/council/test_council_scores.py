"""A score changes only by a named conclusion of a closed meeting; comments are pinned and
answered.
"""

from decimal import Decimal

import pytest
from django.http import Http404

from ictindex.lib.errors import NotAllowed, StaleState
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.queries.comments import comments_page
from submissions.council.queries.disagreements import contested_in
from submissions.council.services import meetings
from submissions.council.services.comments import StaleComment, answer_comment, write_comment
from submissions.council.services.meeting_lock import InvalidCouncilEntry
from submissions.council.services.scores import StaleCouncilScore, change_score_by_conclusion
from submissions.dossier.queries.decisions import Decision, InvalidDecision
from submissions.enums import Phase, Pin, Round
from submissions.models import Answer, Appraisal, Campaign, Comment, Reply
from tests.reports.council.factories import conclude_on, open_sitting
from tests.submissions.factories import appoint, cast, decide_everything, make_stage
from units.enums import Role
from units.models import AuditEntry, Membership

pytestmark = pytest.mark.django_db
RAISED = Decision("scored", Decimal("7.50"), reason="Theo kết luận")


@pytest.fixture
def council():
    campaign = make_stage(Phase.COUNCIL_1)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    return campaign, cast(campaign)


def answer_of(campaign, unit="A"):
    answers = Answer.objects.filter(submission__campaign=campaign, submission__unit__code=unit)
    return answers.select_related("submission__campaign", "criterion").order_by("pk").first()


def in_revision(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.REVISION)


def change(conclusion, by, *, version=0, decision=RAISED):
    return change_score_by_conclusion(
        conclusion=conclusion, version=version, decision=decision, by=by
    )


def test_council_stands_beside_the_rounds_with_its_conclusion(council):
    campaign, people = council
    answer = answer_of(campaign)
    conclusion = conclude_on(answer, people["council_secretary"])
    in_revision(campaign)
    change(conclusion, people["wg_head"])
    rows = Appraisal.objects.filter(answer=answer).values_list("round", "points", "conclusion")
    assert list(rows) == [
        (1, Decimal(1), None),
        (2, Decimal(1), None),
        (3, Decimal("7.50"), conclusion.pk),
    ]
    entry = AuditEntry.objects.get(act="council.score_changed")
    assert (entry.unit.code, entry.reason) == ("A", "Theo kết luận")


def test_outside_revision_nobody_changes_a_score(council):
    campaign, people = council
    conclusion = conclude_on(answer_of(campaign), people["council_secretary"])
    for phase in (Phase.COUNCIL_1, Phase.COUNCIL_2, Phase.SIGNING, Phase.PUBLISHED):
        Campaign.objects.update(phase=phase)
        with pytest.raises(NotAllowed):
            change(conclusion, people["wg_head"])
    assert not Appraisal.objects.filter(round=Round.COUNCIL).exists()


def test_head_of_the_working_group_does_not_change_the_own_unit(council):
    campaign, people = council
    conclusion = conclude_on(answer_of(campaign), people["council_secretary"])
    in_revision(campaign)
    Membership.objects.create(user=people["wg_head"], unit=campaign.submissions.get(order=1).unit)
    with pytest.raises((NotAllowed, Http404)):
        change(conclusion, people["wg_head"])
    assert not Appraisal.objects.filter(round=Round.COUNCIL).exists()


def test_conclusion_must_name_a_criterion_and_its_meeting_be_over(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    silent = meetings.conclude(meeting=meeting, text="Thống nhất", by=secretary)
    naming = meetings.conclude(
        meeting=meeting, text="Nâng", answer=answer_of(campaign), by=secretary
    )
    in_revision(campaign)
    with pytest.raises(InvalidCouncilEntry, match="không nêu tiêu chí"):
        change(silent, people["wg_head"])
    with pytest.raises(InvalidCouncilEntry, match="chưa kết thúc"):
        change(naming, people["wg_head"])


def test_change_needs_a_reason_a_difference_and_points_within_the_maximum(council):
    campaign, people = council
    conclusion = conclude_on(answer_of(campaign), people["council_secretary"])
    in_revision(campaign)
    with pytest.raises(InvalidDecision) as lacking:
        change(conclusion, people["wg_head"], decision=Decision("scored", Decimal(7)))
    with pytest.raises(InvalidDecision) as above:
        change(conclusion, people["wg_head"], decision=Decision("scored", Decimal(41), reason="x"))
    with pytest.raises(InvalidCouncilEntry, match="giống kết quả lần 2"):
        change(conclusion, people["wg_head"], decision=Decision("scored", Decimal(1)))
    assert (set(lacking.value.problems), set(above.value.problems)) == ({"reason"}, {"points"})


def test_stale_change_is_told_and_the_way_back_is_open(council):
    campaign, people = council
    conclusion = conclude_on(answer_of(campaign), people["council_secretary"])
    in_revision(campaign)
    change(conclusion, people["wg_head"])
    assert change(conclusion, people["wg_head"]).version == 1
    with pytest.raises(StaleCouncilScore) as refusal:
        change(
            conclusion, people["wg_head"], decision=Decision("scored", Decimal(9), reason="Khác")
        )
    assert refusal.value.current.points == Decimal("7.50")
    back = change(conclusion, people["wg_head"], version=1, decision=Decision("scored", Decimal(1)))
    assert (back.points, back.version) == (Decimal(1), 2)


PINS = {
    "whole": {},
    "unit": {"submission": True},
    "criterion": {"answer": True},
    "table": {"place": "bang-1"},
    "text": {"place": "Mục II.3"},
}


@pytest.mark.parametrize("pin", Pin.values)
def test_comment_is_pinned_to_one_thing_and_to_the_meeting_that_is_open(council, pin):
    campaign, people = council
    meeting = open_sitting(campaign, people["council_secretary"])
    answer = answer_of(campaign)
    given = {"submission": answer.submission, "answer": answer}
    about = {name: given.get(name, value) for name, value in PINS[pin].items()}
    comment = write_comment(
        campaign=campaign, pin=pin, text=" Cần rõ hơn ", by=people["council_member"], **about
    )
    assert (comment.text, comment.meeting) == ("Cần rõ hơn", meeting)
    if PINS[pin]:
        with pytest.raises(InvalidCouncilEntry):
            write_comment(
                campaign=campaign, pin=pin, text="Cần rõ hơn", by=people["council_member"]
            )


def test_comment_names_nothing_of_another_campaign(council):
    campaign, people = council
    other = make_stage(Phase.COUNCIL_1, year=2021)
    open_answers(other)
    with pytest.raises(InvalidCouncilEntry):
        write_comment(
            campaign=campaign,
            pin=Pin.CRITERION,
            answer=answer_of(other),
            text="X",
            by=people["council_member"],
        )
    assert not Comment.objects.exists()


def test_comment_is_answered_and_a_second_answer_is_told(council):
    campaign, people = council
    comment = write_comment(
        campaign=campaign, pin=Pin.WHOLE, text="Cần rõ hơn", by=people["council_member"]
    )
    answer_comment(comment=comment, version=1, response="Đã sửa", by=people["wg_head"])
    with pytest.raises(StaleComment) as refusal:
        answer_comment(
            comment=comment, version=1, response="Chưa sửa", by=people["council_secretary"]
        )
    assert refusal.value.current.response == "Đã sửa"
    with pytest.raises(NotAllowed):
        answer_comment(comment=comment, version=2, response="X", by=people["council_member"])


def test_head_who_belongs_to_the_unit_neither_reads_nor_answers_comments_on_it(council):
    campaign, people = council
    about = [answer_of(campaign, unit).submission for unit in ("A", "B")]
    comments = [
        write_comment(
            campaign=campaign, pin=Pin.UNIT, submission=file, text="X", by=people["council_member"]
        )
        for file in about
    ]
    Membership.objects.create(user=people["wg_head"], unit=about[0].unit)
    seen = {
        name: [row.number for row in comments_page(campaign, people[name]).rows]
        for name in ("wg_head", "council_member")
    }
    assert seen == {"wg_head": [2], "council_member": [1, 2]}
    with pytest.raises((NotAllowed, Http404)):
        answer_comment(comment=comments[0], version=1, response="Đã sửa", by=people["wg_head"])


def test_what_was_contested_and_kept_is_listed_until_nobody_may_see_it(council):
    campaign, people = council
    answers = list(Answer.objects.filter(submission__campaign=campaign).order_by("pk"))[:2]
    for answer in answers:
        Reply.objects.create(
            answer=answer,
            stance="contests",
            text="Đã nộp",
            asked_points=Decimal(30),
            changed_by=people["unit_head"],
            changed_at="2020-11-20T00:00:00Z",
        )
    Appraisal.objects.filter(answer=answers[1], round=Round.SECOND).update(points=Decimal(20))
    found = contested_in(campaign, people["council_member"])
    assert found.count == 1
    row = found.rows[0]
    assert (row.answer, row.first, row.asked, row.second, row.council) == (
        answers[0].pk,
        "1,00 điểm",
        "30,00 điểm",
        "1,00 điểm",
        "",
    )
    assert contested_in(campaign, people["unit_staff"]).count == 0


def test_absent_group_has_no_score_to_change(council):
    campaign, people = council
    answer = answer_of(campaign)
    conclusion = conclude_on(answer, people["council_secretary"])
    in_revision(campaign)
    answer.submission.group_declarations.create(
        group_code=answer.criterion.group.code, reason="x", is_confirmed=True
    )
    with pytest.raises(StaleState, match="không áp dụng"):
        change(conclusion, people["wg_head"])


def test_second_seat_of_a_person_gives_no_second_vote(council):
    campaign, people = council
    appoint(people["council_member"], Role.COUNCIL_SECRETARY, campaign)
    meeting = open_sitting(campaign, people["council_secretary"])
    assert meeting.attendances.count() == 2
