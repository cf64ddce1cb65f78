"""A campaign that is being appraised: four units, two kinds, people of the working group, and
short ways to act on it.
"""

from typing import Any

from django.test import Client

from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import OutcomeKind, Phase
from submissions.models import Answer, Campaign, Submission
from tests.scoring.factories import make_campaign, make_framework, make_submission
from tests.submissions.factories import appoint, cast, make_user
from units.enums import Role
from units.models import User

ROOT = "/dot/2021/tham-dinh"


def make_appraisal(phase: Phase = Phase.APPRAISE_1, *, units: int = 4) -> Campaign:
    """Units A, C (annex I: 3+1 criteria) and B, D (annex II: 2+1+1), all claimed in full;
    further ones are of annex I.
    """
    campaign = make_campaign(make_framework("khung-2021"), 2021, phase=phase)
    for order, code in enumerate("ABCD"[:units] + "EFGHIJKLMNOPQR"[: max(0, units - 4)], start=1):
        annex, kind = ("II", "truc_thuoc") if code in "BD" else ("I", "thuoc")
        make_submission(campaign, code, annex=annex, kind=kind, order=order)
    open_answers(campaign)
    for answer in Answer.objects.filter(submission__campaign=campaign).select_related("criterion"):
        claim(answer, answer.criterion.maximum)
    return campaign


def claim(answer: Answer, points: Any) -> None:
    """As the unit left it."""
    Answer.objects.filter(pk=answer.pk).update(
        self_outcome=OutcomeKind.SCORED, self_points=points, declared={"points": str(points)}
    )


def make_group(campaign: Campaign) -> dict[str, User]:
    """Those of `cast`, and two more appraisers, «one» and «two», who belong nowhere."""
    people = cast(campaign)
    for name in ("one", "two"):
        people[name] = make_user(f"{name}-{campaign.code}")
        appoint(people[name], Role.APPRAISER, campaign)
    return people


def file_of(campaign: Campaign, unit: str = "A") -> Submission:
    return campaign.submissions.select_related("campaign", "unit").get(unit__code=unit)


def answer_of(campaign: Campaign, unit: str = "A", group: str = "HT", code: str = "2") -> Answer:
    return Answer.objects.select_related("criterion", "submission__campaign").get(
        submission__campaign=campaign,
        submission__unit__code=unit,
        criterion__group__code=group,
        criterion__code=code,
    )


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
