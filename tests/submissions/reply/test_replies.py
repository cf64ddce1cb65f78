"""What a unit replies to the first round: saving it, confirming the whole, reopening, and
silence.
"""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.campaigns.services import phases
from submissions.enums import OutcomeKind, Phase, ReplyState, Stance
from submissions.frame.deadlines import SubmissionClosed
from submissions.models import Answer, Appraisal, Campaign, Confirmation, GroupDeclaration, Reply
from submissions.reply.queries.content import content_of, contents_of, digest_of
from submissions.reply.services.acts import OutdatedReplies
from submissions.reply.services.confirmation import confirm_reply, reopen_reply
from submissions.reply.services.replies import StaleReply, agree_to_rest, save_replies, save_reply
from submissions.reply.statements import InvalidReply, ReplyStatement
from tests.submissions.handing_in.factories import prove
from tests.submissions.reply.factories import (
    AGREES,
    CONTESTS,
    confirm,
    make_explaining,
    reply_to,
    seen,
)
from tests.submissions.workplace import answer_to, submission_of
from tests.units.record.tampering import record_everything
from units.models import AuditEntry, Notification, User
from units.notify import held
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def explaining():
    return make_explaining()


@pytest.fixture
def campaign(explaining) -> Campaign:
    return explaining[0]


@pytest.fixture
def people(explaining) -> dict[str, User]:
    return explaining[1]


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def stored(answer: Answer) -> tuple:
    return Reply.objects.values_list("stance", "text", "asked_points", "version").get(answer=answer)


def test_contesting_is_stored_with_its_reasons_and_the_points_asked_for(campaign, people):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"])
    assert stored(answer) == ("contests", "Đã có văn bản số 12 kèm theo.", Decimal("8.50"), 1)
    entry = AuditEntry.objects.get(act="self.reply_saved")
    assert (entry.actor, entry.unit_id, json.loads(entry.facts)) == (
        people["unit_staff"],
        submission_of(campaign).unit_id,
        {"criteria": ["TC:1.1"]},
    )


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (ReplyStatement(), "stance", "Tiêu chí 1.1: chọn «Nhất trí» hoặc «Không nhất trí»."),
        (
            ReplyStatement("silent"),
            "stance",
            "Tiêu chí 1.1: chọn «Nhất trí» hoặc «Không nhất trí».",
        ),
        (ReplyStatement("contests", " \n "), "text", "Tiêu chí 1.1: ghi lý do không nhất trí."),
        (
            ReplyStatement("contests", "x", "10,01"),
            "points",
            "Tiêu chí 1.1: điểm đề nghị 10,01 vượt mức tối đa 10. Nhập từ 0 đến 10.",
        ),
        (
            ReplyStatement("contests", "x", "1e1"),
            "points",
            "Tiêu chí 1.1: điểm đề nghị «1e1» không phải là điểm. Nhập số từ 0 đến 10, ví dụ 7,5.",
        ),
        (
            ReplyStatement("agrees", "", "8"),
            "points",
            (
                "Tiêu chí 1.1: chỉ đề nghị điểm khác khi không nhất trí. Xóa điểm đề nghị, hoặc "
                "chọn "
                "«Không nhất trí»."
            ),
        ),
        (
            ReplyStatement("contests", "x" * 4001),
            "text",
            "Tiêu chí 1.1: giải trình dài 4001 ký tự, vượt mức 4000. Viết ngắn lại.",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_reason(campaign, people, said, field, sentence):
    with pytest.raises(InvalidReply) as refusal:
        reply_to(answer_to(campaign, "1.1"), people["unit_staff"], said)
    assert refusal.value.problems == {field: sentence}
    assert Reply.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "points"), [("10", "10.00"), ("0", "0.00"), (" 7,5 ", "7.50"), ("", None)]
)
def test_points_asked_for_reach_from_nothing_to_the_maximum(campaign, people, typed, points):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"], ReplyStatement("contests", "x", typed))
    assert stored(answer)[2] == (Decimal(points) if points else None)


def test_same_reply_is_not_stored_again_whoever_sends_it(campaign, people):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"])
    reply_to(answer, people["unit_head"], version=0)
    assert (stored(answer)[3], AuditEntry.objects.filter(act="self.reply_saved").count()) == (1, 1)


