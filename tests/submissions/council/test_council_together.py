"""Many at once in the Council: a vote is counted once, a member has one vote, and a score has
one of two changes.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from ictindex.lib.errors import DomainError
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.services import meetings, motions
from submissions.council.services.scores import change_score_by_conclusion
from submissions.dossier.queries.decisions import Decision
from submissions.enums import Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Conclusion, Meeting, Motion, Vote
from tests.reports.council.factories import DAY, conclude_on, open_sitting, put_acceptance
from tests.submissions.factories import cast, decide_everything, make_stage
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


@pytest.fixture
def council():
    campaign = make_stage(Phase.COUNCIL_2)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    return campaign, cast(campaign)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each act: done, or the kind of its refusal, in order of the names."""
    barrier, said = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            said.append("done")
        except DomainError as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_vote_is_counted_once_and_nothing_is_given_after_the_count(council):
    campaign, people = council
    put_acceptance(open_sitting(campaign, people["council_secretary"]), people["council_secretary"])
    member, secretary = (
        User.objects.get(pk=people[name].pk) for name in ("council_member", "council_secretary")
    )

    def vote() -> None:
        motions.cast_vote(motion=Motion.objects.get(), choice="for", by=member)

    def count() -> None:
        motions.close_motion(motion=Motion.objects.get(), by=secretary)

    said = at_once(*[count] * 5, *[vote] * 5)
    assert said.count("StaleState") in range(4, 10)
    motion = Motion.objects.get()
    assert Vote.objects.count() <= 1
    assert all(vote.at <= motion.closed_at for vote in Vote.objects.all())


def test_one_of_two_simultaneous_pages_of_a_meeting_is_told(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    for number in range(ROUNDS):
        version = Meeting.objects.get().version

        def write(text: str, version: int = version) -> None:
            meetings.write_proceedings(
                meeting=meeting, version=version, proceedings=text, by=secretary
            )

        one, other = partial(write, f"một {number}"), partial(write, f"hai {number}")
        assert at_once(one, other) == ["StaleMeeting", "done"]
    assert Meeting.objects.get().version == meeting.version + ROUNDS


def test_one_of_two_simultaneous_changes_of_a_score_is_told(council):
    _, people = council
    answer = (
        Answer.objects.select_related("submission__campaign")
        .filter(submission__unit__code="A")
        .first()
    )
    conclude_on(answer, people["council_secretary"])
    Campaign.objects.update(phase=Phase.REVISION)

    def change(points: str) -> None:
        decision = Decision("scored", Decimal(points), reason="Theo kết luận")
        change_score_by_conclusion(
            conclusion=Conclusion.objects.get(), version=0, decision=decision, by=people["wg_head"]
        )

    assert at_once(lambda: change("7"), lambda: change("8")) == ["StaleCouncilScore", "done"]
    row = Appraisal.objects.get(round=Round.COUNCIL)
    assert (row.points in (Decimal(7), Decimal(8)), row.version) == (True, 1)


def test_meetings_planned_at_once_get_numbers_of_their_own(council):
    campaign, people = council

    def plan() -> None:
        meetings.plan_meeting(
            campaign=campaign, held_on=DAY, purpose="Họp", by=people["council_secretary"]
        )

    assert at_once(*[plan] * 8) == ["done"] * 8
    assert list(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7, 8]
