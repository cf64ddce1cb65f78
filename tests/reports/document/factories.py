"""A campaign whose report is being written: two units with every outcome decided, and people in
every role.
"""

from typing import Any

from reports.document.services.passages import begin_text
from reports.models import Passage, Section
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase, Round
from submissions.models import Answer, Appraisal, Campaign, Submission
from tests.submissions.factories import NOW, cast, decide_everything, make_stage
from units.models import User


def make_written(
    phase: Phase = Phase.DRAFT_REPORT, *, is_begun: bool = True
) -> tuple[Campaign, dict[str, User]]:
    """Every criterion got one point in round 2.

    Begun: the secretary has taken the text over for editing.
    """
    campaign = make_stage(Phase.DRAFT_REPORT)
    people = cast(campaign)
    open_answers(campaign)
    decide_everything(campaign, Round.SECOND)
    if is_begun:
        begin_text(campaign=campaign, by=people["council_secretary"], now=NOW)
    Campaign.objects.filter(pk=campaign.pk).update(phase=phase)
    campaign.refresh_from_db()
    return campaign, people


def section_of(campaign: Campaign, key: str) -> Section:
    return Section.objects.get(campaign=campaign, key=key)


def passage_of(campaign: Campaign, section: str, key: str) -> Passage:
    return Passage.objects.get(section__campaign=campaign, section__key=section, key=key)


def score(campaign: Campaign, unit: str, points: Any) -> None:
    """Give the unit's first criterion other points, behind the back of the text."""
    submission = Submission.objects.get(campaign=campaign, unit__code=unit)
    answer = Answer.objects.filter(submission=submission).order_by("pk").first()
    Appraisal.objects.filter(answer=answer, round=Round.SECOND).update(points=points)
