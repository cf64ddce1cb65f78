"""Several people of a unit at once on its reply: one saves, the other is told; what was
confirmed changes no more.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions.campaigns.services import phases
from submissions.frame.deadlines import SubmissionClosed
from submissions.models import Campaign, Confirmation, Reply
from submissions.reply.queries.content import content_of, digest_of
from submissions.reply.services.confirmation import confirm_reply
from submissions.reply.services.replies import StaleReply, save_reply
from submissions.reply.statements import ReplyStatement
from tests.submissions.answers.test_entry_together import together
from tests.submissions.reply.factories import make_explaining, seen
from tests.submissions.workplace import answer_to, submission_of
from units.models import AuditEntry, User

pytestmark = pytest.mark.django_db(transaction=True)


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_of_two_people_who_reply_to_one_criterion_at_once_one_is_told_the_other_reply() -> None:
    campaign, people = make_explaining()
    names = ("unit_staff", "unit_head")
    answer = answer_to(campaign, "1.1")

    def act(each: int) -> Reply:
        said = ReplyStatement("contests", f"Lý do {each}", "")
        return save_reply(
            answer=answer_to(campaign, "1.1"), version=0, said=said, by=again(people[names[each]])
        )

    results = together(2, act)
    saved = next(result for result in results if isinstance(result, Reply))
    told = next(result for result in results if isinstance(result, StaleReply))
    assert Reply.objects.get(answer=answer).text == saved.text == told.current.text
    assert AuditEntry.objects.filter(act="self.reply_saved").count() == 1


def test_pressing_confirm_ten_times_at_once_confirms_once() -> None:
    campaign, people = make_explaining()
    digest = seen(submission_of(campaign))

    def act(_each: int) -> Confirmation:
        return confirm_reply(
            submission=submission_of(campaign), seen_sha256=digest, by=again(people["unit_head"])
        )

    results = together(10, act)
    assert {result.pk for result in results} == {Confirmation.objects.get().pk}
    assert AuditEntry.objects.filter(act="self.reply_confirmed").count() == 1


def test_reply_and_confirmation_at_once_leave_exactly_what_was_confirmed() -> None:
    campaign, people = make_explaining()
    digest = seen(submission_of(campaign))

    def act(each: int) -> object:
        if each == 0:
            return confirm_reply(
                submission=submission_of(campaign),
                seen_sha256=digest,
                by=again(people["unit_head"]),
            )
        said = ReplyStatement("contests", "Đến cùng lúc", "")
        return save_reply(
            answer=answer_to(campaign, "1.1"), version=0, said=said, by=again(people["unit_staff"])
        )

    confirmed, saved = together(2, act)
    assert isinstance(confirmed, Confirmation) != isinstance(saved, Reply)
    if isinstance(confirmed, Confirmation):
        assert isinstance(saved, SubmissionClosed | StaleReply)
        assert confirmed.content_sha256 == digest_of(content_of(submission_of(campaign)))


def test_closing_and_confirming_at_once_leave_one_end_of_each_reply() -> None:
    """Whichever comes first: each unit has ended once, confirmed or silent."""
    campaign, people = make_explaining()
    digest, due = seen(submission_of(campaign)), timezone.now()
    Campaign.objects.update(reply_due_at=due)

    def act(each: int) -> object:
        if each == 0:
            return phases.advance(
                campaign=Campaign.objects.get(),
                source="explain",
                by=again(people["wg_head"]),
                now=due,
            )
        before = due - timedelta(seconds=1)
        return confirm_reply(
            submission=submission_of(campaign),
            seen_sha256=digest,
            by=again(people["unit_head"]),
            now=before,
        )

    together(2, act)
    assert Campaign.objects.get().phase == "appraise_2"
    states = dict(Confirmation.objects.values_list("submission__unit__code", "state"))
    assert states in ({"A": "confirmed", "B": "silent"}, {"A": "silent", "B": "silent"})