def test_stale_reply_is_told_what_the_other_one_stored(campaign, people):
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"])
    with pytest.raises(StaleReply) as refusal:
        reply_to(answer, people["unit_head"], AGREES, version=0)
    assert refusal.value.current.answer_id == answer.pk
    told = str(refusal.value)
    assert told.startswith(f"Tiêu chí 1.1: {people['unit_staff']} đã lưu ý kiến khác lúc ")
    assert (
        "Không nhất trí, đề nghị 8,50 điểm. «Đã có văn bản số 12 kèm theo.» Ý kiến Ông/Bà nhập "
        "chưa được lưu." in told
    )
    reply_to(answer, people["unit_head"], AGREES, version=1)
    assert stored(answer) == ("agrees", "", None, 2)


def test_of_many_replies_those_that_can_be_are_stored(campaign, people):
    first, second = answer_to(campaign, "1.1"), answer_to(campaign, "1.2")
    done = save_replies(
        submission=submission_of(campaign),
        replies=[(first.pk, 0, AGREES), (second.pk, 0, ReplyStatement("contests"))],
        by=people["unit_staff"],
    )
    assert (done.saved, {key: type(refusal) for key, refusal in done.refusals.items()}) == (
        1,
        {second.pk: InvalidReply},
    )
    assert list(Reply.objects.values_list("answer", "stance")) == [(first.pk, "agrees")]


def test_answer_of_another_unit_is_not_found(campaign, people):
    other = Answer.objects.filter(submission=submission_of(campaign, "B")).first()
    with pytest.raises(Http404):
        save_replies(
            submission=submission_of(campaign),
            replies=[(other.pk, 0, AGREES)],
            by=people["unit_staff"],
        )
    with pytest.raises((Http404, NotAllowed)):
        reply_to(other, people["unit_staff"])
    assert Reply.objects.count() == 0


def test_criterion_without_an_outcome_cannot_be_replied_to(campaign, people):
    answer = answer_to(campaign, "1.1")
    Appraisal.objects.filter(answer=answer).update(outcome=OutcomeKind.MISSING, points=None)
    done = save_replies(
        submission=submission_of(campaign),
        replies=[(answer.pk, 0, AGREES)],
        by=people["unit_staff"],
    )
    assert [str(refusal) for refusal in done.refusals.values()] == [
        "Tiêu chí 1.1: chưa có kết quả thẩm định lần 1 nên chưa trả lời được."
    ]


def test_group_that_does_not_apply_is_not_replied_to(campaign, people):
    answer = answer_to(campaign, "1.1")
    GroupDeclaration.objects.create(
        submission=submission_of(campaign), group_code="TC", reason="Không có", is_confirmed=True
    )
    with pytest.raises(Http404):
        reply_to(answer, people["unit_staff"])


def test_nobody_replies_at_the_deadline_or_after_it(campaign, people):
    answer, due = answer_to(campaign, "1.1"), campaign.reply_due_at
    with pytest.raises(SubmissionClosed):
        save_reply(answer=answer, version=0, said=AGREES, by=people["unit_staff"], now=due)
    save_reply(
        answer=answer,
        version=0,
        said=AGREES,
        by=people["unit_staff"],
        now=due - timedelta(seconds=1),
    )
    assert stored(answer)[0] == Stance.AGREES


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != Phase.EXPLAIN])
def test_units_reply_while_they_are_asked_only(campaign, people, phase):
    Campaign.objects.update(phase=phase)
    with pytest.raises((NotAllowed, Http404)):
        reply_to(answer_to(campaign, "1.1"), again(people["unit_head"]))


def test_rest_of_a_group_is_agreed_to_at_once(campaign, people):
    contested = answer_to(campaign, "1.1")
    reply_to(contested, people["unit_staff"])
    count = agree_to_rest(
        submission=submission_of(campaign), group_code="TC", by=people["unit_staff"]
    )
    replies = Reply.objects.values_list("answer__criterion__group__code", "stance")
    assert (count, sorted(set(replies)), replies.count()) == (
        11,
        [("TC", "agrees"), ("TC", "contests")],
        12,
    )
    assert stored(contested)[0] == "contests"
    assert (
        agree_to_rest(submission=submission_of(campaign), group_code="TC", by=people["unit_staff"])
        == 0
    )


# --- the whole ------------------------------------------------------------------------------------


def test_head_confirms_what_was_seen_and_agrees_to_what_was_left_open(campaign, people):
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    confirmation = confirm(campaign, people["unit_head"])
    submission = submission_of(campaign)
    assert (confirmation.state, confirmation.by) == (ReplyState.CONFIRMED, people["unit_head"])
    assert confirmation.content_sha256 == digest_of(content_of(submission))
    by_stance = sorted(
        Reply.objects.filter(answer__submission=submission).values_list(
            "stance", "changed_by__username"
        )
    )
    assert len(by_stance) == submission.answers.count()
    assert by_stance[-1] == ("contests", people["unit_staff"].username)
    assert set(by_stance[:-1]) == {("agrees", people["unit_head"].username)}
    facts = json.loads(AuditEntry.objects.get(act="self.reply_confirmed").facts)
    assert digest_of(facts["content"]) == facts["content_sha256"] == confirmation.content_sha256


