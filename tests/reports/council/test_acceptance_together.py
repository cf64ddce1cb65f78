"""Many at once at the acceptance: it is recorded once, and never for figures that are not those
of that moment.
"""

from decimal import Decimal

import pytest
from django.db import transaction

from reports.council.services.acceptance import (
    ValidAcceptance,
    VoidAcceptance,
    accept,
    figures_digest,
    standing_acceptance,
)
from reports.models import Acceptance
from submissions.appraisal.services.acts import held_answer
from submissions.campaigns.services.blank_answers import open_answers
from submissions.council.services import motions
from submissions.enums import Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Motion, Vote
from tests.reports.council.factories import (
    close_sitting,
    open_sitting,
    put_acceptance,
    vote_by_hand,
)
from tests.submissions.council.test_council_together import at_once
from tests.submissions.factories import cast, decide_everything, make_stage
from units import audit
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture
def council():
    campaign = make_stage(Phase.COUNCIL_2)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    return campaign, cast(campaign)


def voted(campaign, secretary) -> Motion:
    meeting = open_sitting(campaign, secretary)
    motion = put_acceptance(meeting, secretary)
    vote_by_hand(motion, secretary)
    close_sitting(meeting, secretary)
    return motion


def change_a_score(points: Decimal) -> None:
    """As the services do it: the file, its campaign and the answer are held, the outcome
    changed, the record told.
    """
    with transaction.atomic():
        first = Answer.objects.order_by("pk").first()
        assert first is not None
        held = held_answer(pk=first.pk)
        row = Appraisal.objects.get(answer=held, round=Round.SECOND)
        before = audit.row_of(row)
        row.points = points
        row.save(update_fields=["points"])
        audit.record(
            act="appraise.decided",
            by=None,
            campaign=held.submission.campaign,
            changes=[audit.updated(before, row)],
        )


def test_acceptance_is_recorded_once(council):
    campaign, people = council
    motion, secretary = voted(campaign, people["council_secretary"]), people["council_secretary"]

    def record() -> None:
        accept(campaign=campaign, motion=motion, by=User.objects.get(pk=secretary.pk))

    assert at_once(*[record] * 6) == ["StaleState"] * 5 + ["done"]
    assert Acceptance.objects.count() == 1


def test_score_changed_while_the_acceptance_is_made_voids_it_or_has_it_refused(council):
    campaign, people = council
    secretary = people["council_secretary"]
    for number in range(ROUNDS):
        motion = voted(campaign, secretary)
        before = figures_digest(campaign).sha256
        count = Acceptance.objects.count()
        said = at_once(
            lambda motion=motion: accept(
                campaign=campaign, motion=motion, by=User.objects.get(pk=secretary.pk)
            ),
            lambda number=number: change_a_score(Decimal(f"0.{number + 1:02}")),
        )
        assert said in (["done", "done"], ["DomainError", "done"])
        assert figures_digest(campaign).sha256 != before
        recorded = Acceptance.objects.first() if Acceptance.objects.count() > count else None
        assert (recorded is not None) == (said == ["done", "done"])
        if recorded:
            assert recorded.figures_sha256 == before == recorded.motion.meeting.figures_sha256
        assert not isinstance(standing_acceptance(Campaign.objects.get()), ValidAcceptance)


def test_acceptance_waits_for_a_change_that_has_begun_and_is_refused(council):
    """The change holds the campaign; what comes after it sees what it left."""
    campaign, people = council
    motion = voted(campaign, people["council_secretary"])
    change_a_score(Decimal("0.42"))
    accepting = at_once(
        lambda: accept(
            campaign=campaign, motion=motion, by=User.objects.get(pk=people["council_secretary"].pk)
        )
    )
    assert (accepting, Acceptance.objects.count()) == (["DomainError"], 0)


def test_change_after_the_acceptance_voids_it_for_the_next_reader(council):
    campaign, people = council
    accept(
        campaign=campaign,
        motion=voted(campaign, people["council_secretary"]),
        by=people["council_secretary"],
    )
    assert isinstance(standing_acceptance(campaign), ValidAcceptance)
    change_a_score(Decimal("0.42"))
    assert isinstance(standing_acceptance(campaign), VoidAcceptance)


def test_member_who_votes_in_two_windows_has_one_vote(council):
    campaign, people = council
    put_acceptance(open_sitting(campaign, people["council_secretary"]), people["council_secretary"])
    member = people["council_member"]

    def vote(choice: str) -> None:
        motions.cast_vote(
            motion=Motion.objects.get(), choice=choice, by=User.objects.get(pk=member.pk)
        )

    said = at_once(
        *[lambda choice=choice: vote(choice) for choice in ("for", "against", "abstain", "for")]
    )
    assert (said, Vote.objects.count()) == (["done"] * 4, 1)
