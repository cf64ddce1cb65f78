"""Acceptance freezes a hash over every figure; whatever changes afterwards voids it, visibly."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from reports.council.services.acceptance import (
    ValidAcceptance,
    VoidAcceptance,
    accept,
    figures_digest,
    standing_acceptance,
)
from reports.models import Acceptance
from scoring.models import PrintedFigure
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase, Round
from submissions.models import Answer, Appraisal, Campaign, GroupDeclaration, Submission
from tests.reports.council.factories import (
    accept_figures,
    close_sitting,
    open_sitting,
    put_acceptance,
    vote_by_hand,
)
from tests.scoring.factories import make_submission
from tests.submissions.factories import NOW, cast, decide_everything, lacks, make_stage
from tests.units.record.tampering import record_everything
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    campaign = make_stage(Phase.COUNCIL_2)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    return campaign, cast(campaign)


def first_answer() -> Any:
    return Answer.objects.filter(submission__unit__code="A").order_by("pk").first()


def sentences(campaign) -> list[str]:
    return [need.sentence for need in lacks(campaign, now=NOW)]


def test_acceptance_stands_while_nothing_changes(council):
    campaign, people = council
    assert standing_acceptance(campaign) is None
    assert sentences(campaign) == ["Hội đồng chưa nghiệm thu số liệu của đợt đánh giá."]
    acceptance = accept_figures(campaign, people["council_secretary"])
    assert acceptance.figures_sha256 == figures_digest(campaign).sha256
    assert standing_acceptance(campaign) == ValidAcceptance(acceptance)
    assert sentences(campaign) == []


def change_points(which: int) -> None:
    Appraisal.objects.filter(answer=first_answer(), round=which).update(points=Decimal("1.01"))


CHANGES = {
    "a figure "
    "that was "
    "declared": lambda: Answer.objects.filter(pk=first_answer().pk).update(declared={"a": "1"}),
    "its date": lambda: Answer.objects.filter(pk=first_answer().pk).update(
        declared_as_of=date(2020, 1, 1)
    ),
    "a self-score": lambda: Answer.objects.filter(pk=first_answer().pk).update(
        self_outcome="scored", self_points=1
    ),
    "round 1": lambda: change_points(1),
    "round 2": lambda: change_points(2),
    "the Council's": lambda: Appraisal.objects.create(answer=first_answer(), round=3,
    outcome="scored", points=2),
    "a ground": lambda: Appraisal.objects.filter(answer=first_answer(), round=2).update(
        outcome="refused", points=None, ground="late"
    ),
    "a group that does not apply": lambda: GroupDeclaration.objects.create(
        submission=Submission.objects.get(unit__code="A"), group_code="DV", reason="x",
        is_confirmed=True
    ),
    "a figure as printed": lambda: PrintedFigure.objects.create(
        campaign=Campaign.objects.get(), submission=Submission.objects.get(unit__code="A"),
        measure="total", year=2020,
        value=Decimal("50.00"), place="table 1",
    ),
    "lateness": lambda: Submission.objects.filter(unit__code="A").update(is_late=True),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_any_later_change_voids_the_acceptance_and_names_the_unit(council, change):
    campaign, people = council
    acceptance = accept_figures(campaign, people["council_secretary"], now=NOW)
    CHANGES[change]()
    standing = standing_acceptance(campaign)
    assert isinstance(standing, VoidAcceptance)
    assert (standing.acceptance, standing.units) == (acceptance, ("A",))
    assert standing.sentence == (
        "Nghiệm thu lúc 16:00 ngày 20/11/2020 không còn giá trị vì số liệu đã thay đổi sau đó: A."
    )
    assert sentences(campaign) == [standing.sentence]
    Campaign.objects.update(phase=Phase.SIGNING)
    assert standing.sentence in sentences(Campaign.objects.get())


def test_what_is_no_figure_voids_nothing(council):
    campaign, people = council
    acceptance = accept_figures(campaign, people["council_secretary"])
    Answer.objects.update(note="Ghi chú", version=9)
    Appraisal.objects.update(reason="Viết lại cho rõ", version=9)
    Campaign.objects.update(title="Tên khác", phase=Phase.SIGNING)
    assert standing_acceptance(Campaign.objects.get()) == ValidAcceptance(acceptance)


def test_figures_that_changed_back_are_those_that_were_accepted(council):
    campaign, people = council
    acceptance = accept_figures(campaign, people["council_secretary"])
    change_points(2)
    assert isinstance(standing_acceptance(campaign), VoidAcceptance)
    Appraisal.objects.filter(answer=first_answer(), round=2).update(points=Decimal(1))
    assert standing_acceptance(campaign) == ValidAcceptance(acceptance)


def test_vote_carries_only_the_figures_that_the_meeting_looked_at(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    motion = put_acceptance(meeting, secretary)
    vote_by_hand(motion, secretary)
    change_points(2)
    with pytest.raises(DomainError, match="khác số liệu mà phiên họp đã xem"):
        accept(campaign=campaign, motion=motion, by=secretary)
    assert not Acceptance.objects.exists()


def test_lost_open_or_other_vote_accepts_nothing(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    motion = put_acceptance(meeting, secretary)
    with pytest.raises(DomainError, match="chưa chốt"):
        accept(campaign=campaign, motion=motion, by=secretary)
    vote_by_hand(motion, secretary, "for", "against")
    with pytest.raises(DomainError, match="chưa nghiệm thu: 1 tán thành, 1 không tán thành"):
        accept(campaign=campaign, motion=motion, by=secretary)
    type(motion).objects.update(is_acceptance=False)
    with pytest.raises(DomainError, match="không phải biểu quyết nghiệm thu"):
        accept(campaign=campaign, motion=motion, by=secretary)


def test_the_same_figures_are_accepted_once_and_changed_ones_again(council):
    campaign, people = council
    secretary = people["council_secretary"]
    first = accept_figures(campaign, secretary)
    with pytest.raises(StaleState, match="đã được ghi nhận nghiệm thu"):
        accept(campaign=campaign, motion=first.motion, by=secretary)
    change_points(2)
    second = accept_figures(campaign, secretary)
    assert first.figures_sha256 != second.figures_sha256
    assert standing_acceptance(campaign) == ValidAcceptance(second)


@pytest.mark.parametrize(
    "role", ["wg_head", "council_member", "publisher", "auditor", "administrator"]
)
def test_nobody_but_the_secretary_records_it(council, role):
    campaign, people = council
    motion = accept_figures(campaign, people["council_secretary"]).motion
    Acceptance.objects.all().delete()
    with pytest.raises(NotAllowed):
        accept(campaign=campaign, motion=motion, by=people[role])
    assert not Acceptance.objects.exists()


def test_record_verifies_after_meeting_and_acceptance(council):
    campaign, people = council
    record_everything()
    accept_figures(campaign, people["council_secretary"])
    assert verify_record() == []


def test_open_meeting_holds_up_the_steps_out_of_the_councils_phases(council):
    campaign, people = council
    secretary = people["council_secretary"]
    meeting = open_sitting(campaign, secretary)
    held = "Phiên họp 1 của Hội đồng chưa kết thúc."
    meeting_phases = [phase for phase in Phase if phase.traits.holds_meetings]
    assert len(meeting_phases) > 1
    for phase in meeting_phases:
        campaign.phase = phase
        assert held in sentences(campaign)
    close_sitting(meeting, secretary)
    campaign.phase = Phase.COUNCIL_1
    assert sentences(campaign) == []


def test_reading_the_standing_costs_a_fixed_number_of_queries(council):
    campaign, people = council
    accept_figures(campaign, people["council_secretary"])
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            standing_acceptance(Campaign.objects.get())
        counts.append(len(queries) - 1)
        make_submission(campaign, f"X{number}", order=10 + number)
        open_answers(campaign)
    assert counts[0] <= 11
    assert (
        counts[1] <= counts[0] + 2
    )  # the units that changed and their names are looked up once the acceptance is void