def test_what_is_confirmed_names_nobody_who_appraised(campaign, people):
    confirm(campaign, people["unit_head"])
    entry = AuditEntry.objects.get(act="self.reply_confirmed")
    said = entry.facts + entry.changes
    assert people["appraiser"].username not in said
    assert people["appraiser"].full_name not in said
    assert "Thiếu minh chứng." in said


def test_pressing_twice_confirms_once(campaign, people):
    first = confirm(campaign, people["unit_head"])
    assert (
        confirm_reply(submission=submission_of(campaign), seen_sha256="", by=people["unit_head"])
        == first
    )
    assert AuditEntry.objects.filter(act="self.reply_confirmed").count() == 1


def test_content_that_changed_since_it_was_seen_is_not_confirmed(campaign, people):
    before = seen(submission_of(campaign))
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    with pytest.raises(StaleState):
        confirm_reply(
            submission=submission_of(campaign), seen_sha256=before, by=people["unit_head"]
        )
    assert Confirmation.objects.count() == 0


@pytest.mark.parametrize("proves", [True, False])
def test_added_file_changes_what_is_confirmed(campaign, people, proves):
    before = seen(submission_of(campaign))
    evidence = prove(answer_to(campaign, "1.1"), is_supplementary=True)
    if not proves:
        evidence.uses.all().delete()
    after = content_of(submission_of(campaign))
    assert digest_of(after) != before
    assert [file["proves"] for file in after["supplementary"]] == [
        [{"group": "TC", "criterion": "1.1", "page": "3"}] if proves else []
    ]


def test_first_file_that_was_there_before_is_no_part_of_the_reply(campaign):
    before = seen(submission_of(campaign))
    prove(answer_to(campaign, "1.1"))
    assert seen(submission_of(campaign)) == before


def test_staff_confirms_nothing(campaign, people):
    with pytest.raises(NotAllowed):
        confirm(campaign, people["unit_staff"])


def test_confirmed_reply_is_closed_until_the_head_reopens_it(campaign, people):
    answer = answer_to(campaign, "1.1")
    confirm(campaign, people["unit_head"])
    with pytest.raises(SubmissionClosed):
        reply_to(answer, people["unit_staff"], CONTESTS, version=1)
    reopen_reply(submission=submission_of(campaign), by=people["unit_head"])
    assert Confirmation.objects.count() == 0
    reply_to(answer, people["unit_staff"], CONTESTS, version=1)
    assert stored(answer)[0] == "contests"
    with pytest.raises(StaleState):
        reopen_reply(submission=submission_of(campaign), by=people["unit_head"])


def test_nothing_is_confirmed_or_reopened_at_the_deadline(campaign, people):
    due, submission = campaign.reply_due_at, submission_of(campaign)
    with pytest.raises(SubmissionClosed):
        confirm_reply(
            submission=submission, seen_sha256=seen(submission), by=people["unit_head"], now=due
        )
    confirm(campaign, people["unit_head"])
    with pytest.raises(SubmissionClosed):
        reopen_reply(submission=submission, by=people["unit_head"], now=due)
    assert Confirmation.objects.count() == 1


def test_reply_to_an_older_outcome_holds_the_confirmation_up(campaign, people):
    """After the campaign went back and the first round was changed."""
    answer = answer_to(campaign, "1.1")
    reply_to(answer, people["unit_staff"], AGREES)
    Appraisal.objects.filter(answer=answer).update(
        points=0, changed_at=timezone.now() + timedelta(minutes=1)
    )
    with pytest.raises(OutdatedReplies) as refusal:
        confirm(campaign, people["unit_head"])
    assert refusal.value.codes == ("TC 1.1",)
    later = timezone.now() + timedelta(minutes=2)
    save_reply(answer=answer, version=1, said=AGREES, by=people["unit_staff"], now=later)
    assert stored(answer) == ("agrees", "", None, 2)
    assert confirm(campaign, people["unit_head"]).state == ReplyState.CONFIRMED


def test_missing_outcome_holds_the_confirmation_up(campaign, people):
    Appraisal.objects.filter(answer=answer_to(campaign, "1.1")).delete()
    with pytest.raises(DomainError, match=r"Tiêu chí TC 1\.1: chưa có kết quả"):
        confirm(campaign, people["unit_head"])


# --- silence, and going back ----------------------------------------------------------------------


def close(campaign: Campaign, people: dict[str, User]) -> None:
    phases.advance(
        campaign=Campaign.objects.get(pk=campaign.pk),
        source="explain",
        by=again(people["wg_head"]),
        now=campaign.reply_due_at,
    )


def go_back(campaign: Campaign, people: dict[str, User], target: str) -> None:
    campaign.refresh_from_db()
    proposal = phases.propose_step_back(
        campaign=campaign,
        source=campaign.phase,
        target=target,
        reason="x",
        by=again(people["council_secretary"]),
    )
    phases.decide_step_back(proposal=proposal, agreed=True, by=again(people["wg_head"]))


def states(campaign: Campaign) -> dict[str, str]:
    ended = Confirmation.objects.filter(submission__campaign=campaign)
    return dict(ended.values_list("submission__unit__code", "state"))


def test_silence_is_recorded_when_the_time_is_closed(campaign, people):
    record_everything()
    confirm(campaign, people["unit_head"])
    close(campaign, people)
    assert states(campaign) == {"A": "confirmed", "B": "silent"}
    silent = Confirmation.objects.get(state="silent")
    assert (silent.by, silent.at) == (people["wg_head"], campaign.reply_due_at)
    assert silent.content_sha256 == digest_of(content_of(submission_of(campaign, "B")))
    assert verify_record() == []


def test_silent_units_replies_stay_drafts(campaign, people):
    reply_to(answer_to(campaign, "1.1"), people["unit_staff"])
    close(campaign, people)
    assert states(campaign) == {"A": "silent", "B": "silent"}
    assert Reply.objects.count() == 1


def test_people_of_a_silent_unit_are_told_once_somebody_let_it_go(campaign, people):
    close(campaign, people)
    waiting = held(campaign.code)
    assert {notice.user for notice in waiting} == {people["unit_staff"], people["unit_head"]}
    assert all("được ghi nhận là không trả lời" in notice.body for notice in waiting)


def test_units_that_were_not_told_are_not_silent(campaign, people):
    Notification.objects.create(
        user=people["unit_head"],
        campaign_code=campaign.code,
        subject="x",
        body="x",
        mail_state="held",
        created_at=timezone.now(),
    )
    with pytest.raises(phases.NotReady) as refusal:
        close(campaign, people)
    assert [(need.sentence, need.where) for need in refusal.value.needs] == [
        (
            (
                "Còn 1 thông báo kết quả lần 1 chưa gửi cho các đơn vị. Đọc lại và gửi ở trang "
                "«Thư "
                "đã gửi»."
            ),
            "outbox",
        )
    ]


def test_going_back_to_explaining_ends_the_silence_and_keeps_what_was_confirmed(campaign, people):
    record_everything()
    confirm(campaign, people["unit_head"])
    close(campaign, people)
    go_back(campaign, people, "explain")
    assert states(campaign) == {"A": "confirmed"}
    assert held(campaign.code).count() == 0
    assert verify_record() == []


def test_going_back_takes_back_what_nobody_has_read(campaign, people):
    close(campaign, people)
    assert held(campaign.code).count() == 2
    go_back(campaign, people, "explain")
    assert held(campaign.code).count() == 0


def test_going_back_before_explaining_ends_what_was_confirmed(campaign, people):
    record_everything()
    confirm(campaign, people["unit_head"])
    replies = Reply.objects.count()
    go_back(campaign, people, "appraise_1")
    assert (states(campaign), Reply.objects.count()) == ({}, replies)
    assert verify_record() == []


def test_going_back_to_a_later_phase_changes_no_reply(campaign, people):
    confirm(campaign, people["unit_head"])
    close(campaign, people)
    Campaign.objects.update(phase="draft_report")
    go_back(campaign, people, "appraise_2")
    assert states(campaign) == {"A": "confirmed", "B": "silent"}


# --- cost -----------------------------------------------------------------------------------------


def test_saving_a_reply_takes_few_queries(campaign, people):
    answer = answer_to(campaign, "1.1")
    person = again(people["unit_staff"])
    with CaptureQueriesContext(connection) as queries:
        reply_to(answer, person)
    written = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(written) <= 9, written


@pytest.mark.parametrize("count", [1, 2])
def test_content_of_many_units_takes_two_queries(campaign, count):
    files = list(campaign.submissions.select_related("unit")[:count])
    with CaptureQueriesContext(connection) as queries:
        contents = contents_of(campaign, files)
    assert (len(contents), len(queries)) == (count, 2)
    assert contents[files[0].pk] == content_of(submission_of(campaign))
